import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type FolderRecord, readRecord, writeRecord } from './record.ts';

/**
 * Moves what a program left in its staging folder into place, entry by entry, each whole. Entries of an earlier run
 * that it no longer writes go. A run that dies in between leaves the record incomplete, so the next one starts again.
 * `placed` is told of each.
 */
export async function placeEntries(
  staged: string,
  folder: string,
  by: Pick<FolderRecord, 'generator' | 'fingerprint' | 'overrides'>,
  placed: () => Promise<void> | undefined,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const entries = readdirSync(staged).sort();
  const before = readRecord(folder)?.entries ?? [];
  writeRecord(folder, { ...by, entries: [...new Set([...before, ...entries])], complete: false });
  for (const name of before) {
    if (!entries.includes(name)) rmSync(join(folder, name), { recursive: true, force: true });
  }
  for (const name of entries) {
    const [from, to, old] = [join(staged, name), join(folder, name), join(staged, `.old-${name}`)];
    if (existsSync(to)) renameSync(to, old);
    renameSync(from, to);
    rmSync(old, { recursive: true, force: true });
    await placed();
  }
  writeRecord(folder, { ...by, entries, complete: true });
}
