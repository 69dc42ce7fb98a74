import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Session } from '../adapter/port.ts';
import { digest } from '../plan/reuse/recipe.ts';
import { insert } from './ledger-insert.ts';
import { type LedgerTables, ledgerOn } from './ledger-tables.ts';

/** A file or folder that an external model was written to. */
export type KnownExternal = LedgerTables['externals'];

export function rememberExternal(session: Session, row: KnownExternal): Promise<void> {
  return insert(session, 'externals', [row]);
}

/** Whether the version of a model that a run made was kept. */
export async function keptExternal(session: Session, model: string, invocation: string): Promise<boolean> {
  const rows = await ledgerOn(session)
    .selectFrom('externals')
    .select('path')
    .where('model', '=', model)
    .where('invocation', '=', invocation)
    .execute();
  return rows.length > 0;
}

/**
 * What a file, or everything in a folder, is without reading it: names, sizes, times to the nanosecond. null where there
 * is nothing. A change that leaves size and time as they were is not seen.
 */
export function filesStamp(path: string): string | null {
  const entries: string[] = [];
  const look = (at: string, name: string): void => {
    const found = lstatSync(at, { bigint: true, throwIfNoEntry: false });
    if (!found) return;
    if (found.isDirectory()) {
      for (const one of readdirSync(at).sort()) look(join(at, one), `${name}/${one}`);
      entries.push(`${name}/`);
    } else {
      entries.push(`${name} ${found.isFile() ? 'file' : 'other'} ${found.size} ${found.mtimeNs}`);
    }
  };
  look(path, '');
  return entries.length === 0 ? null : digest(entries);
}
