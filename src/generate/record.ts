import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readJson, writeWhole } from '../artifacts/write.ts';

/** What a generator left in a folder that it writes, so that it touches nothing else and knows when to run again. */
export interface FolderRecord {
  readonly generator: string;
  /** Of the program, its parameters and its folders. */
  readonly fingerprint: string;
  /** Parameters that the command line gave over those of project.yml; a build keeps to them. */
  readonly overrides: Readonly<Record<string, unknown>>;
  /** Names directly in the folder. */
  readonly entries: readonly string[];
  /** False while entries are being moved into place. */
  readonly complete: boolean;
}

const file = '.mart-generator.json';

export function readRecord(folder: string): FolderRecord | null {
  const found = readJson(join(folder, file)) as FolderRecord | undefined;
  if (!found || typeof found.generator !== 'string' || !Array.isArray(found.entries)) return null;
  // The folder is open to others: a name that leads out of it is none of ours.
  const isOurs = (name: unknown) => typeof name === 'string' && name === basename(name) && !/^\.{0,2}$/.test(name);
  return found.entries.every(isOurs) ? found : null;
}

export function writeRecord(folder: string, record: FolderRecord): void {
  writeWhole(join(folder, file), JSON.stringify(record, null, 2));
}

/** Whether the folder holds something that this generator did not write. */
export function isForeign(folder: string, generator: string): boolean {
  if (!existsSync(folder)) return false;
  const record = readRecord(folder);
  const ours = new Set(record?.generator === generator ? record.entries : []);
  return readdirSync(folder).some((name) => !name.startsWith('.') && !ours.has(name));
}

/** Whether everything that this generator would write is there already. */
export function isCurrent(folder: string, generator: string, fingerprint: string): boolean {
  const record = readRecord(folder);
  if (!record?.complete || record.generator !== generator || record.fingerprint !== fingerprint) return false;
  return record.entries.every((name) => existsSync(join(folder, name)));
}
