import type { Adapter } from '../adapter/port.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Seed } from '../nodes/node.ts';
import { sentence } from './errors.ts';
import { type CodePlace, spanOfPlace } from './places.ts';
import { engineError } from './send.ts';

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

/** A row that does not fit, at its line of the CSV (M507). */
export function badRow(error: unknown, seed: Seed, place: CodePlace): never {
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
