import { EngineError, type Session } from '../adapter/port.ts';
import type { RunContext } from './context.ts';

type Work<T> = (session: Session) => Promise<{ readonly keep: boolean; readonly value: T }>;

/** A transaction of the adapter that sends no further statement after an interruption. */
export function publish<T>(context: RunContext, work: Work<T>): Promise<T> {
  return context.adapter.publish((session) => work(whileWanted(session, context.effects.signal)));
}

export function read<T>(context: RunContext, work: (session: Session) => Promise<T>): Promise<T> {
  return context.adapter.read((session) => work(whileWanted(session, context.effects.signal)));
}

function whileWanted(session: Session, signal: AbortSignal): Session {
  const check = async (sql: string): Promise<void> => {
    if (signal.aborted) throw new EngineError('interrupted', 'interrupted', { sql });
  };
  return {
    ...session,
    run: (sql) => check(sql).then(() => session.run(sql)),
    rows: (sql) => check(sql).then(() => session.rows(sql)),
    columns: (sql) => check(sql).then(() => session.columns(sql)),
    lineage: (sql) => check(sql).then(() => session.lineage(sql)),
    content: (relation) => check('').then(() => session.content(relation)),
    mentions: (sql) => check(sql).then(() => session.mentions(sql)),
  };
}
