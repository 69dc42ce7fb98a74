import { existsSync, mkdirSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { type DuckDBConnection, DuckDBInstance, DuckDBTimestampTZValue, version } from '@duckdb/node-api';
import { type Adapter, EngineError } from '../../adapter/port.ts';
import type { Target } from '../../nodes/manifest.ts';
import { identifier } from '../../sql/identifier.ts';
import { literal } from '../../sql/literal.ts';
import { duckdbAdapter } from './adapter.ts';
import { attach } from './attach.ts';
import { engineError } from './errors.ts';
import { shownPath } from './file-errors.ts';
import { openFile } from './lock.ts';
import type { OpenOptions } from './open-options.ts';
import { own } from './owner.ts';
import { connectionPool } from './pool.ts';

/** Older ones lose rows or corrupt text after a rollback. */
const oldest = [1, 5, 2] as const;

const hardening = {
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  allow_community_extensions: 'false',
} as const;

export async function connectDuckDB(target: Target, options: OpenOptions): Promise<Adapter> {
  refuseOld(version());
  // The session's zone is UTC; without this the client writes timestamps in the process's zone.
  DuckDBTimestampTZValue.timezoneOffsetInMinutes = 0;
  const shadow = options.shadow === true;
  const memory = shadow || target.path === ':memory:';
  const path = memory ? ':memory:' : resolve(options.root, target.path);
  const release = memory ? () => {} : prepareFile(path, options);
  let instance: DuckDBInstance | null = null;
  try {
    const opened = await openInstance(path, memory, options);
    instance = opened;
    const setup = shadow ? `${settings(target)} ${shadowOf(target)}` : settings(target);
    const connectAgain = () => connect(opened, setup, target, options.root);
    const pool = connectionPool(options.threads ?? target.threads, connectAgain);
    pool.give(await pool.take());
    const close = () => {
      pool.closeAll();
      opened.closeSync();
      release();
    };
    const threads = options.threads ?? target.threads;
    return duckdbAdapter({
      pool,
      threads,
      root: options.root,
      checkpoint: !memory && !options.readOnly,
      empty: shadow,
      attach: (other) => attach({ ...options, connect: connectAgain, path }, other),
      close,
    });
  } catch (error) {
    instance?.closeSync();
    release();
    throw error;
  }
}

function refuseOld(text: string): void {
  const parts = /(\d+)\.(\d+)\.(\d+)/.exec(text)?.slice(1).map(Number) ?? [];
  for (const [index, least] of oldest.entries()) {
    const part = parts[index] ?? 0;
    if (part > least) return;
    if (part < least) {
      throw new EngineError('file', `DuckDB ${text} is too old: it can lose rows; ${oldest.join('.')} is needed`, {
        sql: '',
      });
    }
  }
}

/** Makes the folder and takes the file for this process. */
function prepareFile(path: string, options: OpenOptions): () => void {
  const shown = shownPath(path, options.root);
  if (options.readOnly && !existsSync(path)) {
    throw new EngineError('file', `${shown} does not exist: nothing has been built there yet`, { sql: '' });
  }
  try {
    makeFolder(dirname(path));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new EngineError('file', `the folder of ${shown} cannot be made: ${why}`, { sql: '' });
  }
  return own(path);
}

/** Level by level: Node's own way never ends where the system refuses to make anything, as in `/proc`. */
function makeFolder(path: string): void {
  if (isFolder(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Somebody else may have made it at the same moment.
    if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function openInstance(path: string, memory: boolean, options: OpenOptions): Promise<DuckDBInstance> {
  const shown = shownPath(path, options.root);
  const mode = { ...hardening, ...(options.readOnly && !memory ? { access_mode: 'READ_ONLY' } : {}) };
  return openFile(() => DuckDBInstance.create(path, mode), options, shown, 'opened');
}

function settings(target: Target): string {
  const own = Object.entries(target.settings).map(([name, value]) => `set ${identifier(name)} = ${literal(value)};`);
  return `set TimeZone = 'UTC'; set errors_as_json = true; ${own.join(' ')}`;
}

/** Binding needs no optimizer, and three-part names have to be found under the name of the file. */
function shadowOf(target: Target): string {
  const name = target.path === ':memory:' ? 'memory' : basename(target.path).replace(/\.[^.]*$/, '');
  const attach =
    name === 'memory' ? '' : `attach if not exists ':memory:' as ${identifier(name)}; use ${identifier(name)};`;
  return `pragma disable_optimizer; ${attach}`;
}

async function connect(
  instance: DuckDBInstance,
  setup: string,
  target: Target,
  root: string,
): Promise<DuckDBConnection> {
  const connection = await instance.connect();
  try {
    await connection.run(setup);
    return connection;
  } catch (error) {
    connection.closeSync();
    const { message } = engineError(error, { sql: setup, prefix: 0, root });
    throw new EngineError('other', `the settings of target ${target.name} are refused: ${message}`, { sql: setup });
  }
}
