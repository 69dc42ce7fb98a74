import { findings } from '../check/errors.ts';
import { codeRows } from '../check/send.ts';
import type { Model } from '../nodes/node.ts';
import type { NodeResult } from '../nodes/result.ts';
import type { Step } from '../plan/plan.ts';
import { skippedAudits } from './audits.ts';
import { placeOf, type RunContext } from './context.ts';
import { read } from './publish.ts';
import { fillCode, scansOf } from './resolve.ts';
import { nodeResult, type Outcome } from './results.ts';

/**
 * Asks a model's signal. Anything but one true value means not yet: the model and what stands below it wait, and
 * readers keep what they have. null when the model may be built.
 */
export async function notReady(
  context: RunContext,
  step: Step,
  model: Model,
  thread: string,
): Promise<readonly NodeResult[] | null> {
  const { signal } = model;
  if (!signal) return null;
  const watch = context.clock.start();
  const ended = (outcome: Outcome): readonly NodeResult[] => {
    const times = watch();
    const tests = skippedAudits(context, step.audits, model.id, times, thread);
    return [...tests, nodeResult(model, outcome, times, thread)];
  };
  try {
    const code = fillCode(context, signal, model.relation, await scansOf(context, [signal]));
    const rows = await read(context, (session) => codeRows(session, 'select * from (\n', code, '\n) limit 1'));
    const [value] = Object.values(rows[0] ?? {});
    if (value === true) return null;
    context.waiting.add(model.id);
    return ended({ status: 'waiting', message: 'waiting: its signal is not there yet' });
  } catch (error) {
    const diagnostics = findings(error, { ...placeOf(context, model), declared: signal.place });
    return ended({ status: 'error', message: diagnostics[0]?.message ?? null, diagnostics });
  }
}
