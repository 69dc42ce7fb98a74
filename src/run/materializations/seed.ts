import type { Adapter, RelationKind, Session } from '../../adapter/port.ts';
import { sentence } from '../../check/errors.ts';
import type { CodePlace } from '../../check/places.ts';
import { spanOfPlace } from '../../check/places.ts';
import { engineError } from '../../check/send.ts';
import { DiagnosticError, diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Seed } from '../../nodes/node.ts';
import { relationSql } from '../../sql/relation.ts';
import { type Built, makeRoom } from './build.ts';

/** The query over a seed's CSV. Declared types win over what the engine finds; `column_types` over `data_type`. */
export async function seedQuery(adapter: Adapter, root: string, seed: Seed, place: CodePlace): Promise<string> {
  const types: Record<string, string> = {};
  for (const { name, dataType } of seed.columns) if (dataType !== null) types[headerName(seed, name)] = dataType;
  for (const [name, type] of Object.entries(seed.config.column_types)) types[headerName(seed, name)] = type;
  const load = { path: `${root}/${seed.path}`, header: seed.header, types, delimiter: seed.config.delimiter };
  return adapter.seed(load).catch((error) => badRow(error, seed, place));
}

function headerName(seed: Seed, name: string): string {
  return seed.header.find((one) => one.toLowerCase() === name.toLowerCase()) ?? name;
}

/** Replaces the whole table. */
export async function buildSeed(
  session: Session,
  seed: Seed,
  query: string,
  existing: RelationKind | null,
  place: CodePlace,
): Promise<Built> {
  const relation = relationSql(seed.relation);
  await makeRoom(session, relation, existing, 'table');
  const rows = await session
    .run(`create or replace table ${relation} as\n${query}`)
    .catch((error) => badRow(error, seed, place));
  return { kind: 'table', rows };
}

/** A row that does not fit, at its line of the CSV (M507). */
function badRow(error: unknown, seed: Seed, place: CodePlace): never {
  const engine = engineError(error);
  if (!engine || engine.kind === 'interrupted' || engine.kind === 'conflict') throw error;
  const line = /\bline:? (\d+)/i.exec(engine.message)?.[1];
  const declared = spanOfPlace(place.declared, place.readText);
  const at = Number(line ?? 1);
  const span = { file: seed.path, start: { line: at, column: 1 }, end: { line: at, column: 2 } };
  throw new DiagnosticError([
    diagnostic('M507', sentence(engine.message), {
      labels: line === undefined ? [{ span: declared, text: '' }] : [{ span, text: 'this row' }],
      node: place.node,
    }),
  ]);
}
