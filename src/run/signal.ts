import { EngineError, type Row } from '../adapter/port.ts';
import { findings } from '../check/errors.ts';
import { codeRows } from '../check/send.ts';
import type { Hook, Model, SignalProgram } from '../nodes/node.ts';
import type { NodeResult } from '../nodes/result.ts';
import type { Step } from '../plan/plan.ts';
import { skippedAudits } from './audits.ts';
import { placeOf, type RunContext } from './context.ts';
import { read } from './publish.ts';
import { fillCode, scansOf } from './resolve.ts';
import { nodeResult, type Outcome } from './results.ts';

/**
 * Asks a model's signal. Unless it says that the model may be built, the model and what stands below it wait, and
 * readers keep what they have. null when the model may be built.
 */
export async function notReady(
  context: RunContext,
  step: Step,
  model: Model,
  thread: string,
): Promise<readonly NodeResult[] | null> {
  const { signal, signalProgram } = model;
  const place = signal?.place ?? signalProgram?.place;
  if (!place) return null;
  const watch = context.clock.start();
  const ended = (outcome: Outcome): readonly NodeResult[] => {
    const times = watch();
    const tests = skippedAudits(context, step.audits, model.id, times, thread);
    return [...tests, nodeResult(model, outcome, times, thread)];
  };
  try {
    const answer = signalProgram
      ? await askProgram(context, model, signalProgram)
      : await askQuery(context, model, signal);
    if (answer === true) return null;
    context.waiting.add(model.id);
    return ended({
      status: 'waiting',
      message: `waiting: ${answer === false ? 'its signal is not there yet' : answer}`,
    });
  } catch (error) {
    const diagnostics = findings(error, { ...placeOf(context, model), declared: place });
    return ended({ status: 'error', message: diagnostics[0]?.message ?? null, diagnostics });
  }
}

/** Anything but one true value means not yet. */
async function askQuery(context: RunContext, model: Model, signal: Hook | undefined): Promise<boolean> {
  if (!signal) return true;
  const code = fillCode(context, signal, model.relation, await scansOf(context, [signal]));
  const rows = await read(context, (session) => codeRows(session, 'select * from (\n', code, '\n) limit 1'));
  return Object.values(rows[0] ?? {})[0] === true;
}

/** An interruption and the model's `timeout` end the waiting for an answer, whatever the function is doing. */
async function askProgram(context: RunContext, model: Model, program: SignalProgram): Promise<boolean | string> {
  const { ask, signal } = context.effects;
  if (!ask) throw new Error(`nobody asks the signal of ${model.name}`);
  let stop = (): void => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(new EngineError('interrupted', 'interrupted', { sql: '' }));
  });
  const answer = () => Promise.race([ask(model, program, (sql) => rowsOf(context, sql)), stopped]);
  signal.addEventListener('abort', stop);
  try {
    return await (context.limit ? context.limit.during({ interrupt: stop }, answer) : answer());
  } finally {
    signal.removeEventListener('abort', stop);
    stopped.catch(() => {});
  }
}

/** A query within another can only read. */
async function rowsOf(context: RunContext, sql: string): Promise<readonly Row[]> {
  if ((await context.adapter.statements(sql)) !== 1) throw new Error('a query of a signal is one statement');
  return read(context, (session) => session.rows(`select * from (\n${sql.replace(/[\s;]+$/, '')}\n)`));
}
