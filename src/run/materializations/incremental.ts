import type { ColumnType } from '../../adapter/port.ts';
import { labelsAt } from '../../check/places.ts';
import { runCode } from '../../check/send.ts';
import { DiagnosticError, diagnostic } from '../../diagnostics/diagnostic.ts';
import type { IncrementalStrategy } from '../../nodes/config.ts';
import { identifier } from '../../sql/identifier.ts';
import type { Build, Built } from './build.ts';
import { columnList, columnsOf, distinctNames, knownColumns, nameSet, sameKey } from './columns.ts';
import { refuseDuplicates } from './keys.ts';
import { buildInterval } from './microbatch.ts';
import { evolve } from './schema-change.ts';
import { buildTable } from './table.ts';

const delta = '_mart_delta';
/** dbt's names for the two sides of a write: predicates may use them. */
const [target, source] = ['DBT_INTERNAL_DEST', 'DBT_INTERNAL_SOURCE'];

export async function buildIncremental(build: Build): Promise<Built> {
  if (build.interval) return buildInterval(build, build.interval);
  const strategy = strategyOf(build);
  if (!build.incremental) {
    const built = await buildTable(build);
    await checkedKey(build, strategy, build.relation, () => columnsOf(build.session, build.relation));
    return { ...built, isAnew: true };
  }
  const { session } = build;
  await runCode(session, `create or replace temp table ${delta} as\n`, build.code);
  await distinctNames(build, delta);
  const known = await columnsOf(session, delta);
  const key = await checkedKey(build, strategy, delta, async () => known);
  const columns = await evolve(build, delta, known);
  const rows = await write(build, strategy, key, columns, known);
  await session.run(`drop table ${delta}`);
  return { kind: 'table', rows };
}

/** The key by which a strategy writes, seen to be unique in `rows`; empty for `append`, which has none. */
async function checkedKey(
  build: Build,
  strategy: IncrementalStrategy,
  rows: string,
  columns: () => Promise<readonly ColumnType[]>,
): Promise<readonly string[]> {
  if (strategy === 'append') return [];
  const key = knownColumns(build, 'unique_key', build.model.config.unique_key, await columns());
  await refuseDuplicates(build, rows, key);
  return key;
}

function write(
  build: Build,
  strategy: IncrementalStrategy,
  key: readonly string[],
  columns: readonly string[],
  known: readonly ColumnType[],
): Promise<number> {
  if (strategy === 'merge') return merge(build, key, columns, known);
  return strategy === 'append' ? insertDelta(build, columns) : deleteInsert(build, key, columns);
}

function strategyOf(build: Build): IncrementalStrategy {
  const { incremental_strategy, unique_key } = build.model.config;
  const strategy = incremental_strategy ?? (unique_key.length > 0 ? 'delete+insert' : 'append');
  if (strategy === 'append' || unique_key.length > 0) return strategy;
  throw new DiagnosticError([
    diagnostic('M105', `\`${strategy}\` needs a \`unique_key\``, {
      labels: labelsAt(build.code, null, 1, 'this model', build.place),
      node: build.place.node,
    }),
  ]);
}

function insertDelta(build: Build, columns: readonly string[]): Promise<number> {
  const list = columnList(columns);
  return build.session.run(`insert into ${build.relation} (${list}) select ${list} from ${delta}`);
}

async function deleteInsert(build: Build, key: readonly string[], columns: readonly string[]): Promise<number> {
  const matched = `exists (select 1 from ${delta} as ${source} where ${sameKey(source, target, key)})`;
  const conditions = [matched, ...predicates(build)].join(' and ');
  await build.session.run(`delete from ${build.relation} as ${target} where ${conditions}`);
  return insertDelta(build, columns);
}

function merge(
  build: Build,
  key: readonly string[],
  columns: readonly string[],
  known: readonly ColumnType[],
): Promise<number> {
  const { merge_update_columns, merge_exclude_columns } = build.model.config;
  const only =
    merge_update_columns && nameSet(knownColumns(build, 'merge_update_columns', merge_update_columns, known));
  const except = nameSet(knownColumns(build, 'merge_exclude_columns', merge_exclude_columns ?? [], known));
  const keys = nameSet(key);
  const updated = columns.filter((name) => {
    const plain = name.toLowerCase();
    return only ? only.has(plain) : !except.has(plain) && !keys.has(plain);
  });
  const set = updated.map((name) => `${identifier(name)} = ${source}.${identifier(name)}`).join(', ');
  const condition = [sameKey(target, source, key), ...predicates(build)].join(' and ');
  return build.session.run(
    [
      `merge into ${build.relation} as ${target} using ${delta} as ${source} on (${condition})`,
      updated.length > 0 ? `when matched then update set ${set}` : '',
      `when not matched then insert (${columnList(columns)}) values (${columns.map((name) => `${source}.${identifier(name)}`).join(', ')})`,
    ].join('\n'),
  );
}

function predicates(build: Build): readonly string[] {
  return build.model.config.incremental_predicates.map((one) => `(${one})`);
}
