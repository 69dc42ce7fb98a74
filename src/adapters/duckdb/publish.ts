import { setTimeout as sleep } from 'node:timers/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { EngineError, type Session } from '../../adapter/port.ts';
import { engineError } from './errors.ts';
import type { Pool } from './pool.ts';
import { type Outcome, type SessionContext, sessionOn } from './session.ts';

type Work<T> = (session: Session) => Promise<{ readonly keep: boolean; readonly value: T }>;

const attempts = 5;
const firstPause = 10;

/** One transaction, made anew a few times when another one was in its way. */
export async function publish<T>(pool: Pool, context: SessionContext, work: Work<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const outcome: Outcome = { failure: null };
    try {
      return await transaction(pool, context, work, outcome);
    } catch (error) {
      if (attempt === attempts || outcome.failure?.kind !== 'conflict') throw error;
      await sleep(firstPause * 2 ** attempt * (0.5 + Math.random()));
    }
  }
}

async function transaction<T>(pool: Pool, context: SessionContext, work: Work<T>, outcome: Outcome): Promise<T> {
  const connection = await pool.take();
  let open = false;
  /** `begin` goes with the first statement: a call of its own costs as much as a small table. */
  const begin = (): string => {
    if (open) return '';
    open = true;
    return 'begin;';
  };
  try {
    // Only transactions put rows into an empty copy: the rest is bound and never run. A text that begins with a pragma
    // answers with nothing else, so it goes by itself.
    if (context.empty) await connection.run('pragma enable_optimizer');
    const { keep, value } = await work(sessionOn(connection, context, begin, outcome));
    if (keep && outcome.failure) throw hidden(outcome.failure);
    if (keep && open) {
      await commit(connection, context.root, outcome);
      open = false;
    }
    return value;
  } finally {
    if (open) await rollback(connection);
    if (context.empty) await connection.run('pragma disable_optimizer');
    pool.give(connection);
  }
}

/** After a failed statement `commit` would answer OK and keep nothing, so it is never sent. */
function hidden(failure: EngineError): EngineError {
  return new EngineError(failure.kind, `nothing was kept, because a statement had failed: ${failure.message}`, {
    sql: failure.sql,
    position: failure.position,
    candidates: failure.candidates,
    subject: failure.subject,
  });
}

async function commit(connection: DuckDBConnection, root: string, outcome: Outcome): Promise<void> {
  try {
    await connection.run('commit');
  } catch (error) {
    outcome.failure = engineError(error, { sql: 'commit', prefix: 0, root });
    throw outcome.failure;
  }
}

/** There may be nothing to roll back: a `begin` that was sent with a text that cannot be parsed never ran. */
async function rollback(connection: DuckDBConnection): Promise<void> {
  await connection.run('rollback').catch(() => undefined);
}
