import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Adapter, ColumnType, ExternalFile, Session } from '../../adapter/port.ts';
import { labelsAt } from '../../check/places.ts';
import { runCode } from '../../check/send.ts';
import { DiagnosticError, diagnostic } from '../../diagnostics/diagnostic.ts';
import { externalFormat } from '../../nodes/external.ts';
import { identifier } from '../../sql/identifier.ts';
import { literal } from '../../sql/literal.ts';
import { externalPlace, refusalOf } from '../external-place.ts';
import type { Reach } from '../failpoints.ts';
import { type Build, type Built, makeRoom } from './build.ts';
import { columnList, columnsOf, distinctNames, knownColumns } from './columns.ts';
import { keepOthers } from './external-partitions.ts';
import { fitStored } from './schema-change.ts';

const delta = '_mart_delta';

/** Where an external model goes. */
export interface ExternalTarget {
  readonly adapter: Adapter;
  /** The project's folder, absolute. */
  readonly root: string;
  /** Relative to it. */
  readonly location: string;
  readonly reach: Reach | undefined;
  readonly invocation: string;
  /** Puts into the ledger what lies at the absolute path now. */
  readonly remember: (session: Session, path: string) => Promise<void>;
}

/**
 * Writes the query's rows beside the model's file and makes a view over it, which its tests look at. When the version is
 * published the file is moved into its place and the view reads it there. Where partitions are added to, those that the
 * query does not give are part of the new folder as they are.
 */
export async function buildExternal(build: Build, target: ExternalTarget): Promise<Built> {
  const { session, relation, model } = build;
  const rows = await runCode(session, `create or replace temp table ${delta} as\n`, build.code);
  await distinctNames(build, delta);
  const given = await columnsOf(session, delta);
  const partitions = partitionsOf(build, given);
  const columns = build.incremental ? await storedColumns(build, given) : given;
  if (build.incremental && rows === 0) {
    await session.run(`drop table ${delta}`);
    return { kind: 'view', rows, isChanged: false };
  }
  const spelled = new Map(columns.map(({ name }) => [name.toLowerCase(), name]));
  const partitionBy = partitions.map((name) => spelled.get(name.toLowerCase()) ?? name);
  const refuse = refusalOf(build.place.node, labelsAt(build.code, null, 1, 'this model', build.place));
  const version = { model: model.id, invocation: target.invocation };
  const place = externalPlace(target.root, target.location, partitionBy[0] ?? null, version, refuse);
  const file: ExternalFile = { path: place.beside, format: externalFormat(model.config), columns, partitionBy };
  const show = (path: string) =>
    session.run(`create or replace view ${relation} as ${target.adapter.external({ ...file, path }).read}`);
  try {
    await writeRows(session, target.adapter, file, rows);
    if (partitionBy.length > 0) await comesBack(build, target.adapter, file);
    if (build.incremental) keepOthers(place.path, place.beside, partitionBy.length);
    await target.reach?.('after external write', model.name);
    await session.run(`drop table ${delta}`);
    await makeRoom(session, relation, build.existing, 'view');
    await show(place.beside);
  } catch (error) {
    place.settle(false);
    throw error;
  }
  return { kind: 'view', rows, isAnew: !build.incremental, outside: { put: () => putIn(), settle: place.settle } };

  async function putIn(): Promise<void> {
    await place.put(() => target.reach?.('during external swap', model.name));
    await target.reach?.('after external swap', model.name);
    await show(place.path);
    await target.remember(session, place.path);
  }
}

/** The columns of `partition_by`; all columns cannot be, since nothing would be left to write (M113). */
function partitionsOf(build: Build, columns: readonly ColumnType[]): readonly string[] {
  const names = [...new Set(knownColumns(build, 'partition_by', build.model.config.partition_by, columns))];
  if (names.length === 0 || names.length < columns.length) return names;
  throw new DiagnosticError([
    diagnostic('M113', '`partition_by` names every column of the model, so that its files would hold nothing', {
      labels: labelsAt(build.code, null, 1, 'this model', build.place),
      help: 'leave a column out of `partition_by`: the names of the folders say its values',
      node: build.place.node,
    }),
  ]);
}

/** The columns of the files that stay, as they spell them; a delta of others is an error. */
async function storedColumns(build: Build, given: readonly ColumnType[]): Promise<readonly ColumnType[]> {
  const stored = await columnsOf(build.session, build.relation);
  await fitStored(build, delta, stored, given);
  return stored;
}

async function writeRows(session: Session, adapter: Adapter, file: ExternalFile, rows: number): Promise<void> {
  if (rows > 0 || file.partitionBy.length === 0) {
    await session.run(adapter.external(file).write(delta));
    return;
  }
  // Columns are known to readers by a file without rows, in the folder of NULL.
  await session.run(
    adapter.external(file).write(`(select d.*, 0 as rowid from (select 1) left join ${delta} as d on true)`),
  );
  const [only = ''] = readdirSync(file.path, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith(`.${file.format}`),
  );
  const columns = file.columns.filter(({ name }) => !file.partitionBy.includes(name));
  const empty = { ...file, path: join(file.path, only), columns, partitionBy: [] };
  await session.run(adapter.external(empty).write(delta));
}

/** Values of partitions are names of folders, and not every value comes back from a name as it was (M553). */
async function comesBack(build: Build, adapter: Adapter, file: ExternalFile): Promise<void> {
  const names = columnList(file.partitionBy);
  const counted = (from: string) => `select ${names}, count(*) as mart_rows from ${from} group by all`;
  const [bad] = await build.session.rows(
    `select ${file.partitionBy.map((name) => `cast(${identifier(name)} as varchar) as ${identifier(name)}`).join(', ')}
     from (${counted(delta)} except ${counted(`(${adapter.external(file).read})`)}) limit 1`,
  );
  if (!bad) return;
  const values = file.partitionBy.map((name) => `${name} = ${literal(bad[name])}`).join(', ');
  throw new DiagnosticError([
    diagnostic('M553', `the partition ${values} would not come back from the name of its folder`, {
      labels: labelsAt(build.code, null, 1, 'this model', build.place),
      help: 'give these rows another value, or take the column out of `partition_by`',
      node: build.place.node,
    }),
  ]);
}
