import type { NodeResult } from '../nodes/result.ts';
import type { Step } from '../plan/plan.ts';
import type { Read } from './contents.ts';
import { nodeOf, type RunContext } from './context.ts';
import { keepProven } from './keep-proven.ts';
import { publish, read } from './publish.ts';
import { nodeResult } from './results.ts';
import { testStep } from './run-step.ts';

/**
 * The results of a step whose last version is what a build would give, its own last; null for one that has to run.
 * Tests that have not passed on this version run on it as it stands.
 */
export async function reusedStep(
  context: RunContext,
  step: Step,
  thread: string,
): Promise<readonly NodeResult[] | null> {
  if (context.plan.verb !== 'build') return null;
  const node = nodeOf(context, step.id);
  const look: Read = (work) => read(context, work);
  const watch = context.clock.start();
  if (node.resource === 'test') {
    return (await context.reuse.hasPassed(node, look)) ? [nodeResult(node, passedBefore, watch(), thread)] : null;
  }
  const { unitTest } = context.effects;
  if (node.resource === 'unit_test' && unitTest) {
    const passed = await context.reuse.hasPassedUnit(node, () => unitTest.look(node));
    return passed ? [nodeResult(node, passedBefore, watch(), thread)] : null;
  }
  if (node.resource !== 'seed' && (node.resource !== 'model' || node.config.materialized === 'ephemeral')) return null;
  const isSettled = context.settled.has(node.id);
  if (!isSettled && (await context.reuse.reason(node, look)) !== null) return null;
  const proof = isSettled ? null : await context.reuse.proof(node.id, look);
  if (proof)
    await publish(context, async (session) => ({
      keep: true,
      value: await keepProven(context, session, node.id, proof),
    }));
  const own = nodeResult(node, { status: 'reused', message: proof?.about.join('; ') ?? null }, watch(), thread);
  const audits: NodeResult[] = [];
  for (const id of step.audits) {
    const test = nodeOf(context, id);
    if (test.resource !== 'test') continue;
    const timed = context.clock.start();
    const passed = await context.reuse.hasPassed(test, look);
    const outcome = passed ? passedBefore : await testStep(context, test);
    audits.push(nodeResult(test, outcome, timed(), thread));
  }
  return [...audits, own];
}

const passedBefore = { status: 'reused', failures: 0 } as const;
