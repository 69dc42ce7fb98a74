import type { Adapter, ExternalFile } from '../../adapter/port.ts';
import { labelsAt } from '../../check/places.ts';
import { runCode } from '../../check/send.ts';
import { externalFormat } from '../../nodes/external.ts';
import { externalPlace, refusalOf } from '../external-place.ts';
import type { Reach } from '../failpoints.ts';
import { type Build, type Built, makeRoom } from './build.ts';
import { columnsOf, distinctNames, knownColumns } from './columns.ts';

const delta = '_mart_delta';

/** Where an external model goes. */
export interface ExternalTarget {
  readonly adapter: Adapter;
  /** The project's folder, absolute. */
  readonly root: string;
  /** Relative to it. */
  readonly location: string;
  readonly reach: Reach | undefined;
}

/**
 * Writes the query's rows beside the model's file and makes a view over it, which its tests look at. When the version is
 * published the file is moved into its place and the view reads it there.
 */
export async function buildExternal(build: Build, { adapter, root, location, reach }: ExternalTarget): Promise<Built> {
  const { session, relation, model } = build;
  const rows = await runCode(session, `create or replace temp table ${delta} as\n`, build.code);
  await distinctNames(build, delta);
  const columns = await columnsOf(session, delta);
  const partitionBy = knownColumns(build, 'partition_by', model.config.partition_by, columns);
  const refuse = refusalOf(build.place.node, labelsAt(build.code, null, 1, 'this model', build.place));
  const place = externalPlace(root, location, partitionBy[0] ?? null, refuse);
  const format = externalFormat(model.config);
  const file = (path: string): ExternalFile => ({ path, format, columns, partitionBy, isEmpty: rows === 0 });
  const show = (path: string) =>
    session.run(`create or replace view ${relation} as ${adapter.external(file(path)).read}`);
  try {
    await session.run(adapter.external(file(place.beside)).write(delta));
    await reach?.('after external write', model.name);
    await session.run(`drop table ${delta}`);
    await makeRoom(session, relation, build.existing, 'view');
    await show(place.beside);
  } catch (error) {
    place.settle(false);
    throw error;
  }
  const put = async (): Promise<void> => {
    await place.put(() => reach?.('during external swap', model.name));
    await reach?.('after external swap', model.name);
    await show(place.path);
  };
  return { kind: 'view', rows, outside: { put, settle: place.settle } };
}
