import { join } from 'node:path';
import { readJson, writeWhole } from '../artifacts/write.ts';
import type { Inferences } from '../check/inferred-types.ts';
import { systemFinding } from '../diagnostics/system-error.ts';

const file = 'source-types.json';
const version = 1;

/** What was inferred of sources before; nothing where nobody has looked yet. */
export function readInferences(folder: string): Inferences {
  const kept = readJson(join(folder, file)) as { readonly version?: unknown; readonly sources?: unknown } | undefined;
  if (kept?.version !== version || typeof kept.sources !== 'object' || kept.sources === null) return {};
  return kept.sources as Inferences;
}

/** Whoever may not write there is told again next time. */
export function writeInferences(folder: string, sources: Inferences): void {
  try {
    writeWhole(join(folder, file), `${JSON.stringify({ version, sources }, null, 1)}\n`);
  } catch (error) {
    if (!systemFinding(error)) throw error;
  }
}
