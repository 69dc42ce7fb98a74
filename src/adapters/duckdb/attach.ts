import { existsSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Attached } from '../../adapter/port.ts';
import type { Target } from '../../nodes/manifest.ts';
import { identifier } from '../../sql/identifier.ts';
import { literal } from '../../sql/literal.ts';
import { shownPath } from './file-errors.ts';
import { openFile } from './lock.ts';
import type { OpenOptions } from './open-options.ts';
import { own } from './owner.ts';

/** What attaching has to know of the database that is open. */
export interface Main extends OpenOptions {
  /** A connection beside those that sessions work on: all of these may be taken. */
  readonly connect: () => Promise<DuckDBConnection>;
  /** The file that is open, absolute; `:memory:` for none. */
  readonly path: string;
}

/** Makes the file of another target readable beside the one that is open: all sessions see it until it is detached. */
export async function attach(main: Main, target: Target): Promise<Attached | null> {
  const { connect, path, root } = main;
  const file = resolve(root, target.path);
  if (target.path === ':memory:' || !existsSync(file)) return null;
  const shown = shownPath(file, root);
  if (path !== ':memory:' && realpathSync(file) === realpathSync(path)) {
    return { database: null, detach: async () => {} };
  }
  const release = own(file);
  const database = `_mart_${target.name}`;
  const run = async (sql: string): Promise<void> => {
    const connection = await connect();
    try {
      await connection.run(sql);
    } finally {
      connection.closeSync();
    }
  };
  try {
    const statement = `attach ${literal(file)} as ${identifier(database)} (read_only)`;
    await openFile(() => run(statement), main, shown, 'read');
  } catch (error) {
    release();
    throw error;
  }
  const detach = async (): Promise<void> => {
    try {
      await run(`detach ${identifier(database)}`);
    } finally {
      release();
    }
  };
  return { database, detach };
}
