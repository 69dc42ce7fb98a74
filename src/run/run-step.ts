import type { Session } from '../adapter/port.ts';
import { findings } from '../check/errors.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { isMicrobatch } from '../nodes/config.ts';
import { type DataTest, displayName, type Generator, type Node, type UnitTest } from '../nodes/node.ts';
import type { NodeResult } from '../nodes/result.ts';
import type { Step } from '../plan/plan.ts';
import { skippedAudits } from './audits.ts';
import { cloneStep } from './clone-step.ts';
import { nodeOf, placeOf, type RunContext } from './context.ts';
import { runTest, storesFailures, testError } from './data-tests.ts';
import { betweenHooks } from './hooks-outside.ts';
import { microbatchStep } from './microbatch-step.ts';
import { publish, read } from './publish.ts';
import { fillCode, scansOf } from './resolve.ts';
import { nodeResult, type Outcome } from './results.ts';
import { notReady } from './signal.ts';
import { tableStep } from './table-step.ts';
import { timeLimit } from './time-limit.ts';

/** Runs one step; its own result is the last of those it gives. Never rejects: a bug is a result too (M901). */
export async function runStep(context: RunContext, step: Step, thread: string): Promise<readonly NodeResult[]> {
  const node = nodeOf(context, step.id);
  const watch = context.clock.start();
  const limit = timeLimit(context, node);
  try {
    return await stepOf(limit ? { ...context, limit } : context, step, node, thread);
  } catch (error) {
    const diagnostics = whatBroke(context, node, error);
    const outcome: Outcome = { status: 'error', message: diagnostics[0]?.message ?? null, diagnostics };
    const tests = skippedAudits(context, step.audits, node.id, watch(), thread);
    return [...tests, nodeResult(node, outcome, watch(), thread)];
  } finally {
    limit?.end();
  }
}

/** The engine may fail between the parts of a step, too; anything else is a bug. */
function whatBroke(context: RunContext, node: Node, error: unknown): readonly Diagnostic[] {
  try {
    return findings(error, placeOf(context, node));
  } catch {
    const message = error instanceof Error ? error.message : String(error);
    const notes = error instanceof Error && error.stack ? [error.stack] : [];
    return [diagnostic('M901', message, { notes, node: displayName(node) })];
  }
}

async function stepOf(context: RunContext, step: Step, node: Node, thread: string): Promise<readonly NodeResult[]> {
  const isClone = context.plan.verb === 'clone';
  const waits = node.resource === 'model' && !isClone ? await notReady(context, step, node, thread) : null;
  if (waits) return waits;
  const isTable = node.resource === 'seed' || (node.resource === 'model' && node.config.materialized !== 'ephemeral');
  if (isTable && isClone) return cloneStep(context, step, node, thread);
  if (isTable) {
    const work = () =>
      node.resource === 'model' && isMicrobatch(node.config)
        ? microbatchStep(context, step, node, thread)
        : tableStep(context, step, node, thread);
    return betweenHooks(context, step, node, thread, work);
  }
  const watch = context.clock.start();
  const outcome = await plainStep(context, node);
  return [nodeResult(node, outcome, watch(), thread)];
}

async function plainStep(context: RunContext, node: Node): Promise<Outcome> {
  switch (node.resource) {
    case 'test':
      return testStep(context, node);
    case 'generator':
      return generatorStep(context, node);
    case 'unit_test':
      return unitTestStep(context, node);
    default:
      return { status: 'no-op' };
  }
}

/** Runs a test on what is there. */
export async function testStep(context: RunContext, test: DataTest): Promise<Outcome> {
  const store = storesFailures(context, test);
  let compiled = '';
  try {
    const code = fillCode(context, test.code, null, await scansOf(context, [test.code]));
    compiled = code.text;
    await context.reuse.open();
    const judged = async (session: Session): Promise<Outcome> => {
      const outcome = await runTest(context, session, test, code, store);
      if (outcome.status === 'pass') await context.reuse.tested(session, test);
      return outcome;
    };
    if (!store) return await read(context, judged);
    const outcome = await publish(context, async (session) => ({ keep: true, value: await judged(session) }));
    context.relations.set(test.relation, test.config.store_failures_as ?? 'table');
    return outcome;
  } catch (error) {
    return testError(context, test, error, compiled);
  }
}

async function unitTestStep(context: RunContext, node: UnitTest): Promise<Outcome> {
  const { unitTest } = context.effects;
  if (!unitTest) throw new Error(`nobody runs the unit test ${node.name}`);
  await context.reuse.open();
  return guarded(context, node, async () => {
    const outcome = await unitTest.run(node);
    if (outcome.status === 'pass') {
      const look = await unitTest.look(node);
      await read(context, (session) => context.reuse.unitTested(session, node, look));
    }
    return outcome;
  });
}

async function generatorStep(context: RunContext, node: Generator): Promise<Outcome> {
  const { generate, listen } = context.effects;
  if (!generate) throw new Error(`nobody runs the generator ${node.name}`);
  return guarded(context, node, async () => {
    const message = await generate(node, (done, total, what) => {
      listen({ type: 'node_progress', at: context.clock.at(), id: node.id, done, total, what });
    });
    return message === null ? { status: 'no-op' } : { status: 'success', message };
  });
}

async function guarded(context: RunContext, node: Node, work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    const diagnostics = findings(error, placeOf(context, node));
    return { status: 'error', message: diagnostics[0]?.message ?? null, diagnostics };
  }
}
