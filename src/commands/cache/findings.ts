import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../artifacts/write.ts';
import { type Findings, noFindings } from '../../check/memory.ts';

const file = 'checked.json';

/** What the last check found; nothing when it was made with another program, target or hooks. */
export function recallFindings(folder: string, key: string | null): Findings {
  if (key === null) return noFindings;
  try {
    const kept = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Findings & { readonly key: string };
    return kept.key === key ? kept : noFindings;
  } catch {
    return noFindings;
  }
}

/** A folder that cannot be written to only costs time. */
export function rememberFindings(folder: string, key: string, { nodes, strangers }: Findings): void {
  try {
    mkdirSync(folder, { recursive: true });
    writeWhole(join(folder, file), JSON.stringify({ key, nodes, strangers }));
  } catch {
    // The next check binds everything again.
  }
}
