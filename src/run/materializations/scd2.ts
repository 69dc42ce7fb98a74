import type { ColumnType } from '../../adapter/port.ts';
import { findColumn, sameName } from '../../check/columns.ts';
import { type Meta, metaColumns, metaName, metaOf, versionId } from '../../check/scd2-columns.ts';
import { runCode } from '../../check/send.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { type Build, type Built, makeRoom } from './build.ts';
import { columnList, columnsOf, distinctNames, knownColumns, nameSet, retype, sameKey } from './columns.ts';
import { refuseDuplicates } from './keys.ts';
import { changes, delta, gone, type History, refused } from './scd2-history.ts';
import { refuseBroken } from './scd2-sound.ts';
import { changed, changeTime, outOfOrder, runInstant } from './scd2-time.ts';
import { addColumns, compare } from './schema-change.ts';

/**
 * Keeps the history of a query's rows: a row that is new, changed or back becomes the current version of its key, and
 * the version before it ends where it starts. Of rows that the query no longer has, `hard_deletes` says whether they
 * stay as they are, end, or end in a version that says so. Full refreshes do not touch it: a history cannot be built anew.
 */
export async function buildScd2(build: Build): Promise<Built> {
  const { session, model } = build;
  await runCode(session, `create or replace temp table ${delta} as\n`, build.code);
  await distinctNames(build, delta);
  const columns = await columnsOf(session, delta);
  refuseTaken(build, columns);
  const key = knownColumns(build, 'unique_key', model.config.unique_key, columns);
  await refuseDuplicates(build, delta, key);
  const at = await changeTime(build, columns);
  const table = build.existing === 'table' ? await columnsOf(session, build.relation) : null;
  const history: History = {
    meta: metaOf(model.config),
    columns,
    key,
    at,
    marksDeleted: marksDeleted(build, columns, table),
  };

  const built = table ? await addVersions(build, history, table) : await firstVersions(build, history);
  await session.run(`drop table ${delta}`);
  return built;
}

async function firstVersions(build: Build, { meta, columns, key, at, marksDeleted }: History): Promise<Built> {
  const { session, relation } = build;
  await makeRoom(session, relation, build.existing, 'table');
  const names = columnList(columns.map((one) => one.name));
  const deleted = marksDeleted ? `, false as ${meta.isDeleted}` : '';
  const rows = await session.run(
    `create or replace table ${relation} as select ${names}, ${at('')} as ${meta.validFrom}, cast(null as timestamp) as ${meta.validTo}, true as ${meta.isCurrent}, ${versionId(key, at(''))} as ${meta.scdId}${deleted} from ${delta}`,
  );
  return { kind: 'table', rows };
}

async function addVersions(build: Build, history: History, table: readonly ColumnType[]): Promise<Built> {
  const { session, model } = build;
  refuseStrange(build, table);
  const { added, retyped } = compare(table, history.columns);
  await addColumns(build, added);
  await markFirstDeletions(build, history, table);
  await retype(build, 'delta', delta, retyped);

  const isNew = nameSet(added.map((one) => one.name));
  const diagnostics: readonly Diagnostic[] = await outOfOrder(build, history, (name) => isNew.has(name.toLowerCase()));
  await findChanges(build, history);
  const seesDeletions = model.config.hard_deletes !== 'ignore' && !build.partial;
  if (seesDeletions) await findGone(build, history);

  let rows = await replaceCurrent(build, history);
  if (seesDeletions) rows += await endGone(build, history, table);
  if (rows > 0) await refuseBroken(build, history, seesDeletions);
  await session.run(`drop table ${changes}`);
  if (seesDeletions) await session.run(`drop table ${gone}`);
  return { kind: 'table', rows, diagnostics };
}

/** Rows that are new, changed or back, with the start of their version. */
async function findChanges(build: Build, history: History): Promise<void> {
  const { session, relation } = build;
  const { meta, key, at, marksDeleted } = history;
  const keys = columnList(key);
  const next = `c.${meta.validFrom} + interval 1 microsecond`;
  const isDeleted = marksDeleted ? `coalesce(c.${meta.isDeleted}, false)` : 'false';
  // What was gone and is back was gone until it was seen again, unless it says that it changed after it went.
  const time = marksDeleted
    ? `case when ${isDeleted} and ${at('d.')} <= c.${meta.validFrom} then ${runInstant(build)} else ${at('d.')} end`
    : at('d.');
  await session.run(
    [
      `create or replace temp table ${changes} as`,
      // A microsecond apart at least: a clock that stands still or goes back makes no empty version.
      `select d.*, greatest(${time}, h.last_end, ${next}) as mart_start from ${delta} as d`,
      `left join (select *, true as mart_known from ${relation} where ${meta.validTo} is null) as c on ${sameKey('d', 'c', key)}`,
      `left join (select ${keys}, max(${meta.validTo}) as last_end from ${relation} group by ${keys}) as h on ${sameKey('d', 'h', key)}`,
      `where c.mart_known is null or ${isDeleted} or ${changed(build, history)}`,
    ].join('\n'),
  );
}

/** Current versions, of rows that are not deleted, whose key the query no longer has, with the end that they get. */
async function findGone(build: Build, { meta, key, marksDeleted }: History): Promise<void> {
  const alive = marksDeleted ? ` and not coalesce(c.${meta.isDeleted}, false)` : '';
  await build.session.run(
    [
      `create or replace temp table ${gone} as`,
      `select c.*, greatest(${runInstant(build)}, c.${meta.validFrom} + interval 1 microsecond) as mart_start`,
      `from ${build.relation} as c where c.${meta.validTo} is null${alive}`,
      `and not exists (select 1 from ${delta} as d where ${sameKey('d', 'c', key)})`,
    ].join('\n'),
  );
}

async function replaceCurrent(build: Build, history: History): Promise<number> {
  const { meta, columns, key, marksDeleted } = history;
  await endVersions(build, history, changes);
  const names = columnList(columns.map((one) => one.name));
  const [flag, no] = marksDeleted ? [`, ${meta.isDeleted}`, ', false'] : ['', ''];
  return build.session.run(
    `insert into ${build.relation} (${names}, ${addedList(meta)}${flag}) select ${names}, mart_start, null, true, ${versionId(key, 'mart_start')}${no} from ${changes}`,
  );
}

/** The rows that it ended or wrote. */
async function endGone(build: Build, history: History, table: readonly ColumnType[]): Promise<number> {
  const { meta, key } = history;
  const ended = await endVersions(build, history, gone);
  if (build.model.config.hard_deletes === 'invalidate') return ended;
  const own = nameSet(metaColumns(build.model.config).map((one) => one.name));
  const names = columnList(table.map((one) => one.name).filter((name) => !own.has(name.toLowerCase())));
  return build.session.run(
    `insert into ${build.relation} (${names}, ${addedList(meta)}, ${meta.isDeleted}) select ${names}, mart_start, null, true, ${versionId(key, 'mart_start')}, true from ${gone}`,
  );
}

function addedList({ validFrom, validTo, isCurrent, scdId }: Meta): string {
  return [validFrom, validTo, isCurrent, scdId].join(', ');
}

function endVersions({ session, relation }: Build, { meta, key }: History, ending: string): Promise<number> {
  return session.run(
    `update ${relation} as t set ${meta.validTo} = n.mart_start, ${meta.isCurrent} = false from ${ending} as n where t.${meta.validTo} is null and ${sameKey('t', 'n', key)}`,
  );
}

/** Whether the history has versions that say that a row is gone: also where `hard_deletes` was `new_record` once. */
function marksDeleted(build: Build, columns: readonly ColumnType[], table: readonly ColumnType[] | null): boolean {
  const { config } = build.model;
  if (config.hard_deletes === 'new_record') return true;
  const name = metaName(config, 'is_deleted');
  return table !== null && !findColumn(columns, name) && findColumn(table, name)?.type === 'BOOLEAN';
}

/** A history that comes to mark deletions gets their column. */
async function markFirstDeletions(build: Build, { meta }: History, table: readonly ColumnType[]): Promise<void> {
  const { hard_deletes } = build.model.config;
  if (hard_deletes !== 'new_record' || findColumn(table, metaName(build.model.config, 'is_deleted'))) return;
  // The values that it fills in are an update, after which the engine takes no other alteration in this transaction.
  await build.session.run(`alter table ${build.relation} add column ${meta.isDeleted} boolean default false`);
}

function refuseTaken(build: Build, columns: readonly ColumnType[]): void {
  const added = metaColumns(build.model.config);
  const taken = columns.find((one) => findColumn(added, one.name));
  if (!taken) return;
  throw refused(build, 'M309', `the model has a column \`${taken.name}\`, which scd2 adds itself`, {
    help: 'rename it in the model, or rename the added one with `snapshot_meta_column_names`',
  });
}

function refuseStrange(build: Build, table: readonly ColumnType[]): void {
  const deletions = metaName(build.model.config, 'is_deleted');
  const lacking = metaColumns(build.model.config)
    .map((one) => one.name)
    .filter((name) => !sameName(name, deletions) && !findColumn(table, name));
  if (lacking.length === 0) return;
  throw refused(build, 'M514', `the table is no history: it lacks ${lacking.map((name) => `\`${name}\``).join(', ')}`, {
    help: 'drop or rename the table; a history starts in a new one',
  });
}
