import { version } from '@duckdb/node-api';
import { type Adapter, EngineError } from '../../adapter/port.ts';
import { countStatements } from '../../sql/statement.ts';
import { badRows } from './bad-rows.ts';
import { evolved } from './contract/evolved.ts';
import { misfitsQuery } from './contract/held-scan.ts';
import { inspect } from './contract/inspect.ts';
import { shapesOf } from './contract/shapes.ts';
import { engineError } from './errors.ts';
import { readExternal, writeExternal } from './external.ts';
import { stopStatements } from './interrupting.ts';
import type { Pool } from './pool.ts';
import { probe } from './probe.ts';
import { publish } from './publish.ts';
import { relations, settled } from './relations.ts';
import { restlessWords } from './restless.ts';
import { scanSql, shownSql } from './scan.ts';
import { seedQuery } from './seed.ts';
import { type SessionContext, sessionOn } from './session.ts';

export interface Opened {
  readonly pool: Pool;
  readonly threads: number;
  readonly root: string;
  /** Whether the file takes in its log when it is closed. */
  readonly checkpoint: boolean;
  /** The database is an empty copy of another. */
  readonly empty: boolean;
  readonly attach: Adapter['attach'];
  readonly close: () => void;
}

export function duckdbAdapter({ pool, threads, root, checkpoint, empty, attach, close }: Opened): Adapter {
  let interrupted = false;
  let closed = false;
  let restless: Promise<ReadonlySet<string>> | null = null;
  const context: SessionContext = { root, inFlight: new Set(), empty };

  const read: Adapter['read'] = async (work) => {
    const connection = await pool.take();
    try {
      return await work(sessionOn(connection, context, () => ''));
    } finally {
      pool.give(connection);
    }
  };

  /** A torn log loses its last transactions without a word, so a run ends with everything in the file. */
  async function takeInLog(): Promise<void> {
    const connection = await pool.take();
    try {
      await connection.run('checkpoint');
    } catch (error) {
      const { message } = engineError(error, { sql: 'checkpoint', prefix: 0, root });
      throw new EngineError('file', `the database could not be closed well: ${message}`, { sql: 'checkpoint' });
    } finally {
      pool.give(connection);
    }
  }

  return {
    type: 'duckdb',
    version: `DuckDB ${version().replace(/^v/, '')}`,
    threads,
    relations: (database) => read((session) => relations(session, database)),
    attach,
    settled: (wanted) => read((session) => settled(session, wanted)),
    restless: () => (restless ??= read(restlessWords)),
    publish: (work) => publish(pool, context, work),
    read,
    statements: async (sql) => countStatements(sql),
    scan: (scan) => scanSql(scan),
    external: (file) => ({ write: (from) => writeExternal(file, from), read: readExternal(file) }),
    shapes: (scan) => read((session) => shapesOf(session, scan)),
    probe: (scan) => read((session) => probe(session, scan)),
    inspect: (scan) => read((session) => inspect(session, scan)),
    evolved: (scan) => read((session) => evolved(session, scan)),
    misfits: (scan) => misfitsQuery(scan, shownSql(scan)),
    seed: (load) => read((session) => seedQuery(session, load, root)),
    badRows: (load) => read((session) => badRows(session, load)),
    interrupt() {
      interrupted = true;
      stopStatements(context.inFlight);
    },
    async close() {
      if (closed) return;
      closed = true;
      try {
        if (checkpoint && !interrupted) await takeInLog();
      } finally {
        close();
      }
    },
  };
}
