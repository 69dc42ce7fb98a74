import type { NodeResult } from '../nodes/result.ts';
import type { Step } from '../plan/plan.ts';
import { skippedAudits } from './audits.ts';
import { nodeOf, type RunContext } from './context.ts';
import { nodeResult } from './results.ts';

/** The results of a step that the engine refused before the run, its own last; null for every other. */
export function refusedStep(context: RunContext, step: Step): readonly NodeResult[] | null {
  const diagnostics = context.refused.get(step.id);
  if (!diagnostics) return null;
  const times = context.clock.start()();
  const message = diagnostics[0]?.message ?? null;
  const own = nodeResult(nodeOf(context, step.id), { status: 'error', message, diagnostics }, times, 'main');
  return [...skippedAudits(context, step.audits, step.id, times, 'main'), own];
}
