import type { Adapter } from '../adapter/port.ts';
import { engineError } from '../check/send.ts';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import type { Manifest } from '../nodes/manifest.ts';
import { displayName, type NodeId } from '../nodes/node.ts';
import { isBad, type NodeResult } from '../nodes/result.ts';
import type { Plan, Step } from '../plan/plan.ts';
import { allOrNothing } from './atomic.ts';
import { skippedStep } from './audits.ts';
import { nodeOf, type RunContext } from './context.ts';
import type { RunEffects } from './effects.ts';
import { foresee } from './foresee.ts';
import { outsideOfAtomic } from './hooks-outside.ts';
import { whileInterruptible } from './interrupting.ts';
import { keepForNext } from './keep-for-next.ts';
import type { AboutRun } from './ledger.ts';
import { openRun, refreshed } from './open-run.ts';
import { refusedStep } from './refused.ts';
import { tellReports } from './reports.ts';
import { relationOf } from './results.ts';
import { reusedStep } from './reused-step.ts';
import { runProjectHooks } from './run-hooks.ts';
import { runTogether, type StepResults } from './run-together.ts';
import { type StepEnd, schedule } from './scheduler.ts';
import { refuseSharedTables } from './stored-failures.ts';
import { strangers } from './strangers.ts';
import { openTwins, type Twins } from './twins.ts';

/**
 * Runs a plan and tells `effects.listen` what happens; the results in the order in which steps finished. Throws only
 * before anything ran (`DiagnosticError`: a warehouse of a newer mart) or for a bug.
 */
export async function runPlan(
  plan: Plan,
  manifest: Manifest,
  adapter: Adapter,
  effects: RunEffects,
): Promise<readonly NodeResult[]> {
  await refuseSharedTables(plan, manifest, effects.readText);
  const opened = await openRun(plan, manifest, adapter, effects);
  const refused = new Map([...(await refusedBefore(opened)), ...strangers(opened), ...outsideOfAtomic(opened)]);
  const context = { ...opened, refused, twins: await twinsOf(opened) };
  const { clock } = context;
  const { listen, signal } = effects;
  const watch = clock.start();
  const audits = plan.steps.reduce((sum, step) => sum + step.audits.length, 0);
  const total = plan.steps.length + audits + manifest.onRunStart.length + manifest.onRunEnd.length;
  const row: AboutRun = {
    verb: plan.verb,
    project: manifest.project,
    target: manifest.target.name,
    mart: effects.version,
    selection: effects.selection,
    steps: plan.steps.length + audits,
    options: effects.options === undefined ? null : JSON.stringify(effects.options),
    retry_of: effects.retryOf ?? null,
  };
  listen({
    type: 'run_started',
    at: clock.at(),
    invocation: effects.invocation,
    version: effects.version,
    verb: plan.verb,
    project: manifest.project,
    target: manifest.target.name,
    threads: adapter.threads,
    selection: effects.selection,
    total,
    longestName: longestName(plan, manifest),
  });

  const results: NodeResult[] = [];
  const unwritten: NodeResult[] = [];
  const tell = (result: NodeResult): void => {
    results.push(result);
    listen({ type: 'node_finished', at: clock.at(), index: results.length, total, result });
  };
  const tellStep: TellStep = (all, written) => {
    if (!written) unwritten.push(...all.filter(({ status }) => status !== 'reused'));
    for (const result of all) tell(result);
  };
  await whileInterruptible(adapter, signal, async () => {
    await note(context, 'started', row, []);
    await effects.reach?.('after run begin');
    const started = await runProjectHooks(context, 'on-run-start', manifest.onRunStart, tell);
    const ready = manifest.onRunStart.length > 0 ? await refreshed(context) : context;
    const cause = started ? null : (results.at(-1)?.id ?? null);
    if (plan.options.atomic) await allOrNothing(ready, tellStep, (inner, told) => runSteps(inner, told, cause));
    else await runSteps(ready, tellStep, cause);
    if (started && !signal.aborted) await runProjectHooks(ready, 'on-run-end', manifest.onRunEnd, tell);
    await tellReports(ready, results);
  });

  await context.twins.close();
  await effects.reach?.('before run end');
  await note(context, signal.aborted ? 'interrupted' : 'finished', row, unwritten);
  await effects.reach?.('after run end');
  await keepForNext(context, results);
  tellEachTime(context, results);
  const { seconds } = watch();
  listen({ type: 'run_finished', at: clock.at(), interrupted: signal.aborted, seconds, results });
  return results;
}

/** What turned leaving out off, said once. */
function tellEachTime({ plan, reuse, effects, clock }: RunContext, results: readonly NodeResult[]): void {
  if (plan.verb !== 'build') return;
  const nodes = results.flatMap(({ id, name, status }) => {
    const why = status === 'success' ? reuse.eachTime(id) : null;
    return why === null ? [] : [{ id, name, why }];
  });
  nodes.sort((a, b) => (a.name < b.name ? -1 : 1));
  if (nodes.length > 0) effects.listen({ type: 'built_each_time', at: clock.at(), nodes });
}

/** The results of one step, its own last; `written` when they are in the ledger already. */
type TellStep = (results: readonly NodeResult[], written: boolean) => void;

/** Runs every step, or skips them all when something before them failed. */
async function runSteps(context: RunContext, tell: TellStep, failed: NodeId | null): Promise<void> {
  const { plan, effects, clock } = context;
  let stopper = failed;
  const endsAll = plan.options.failFast || plan.options.atomic;
  const refused = new Set<NodeId>();
  for (const step of stopper === null ? plan.steps : []) {
    const results = refusedStep(context, step);
    if (!results) continue;
    refused.add(step.id);
    tell(results, false);
    if (endsAll) stopper ??= step.id;
  }
  const over = ({ step: { id }, results }: StepResults): StepEnd => {
    const node = nodeOf(context, id);
    const own = results.at(-1)?.status ?? 'error';
    tell(results, (node.resource === 'model' || node.resource === 'seed') && own === 'success');
    const bad = results.find((one) => isBad(one.status));
    if (endsAll && bad) stopper ??= id;
    if (own === 'reused' && bad) return { id, ok: continues(context, id), cause: bad.id };
    return { id, ok: own !== 'waiting' && (!isBad(own) || continues(context, id)) };
  };
  await schedule(plan.steps, {
    width: context.adapter.threads,
    stopped: () => stopper !== null || effects.signal.aborted,
    run: async (first, slot, takeNext) => {
      if (refused.has(first.id)) return [{ id: first.id, ok: continues(context, first.id) }];
      const thread = `Thread-${slot + 1}`;
      const reused = await reusedStep(context, first, thread);
      if (reused) return [over({ step: first, results: reused })];
      const start = (step: Step): void => {
        const name = displayName(nodeOf(context, step.id));
        effects.listen({ type: 'node_started', at: clock.at(), id: step.id, name, thread });
      };
      start(first);
      const done = await runTogether(context, first, takeNext, start, thread);
      return done.map(over);
    },
    skip: (step: Step, cause) => {
      if (!refused.has(step.id)) tell(skippedStep(context, step, cause ?? stopper, 'main'), false);
    },
  });
}

/** `build` looks whether what it is to make stands somewhere already, where the target allows it. */
function twinsOf({ adapter, plan, manifest, effects, settled }: RunContext): Promise<Twins> {
  const { verb, options } = plan;
  const isMade = plan.steps.some(({ id }) => {
    const node = manifest.nodes.get(id);
    return node?.resource === 'model' && node.config.materialized === 'table' && !settled.has(id);
  });
  const isWanted = isMade && verb === 'build' && !options.force && !options.fullRefresh && !options.atomic;
  return openTwins(adapter, isWanted ? (effects.lenders ?? []) : [], effects);
}

/** What the engine refuses of that which is to be built. */
async function refusedBefore(context: RunContext): Promise<RunContext['refused']> {
  const { plan, effects } = context;
  if (!effects.check || (plan.verb !== 'build' && plan.verb !== 'run')) return new Map();
  const { nodes, beside } = await foresee(context, effects.generates ?? (() => true));
  for (const [id, proof] of beside) context.proofs.set(id, proof);
  for (const { id, proof, isSettled } of nodes) {
    if (proof) context.proofs.set(id, proof);
    if (isSettled) context.settled.add(id);
  }
  const foreseen = new Map(nodes.map(({ id, reason }) => [id, reason]));
  const ids = plan.steps.map(({ id }) => id).filter((id) => foreseen.get(id) !== null);
  return effects.check(new Set(ids));
}

/** Whether what stands below a node that failed is run all the same. */
function continues(context: RunContext, id: NodeId): boolean {
  const node = nodeOf(context, id);
  return (node.resource === 'model' || node.resource === 'seed') && node.config.on_error === 'continue';
}

/** Writes the ledger outside of any node. A warehouse that cannot be written any more is said, not thrown. */
async function note(context: RunContext, event: string, row: AboutRun, results: readonly NodeResult[]): Promise<void> {
  const { adapter, clock, effects, ledger } = context;
  try {
    await adapter.publish(async (session) => {
      await ledger.results(session, results);
      await ledger.run(session, event, clock.at(), row);
      return { keep: true, value: undefined };
    });
  } catch (error) {
    const engine = engineError(error);
    if (!engine) throw error;
    const finding = diagnostic('M511', `the ledger could not be written: ${engine.message}`);
    effects.listen({ type: 'diagnostic', at: clock.at(), diagnostic: finding });
  }
}

/** Tests that pass are counted, and listed only where they are what was asked for. */
function longestName({ steps, verb }: Plan, { nodes }: Manifest): number {
  return steps.reduce((longest, { id, action }) => {
    const isListed = verb === 'test' || (action !== 'test' && action !== 'unit_test');
    const node = isListed ? nodes.get(id) : undefined;
    return node ? Math.max(longest, (relationOf(node) ?? displayName(node)).length) : longest;
  }, 0);
}
