import type { Session } from '../adapter/port.ts';
import type { Model } from '../nodes/node.ts';
import type { NodeResult } from '../nodes/result.ts';
import type { Step } from '../plan/plan.ts';
import { skippedStep } from './audits.ts';
import { nodeOf, type RunContext } from './context.ts';
import { storesFailures } from './data-tests.ts';
import type { Built } from './materializations/build.ts';
import { prepareModel } from './prepare-model.ts';
import { publish } from './publish.ts';
import { fileSources } from './resolve.ts';
import { reusedStep } from './reused-step.ts';
import { runStep } from './run-step.ts';
import type { TakeNext } from './scheduler.ts';
import { newVersion, rememberVersion } from './table-step.ts';
import { noTwins } from './twins.ts';
import { verifyResults } from './verify.ts';

/** A step with its results, its own last. */
export interface StepResults {
  readonly step: Step;
  readonly results: readonly NodeResult[];
}

/** How long steps may go on joining a transaction, in milliseconds. */
const window = 50;
/** What is over in a moment: the seconds that it took last time, or the rows of everything that it reads. */
const [quick, few] = [0.05, 10_000];

/**
 * Runs a step. When it will be over in a moment, others like it that are ready join its transaction: to begin and end
 * one costs more than a small table. If one of them fails, all of it is undone and each of them runs by itself.
 */
export async function runTogether(
  context: RunContext,
  first: Step,
  takeNext: TakeNext,
  start: (step: Step) => void,
  thread: string,
): Promise<readonly StepResults[]> {
  const steps = [first];
  const single = async (step: Step): Promise<StepResults> => {
    const reused = step === first ? null : await reusedStep(context, step, thread);
    return { step, results: reused ?? (await runStep(context, step, thread)) };
  };
  if (isSmall(context, first)) {
    const join = (): void => {
      const next = takeNext((one) => isSmall(context, one));
      if (!next) return;
      start(next);
      steps.push(next);
    };
    const done = await together(context, steps, join, thread).catch(() => null);
    if (done) {
      const ids = new Set(done.map(({ step }) => step));
      const left = steps.filter((step) => !ids.has(step));
      const alone: StepResults[] = [];
      for (const step of left) alone.push(await single(step));
      return [...done, ...alone];
    }
    for (const { id } of steps) context.reuse.undone(id);
  }
  const results: StepResults[] = [];
  for (const step of steps) {
    // Only the last to join was at work when it was interrupted; the others are as if they had not begun.
    const isOver = context.effects.signal.aborted && step !== steps.at(-1);
    results.push(isOver ? { step, results: skippedStep(context, step, null, thread) } : await single(step));
  }
  return results;
}

interface Member {
  readonly step: Step;
  readonly model: Model;
  readonly built: Built;
  readonly results: readonly NodeResult[];
}

/**
 * Builds steps in one transaction; `join` adds one to them when another is to come. A step that is up to date is left
 * out. null when a test failed.
 */
async function together(
  context: RunContext,
  steps: readonly Step[],
  join: () => void,
  thread: string,
): Promise<readonly StepResults[] | null> {
  await context.reuse.open();
  const until = context.effects.clock() + window;
  const members = await publish(context, async (session) => {
    const done: Member[] = [];
    for (let at = 0; ; at++) {
      if (at === steps.length && context.effects.clock() < until) join();
      const step = steps[at];
      if (!step) break;
      if (at > 0 && (await isUpToDate(context, session, step))) continue;
      const one = await build(context, session, step, thread);
      if (!one) return { keep: false, value: null };
      done.push(one);
    }
    await context.ledger.results(
      session,
      done.flatMap((one) => one.results),
    );
    await context.effects.reach?.('before shared commit');
    return { keep: true, value: done };
  });
  await context.effects.reach?.('after shared commit');
  const made = (members ?? []).flatMap((one) => one.results);
  await verifyResults(context, made);
  for (const { step, model, built } of members ?? []) rememberVersion(context, step, model, built);
  return members;
}

async function isUpToDate(context: RunContext, session: Session, step: Step): Promise<boolean> {
  const node = nodeOf(context, step.id);
  if (context.plan.verb !== 'build' || node.resource !== 'model') return false;
  return (await context.reuse.reason(node, (work) => work(session))) === null;
}

async function build(context: RunContext, session: Session, step: Step, thread: string): Promise<Member | null> {
  const model = nodeOf(context, step.id);
  if (model.resource !== 'model') return null;
  const watch = context.clock.start();
  // What is over in a moment is not worth looking for elsewhere, and the ledger does not know yet what stands here.
  const prepared = await prepareModel({ ...context, twins: noTwins }, model);
  const { built, audits, results } = await newVersion(context, session, step, model, prepared, watch, thread);
  return audits.passed ? { step, model, built, results } : null;
}

/** Whether a step is over in a moment and needs nothing but the session of its transaction. */
function isSmall(context: RunContext, { id, audits }: Step): boolean {
  const model = nodeOf(context, id);
  if (context.refused.has(id) || context.plan.options.atomic || context.plan.verb === 'clone') return false;
  if (model.resource !== 'model' || model.signal || model.signalProgram) return false;
  if (model.preHooks.length + model.postHooks.length > 0) return false;
  const { materialized, timeout } = model.config;
  if (timeout !== null) return false;
  if (materialized !== 'view' && materialized !== 'table') return false;
  const tests = audits.map((test) => nodeOf(context, test)).filter((test) => test.resource === 'test');
  if (tests.some((test) => storesFailures(context, test))) return false;
  const took = context.pace.seconds(id);
  if (took !== null && !isQuick(took)) return false;
  const codes = [model.code, ...tests.map((test) => test.code)];
  if (fileSources(context, codes).length > 0) return false;
  if (audits.length === 0 && (materialized === 'view' || took !== null)) return true;
  const reads = new Set(codes.flatMap((code) => code.inputs));
  reads.delete(id);
  // One that reads nothing may make as many rows as it likes: where some may stand elsewhere, it is looked for.
  if (reads.size === 0 && context.twins !== noTwins) return false;
  return [...reads].every((input) => isFew(context.pace.rows(input)));
}

function isQuick(seconds: number): boolean {
  return seconds <= quick;
}

function isFew(rows: number | null): boolean {
  return rows !== null && rows <= few;
}
