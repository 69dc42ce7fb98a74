import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { EngineError } from '../../adapter/port.ts';

/**
 * Files that this process has open. A second instance on one file loses committed rows without a word, so this is the
 * one thing here that is global: it is about the process.
 */
const owned = new Set<string>();

/** Takes a database file for this process; the answer gives it back. Its folder exists. */
export function own(path: string): () => void {
  if (!isMainThread) {
    throw new EngineError('locked', 'a worker thread cannot open the database: rows would be lost', { sql: '' });
  }
  const real = realPath(path);
  if (owned.has(real)) throw new EngineError('locked', `${path} is already open in this process`, { sql: '' });
  owned.add(real);
  return () => owned.delete(real);
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return join(realpathSync(dirname(path)), basename(path));
  }
}
