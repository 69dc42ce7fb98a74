import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../artifacts/write.ts';
import type { Tracings } from '../../check/lineage-memory.ts';
import { type Findings, noFindings } from '../../check/memory.ts';
import type { LintRecord } from '../../lint/memory.ts';

/** What the last check found; nothing when it was made with another program, target or hooks. */
export function recallFindings(folder: string, key: string | null): Findings {
  return recalled<Findings>(folder, 'checked.json', key) ?? noFindings;
}

export function rememberFindings(folder: string, key: string, found: Findings): void {
  remember(folder, 'checked.json', key, found);
}

/** What was traced before, under the same conditions. */
export function recallTracings(folder: string, key: string | null): Tracings {
  return recalled<Tracings>(folder, 'lineage.json', key) ?? {};
}

export function rememberTracings(folder: string, key: string, traced: Tracings): void {
  remember(folder, 'lineage.json', key, traced);
}

/** What was read of queries before, under the same conditions. */
export function recallLint(folder: string, key: string | null): LintRecord {
  return recalled<LintRecord>(folder, 'linted.json', key) ?? {};
}

export function rememberLint(folder: string, key: string, record: LintRecord): void {
  remember(folder, 'linted.json', key, record);
}

interface Kept<T> {
  readonly key: string;
  readonly found: T;
}

function recalled<T>(folder: string, file: string, key: string | null): T | null {
  if (key === null) return null;
  try {
    const kept = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Kept<T>;
    return kept.key === key ? kept.found : null;
  } catch {
    return null;
  }
}

/** A folder that cannot be written to only costs time. */
function remember<T>(folder: string, file: string, key: string, found: T): void {
  try {
    mkdirSync(folder, { recursive: true });
    writeWhole(join(folder, file), JSON.stringify({ key, found } satisfies Kept<T>));
  } catch {
    // The next check asks the engine again.
  }
}
