import { EngineError, type Session } from '../adapter/port.ts';
import type { RunContext } from './context.ts';

type Work<T> = (session: Session) => Promise<{ readonly keep: boolean; readonly value: T }>;

/** A transaction of the adapter that sends no further statement after an interruption, and stops when the node's time is over. */
export function publish<T>(context: RunContext, work: Work<T>): Promise<T> {
  return context.adapter.publish((session) => work(whileWanted(session, context)));
}

export function read<T>(context: RunContext, work: (session: Session) => Promise<T>): Promise<T> {
  return context.adapter.read((session) => work(whileWanted(session, context)));
}

function whileWanted(session: Session, { effects: { signal }, limit }: RunContext): Session {
  const send = async <T>(sql: string, statement: () => Promise<T>): Promise<T> => {
    if (signal.aborted) throw new EngineError('interrupted', 'interrupted', { sql });
    return limit ? limit.during(session, statement) : statement();
  };
  return {
    ...session,
    run: (sql) => send(sql, () => session.run(sql)),
    rows: (sql) => send(sql, () => session.rows(sql)),
    columns: (sql) => send(sql, () => session.columns(sql)),
    lineage: (sql) => send(sql, () => session.lineage(sql)),
    prints: (sql, tables, restless) => send(sql, () => session.prints(sql, tables, restless)),
    content: (relation) => send('', () => session.content(relation)),
    mentions: (sql) => send(sql, () => session.mentions(sql)),
  };
}
