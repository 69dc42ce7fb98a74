import type { ColumnType } from '../../adapter/port.ts';
import { sameName } from '../../check/columns.ts';
import { labelsAt } from '../../check/places.ts';
import { type Meta, metaNames, versionId } from '../../check/scd2-columns.ts';
import { runCode } from '../../check/send.ts';
import { DiagnosticError, diagnostic } from '../../diagnostics/diagnostic.ts';
import { identifier } from '../../sql/identifier.ts';
import { literal } from '../../sql/literal.ts';
import { type Build, type Built, makeRoom } from './build.ts';
import { columnList, columnsOf, distinctNames, knownColumns, nameSet, retype, sameKey } from './columns.ts';
import { refuseDuplicates } from './keys.ts';
import { addColumns, compare } from './schema-change.ts';

const delta = '_mart_delta';
const changes = '_mart_changes';

/**
 * Keeps the history of a query's rows: a row that is new, changed or back becomes the current version of its key, and
 * the version before it ends where it starts. Rows that the query no longer has stay as they are. Full refreshes do not
 * touch it: a history cannot be built anew.
 */
export async function buildScd2(build: Build): Promise<Built> {
  const { session, model } = build;
  await runCode(session, `create or replace temp table ${delta} as\n`, build.code);
  await distinctNames(build, delta);
  const columns = await columnsOf(session, delta);
  const meta = metaNames(model.config.snapshot_meta_column_names);
  refuseTaken(build, meta, columns);
  const key = knownColumns(build, 'unique_key', model.config.unique_key, columns);
  await refuseDuplicates(build, delta, key);
  const at = await changeTime(build, columns);

  const rows =
    build.existing === 'table'
      ? await addVersions(build, meta, columns, key, at)
      : await firstVersions(build, meta, columns, key, at);
  await session.run(`drop table ${delta}`);
  return { kind: 'table', rows };
}

async function firstVersions(
  build: Build,
  meta: Meta,
  columns: readonly ColumnType[],
  key: readonly string[],
  at: Instant,
): Promise<number> {
  const { session, relation } = build;
  await makeRoom(session, relation, build.existing, 'table');
  const names = columnList(columns.map((one) => one.name));
  return session.run(
    `create or replace table ${relation} as select ${names}, ${at('')} as ${meta.validFrom}, cast(null as timestamp) as ${meta.validTo}, true as ${meta.isCurrent}, ${versionId(key, at(''))} as ${meta.scdId} from ${delta}`,
  );
}

async function addVersions(
  build: Build,
  meta: Meta,
  columns: readonly ColumnType[],
  key: readonly string[],
  at: Instant,
): Promise<number> {
  const { session, relation } = build;
  const table = await columnsOf(session, relation);
  refuseStrange(build, meta, table);
  const { added, retyped } = compare(table, columns);
  await addColumns(build, added);
  await retype(build, delta, retyped);

  const keys = columnList(key);
  // A microsecond apart at least: a clock that stands still or goes back makes no empty version.
  const start = `greatest(${at('d.')}, h.last_end, c.${meta.validFrom} + interval 1 microsecond)`;
  await session.run(
    [
      `create or replace temp table ${changes} as`,
      `select d.*, ${start} as mart_start from ${delta} as d`,
      `left join (select *, true as mart_known from ${relation} where ${meta.validTo} is null) as c on ${sameKey('d', 'c', key)}`,
      `left join (select ${keys}, max(${meta.validTo}) as last_end from ${relation} group by ${keys}) as h on ${sameKey('d', 'h', key)}`,
      `where c.mart_known is null or ${changed(build, meta, columns, key, at)}`,
    ].join('\n'),
  );
  await session.run(
    `update ${relation} as t set ${meta.validTo} = n.mart_start, ${meta.isCurrent} = false from ${changes} as n where t.${meta.validTo} is null and ${sameKey('t', 'n', key)}`,
  );
  const names = columnList(columns.map((one) => one.name));
  const rows = await session.run(
    `insert into ${relation} (${names}, ${meta.validFrom}, ${meta.validTo}, ${meta.isCurrent}, ${meta.scdId}) select ${names}, mart_start, null, true, ${versionId(key, 'mart_start')} from ${changes}`,
  );
  if (rows > 0) await refuseBroken(build, meta, key);
  await session.run(`drop table ${changes}`);
  return rows;
}

/** When a version starts, as SQL; it takes what comes before the delta's columns: `d.`. */
type Instant = (of: string) => string;

/** `updated_at`, or the run's instant where there is none. */
async function changeTime(build: Build, columns: readonly ColumnType[]): Promise<Instant> {
  const { updated_at } = build.model.config;
  if (updated_at === null) {
    const now = `cast(${literal(build.now.toISOString().slice(0, -1))} as timestamp)`;
    return () => now;
  }
  const [name = updated_at] = knownColumns(build, 'updated_at', [updated_at], columns);
  const rows = await build.session.rows(`select count(*) as n from ${delta} where ${identifier(name)} is null`);
  const nulls = Number(rows[0]?.n ?? 0);
  if (nulls > 0) {
    throw refused(
      build,
      'M501',
      `\`updated_at\` names \`${name}\`, which is null in ${nulls} ${nulls === 1 ? 'row' : 'rows'}`,
      {
        help: 'a version needs an instant: give these rows one, or leave them out',
      },
    );
  }
  return (of) => `cast(${of}${identifier(name)} as timestamp)`;
}

function changed(
  build: Build,
  meta: Meta,
  columns: readonly ColumnType[],
  key: readonly string[],
  at: Instant,
): string {
  const { strategy, check_cols } = build.model.config;
  if (strategy === 'timestamp') return `${at('d.')} > c.${meta.validFrom}`;
  const keys = nameSet(key);
  const checked =
    check_cols === 'all' || check_cols === null
      ? columns.map((one) => one.name).filter((name) => !keys.has(name.toLowerCase()))
      : knownColumns(build, 'check_cols', check_cols, columns);
  const differs = checked.map((name) => `d.${identifier(name)} is distinct from c.${identifier(name)}`);
  return differs.length === 0 ? 'false' : `(${differs.join(' or ')})`;
}

/** What must hold of every history that was touched: one current version a key, no empty version, no overlap. */
async function refuseBroken(build: Build, meta: Meta, key: readonly string[]): Promise<void> {
  const { session, relation } = build;
  const keys = columnList(key);
  const rows = await session.rows(
    [
      `select distinct ${keys} from (`,
      `select ${keys}, ${meta.validFrom} as a, ${meta.validTo} as b,`,
      `lead(${meta.validFrom}) over (partition by ${keys} order by ${meta.validFrom}) as next,`,
      `count(*) filter (where ${meta.validTo} is null) over (partition by ${keys}) as currents`,
      `from ${relation} as t where exists (select 1 from ${changes} as n where ${sameKey('n', 't', key)}))`,
      'where currents <> 1 or a is null or a >= b or next < b or (b is null and next is not null) limit 3',
    ].join('\n'),
  );
  if (rows.length === 0) return;
  throw refused(build, 'M511', 'versions of one key would overlap', {
    notes: rows.map((row) => key.map((name) => `${name} = ${literal(row[name])}`).join(', ')),
    help: 'rows of the table were changed by hand: end or remove the wrong versions of these keys',
  });
}

function refuseTaken(build: Build, meta: Meta, columns: readonly ColumnType[]): void {
  const taken = columns.find((one) => meta.names.some((name) => sameName(one.name, name)));
  if (!taken) return;
  throw refused(build, 'M309', `the model has a column \`${taken.name}\`, which scd2 adds itself`, {
    help: 'rename it in the model, or rename the added one with `snapshot_meta_column_names`',
  });
}

function refuseStrange(build: Build, meta: Meta, table: readonly ColumnType[]): void {
  const lacking = meta.names.filter((name) => !table.some((one) => sameName(one.name, name)));
  if (lacking.length === 0) return;
  throw refused(build, 'M514', `the table is no history: it lacks ${lacking.map((name) => `\`${name}\``).join(', ')}`, {
    help: 'drop or rename the table; a history starts in a new one',
  });
}

function refused(
  build: Build,
  code: 'M309' | 'M501' | 'M511' | 'M514',
  message: string,
  { notes = [], help }: { readonly notes?: readonly string[]; readonly help: string },
): DiagnosticError {
  const labels = labelsAt(build.code, null, 1, 'this model', build.place);
  return new DiagnosticError([diagnostic(code, message, { labels, notes, help, node: build.place.node })]);
}
