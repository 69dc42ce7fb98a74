import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { Adapter, Row } from '../../../src/adapter/port.ts';
import { EngineError } from '../../../src/adapter/port.ts';
import { openDuckDB } from '../../../src/adapters/duckdb/open.ts';
import type { OpenOptions } from '../../../src/adapters/duckdb/open-options.ts';
import type { Target } from '../../../src/nodes/manifest.ts';
import { plainTarget } from '../../support/target.ts';

const folders: string[] = [];
const adapters: Adapter[] = [];

afterEach(async () => {
  for (const adapter of adapters.splice(0)) await adapter.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new folder, gone after the test. */
export function folder(): string {
  const made = realpathSync(mkdtempSync(join(tmpdir(), 'mart-duckdb-')));
  folders.push(made);
  return made;
}

export function target(path = ':memory:', settings: Target['settings'] = {}): Target {
  return plainTarget(path, { threads: 3, settings });
}

/** An open adapter, closed after the test. */
export async function open(what: Target = target(), options: Partial<OpenOptions> = {}): Promise<Adapter> {
  const adapter = await openDuckDB(what, { root: '/', readOnly: false, waitSeconds: 0, ...options });
  adapters.push(adapter);
  return adapter;
}

export function rows(adapter: Adapter, sql: string): Promise<readonly Row[]> {
  return adapter.read((session) => session.rows(sql));
}

/** Runs statements in a transaction of their own. */
export function keep(adapter: Adapter, ...statements: string[]): Promise<number> {
  return adapter.publish(async (session) => {
    let last = 0;
    for (const sql of statements) last = await session.run(sql);
    return { keep: true, value: last };
  });
}

/** The error that a promise ends in. */
export async function failure(work: Promise<unknown>): Promise<EngineError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
  throw new Error('it succeeded');
}
