import type { Session } from '../adapter/port.ts';
import { findings } from '../check/errors.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Model, NodeId, Seed } from '../nodes/node.ts';
import type { NodeResult } from '../nodes/result.ts';
import type { Step } from '../plan/plan.ts';
import { type Audits, audit, noAudits, skippedAudits, withheld } from './audits.ts';
import type { Times } from './clock.ts';
import { nodeOf, placeOf, type RunContext } from './context.ts';
import { storesFailures } from './data-tests.ts';
import { runHooks } from './hooks.ts';
import type { Built, Outside } from './materializations/build.ts';
import { prepareModel } from './prepare-model.ts';
import { prepareSeed } from './prepare-seed.ts';
import type { Prepared } from './prepared.ts';
import { publish, read } from './publish.ts';
import { nodeResult } from './results.ts';
import { storeRows } from './stored-failures.ts';
import { sureOf } from './verify.ts';

/** A new version as its transaction has it. */
export interface NewVersion {
  readonly built: Built;
  readonly audits: Audits;
  /** What the audits took of the time, in seconds. */
  readonly judging: number;
  readonly compiled: string | null;
  /** The results of a version that may be published: its tests, then itself. */
  readonly results: readonly NodeResult[];
}

/**
 * Makes a relation: hooks, build, hooks, tests on the new version, and its row in the ledger, in one transaction. When
 * a test fails, all of it is undone and readers keep the old version. Tests come before their node in the results.
 */
export async function tableStep(
  context: RunContext,
  step: Step,
  node: Model | Seed,
  thread: string,
): Promise<readonly NodeResult[]> {
  const watch = context.clock.start();
  const place = placeOf(context, node);
  let prepared: Prepared | null = null;
  const files: { outside: Outside | null } = { outside: null };
  const failed = (diagnostics: readonly Diagnostic[], times: Times): NodeResult => {
    const found = [...(prepared?.diagnostics ?? []), ...diagnostics];
    const message = diagnostics[0]?.message ?? null;
    return nodeResult(
      node,
      { status: 'error', message, compiled: prepared?.compiled ?? null, diagnostics: found },
      times,
      thread,
    );
  };
  try {
    prepared = node.resource === 'seed' ? await prepareSeed(context, node) : await prepareModel(context, node);
    const ready = prepared;
    await context.reuse.look(node, (work) => read(context, work));
    const { reach } = context.effects;
    await reach?.('before begin', node.name);
    const { audits, built, judging } = await publish(context, async (session) => {
      // A transaction may be made anew.
      files.outside?.settle(false);
      const version = await newVersion(context, session, step, node, ready, watch, thread);
      // In an atomic run files belong to the one transaction.
      if (version.built.outside && context.outsides) context.outsides.push(version.built.outside);
      else files.outside = version.built.outside ?? null;
      if (!version.audits.passed) return { keep: false, value: version };
      await context.ledger.results(session, version.results);
      await reach?.('after ledger row', node.name);
      await files.outside?.put();
      await reach?.('before commit', node.name);
      return { keep: true, value: version };
    });
    const times = without(watch(), judging);
    if (!audits.passed) {
      files.outside?.settle(false);
      for (const taken of audits.taken) await storeRows(context, taken);
      context.reuse.undone(node.id);
      return [...audits.results, failed([withheld(audits.results, place)], times)];
    }
    const own = nodeResult(node, success(built, ready), times, thread);
    const settle = (isKept: boolean) => files.outside?.settle(isKept);
    await sureOf(context, [own], () => reach?.('after commit', own.name), settle);
    rememberVersion(context, step, node, built);
    await reach?.('after verify', node.name);
    return [...audits.results, own];
  } catch (error) {
    context.reuse.undone(node.id);
    files.outside?.settle(false);
    const diagnostics = findings(prepared ? await prepared.explain(error) : error, place);
    const times = watch();
    return [...skippedAudits(context, step.audits, node.id, times, thread), failed(diagnostics, times)];
  }
}

/** Builds and judges a version inside a transaction; whoever began it writes the ledger. */
export async function newVersion(
  context: RunContext,
  session: Session,
  step: Step,
  node: Model | Seed,
  prepared: Prepared,
  watch: () => Times,
  thread: string,
  isJudged: (built: Built) => boolean = () => true,
): Promise<NewVersion> {
  const { reach } = context.effects;
  const place = placeOf(context, node);
  await reach?.('after begin', node.name);
  await runHooks(session, prepared.preHooks, prepared.fillHook, place);
  await reach?.('after pre-hooks', node.name);
  const built = await prepared.build(session);
  await reach?.('after build', node.name);
  await runHooks(session, prepared.postHooks, prepared.fillHook, place);
  await reach?.('after post-hooks', node.name);
  await context.reuse.made(session, node, built, prepared.diagnostics.length + (built.diagnostics ?? []).length > 0);
  const { compiled } = prepared;
  if (step.audits.length === 0 || !isJudged(built)) {
    const own = nodeResult(node, success(built, prepared), watch(), thread);
    return { built, audits: noAudits, judging: 0, compiled, results: [own] };
  }
  const before = watch().seconds;
  const audits = await audit(context, session, step.audits, thread);
  await reach?.('after tests', node.name);
  const judging = watch().seconds - before;
  const excess = audits.passed ? null : context.limit?.excess();
  if (excess) throw excess;
  const own = nodeResult(node, success(built, prepared), without(watch(), judging), thread);
  return { built, audits, judging, compiled, results: [...audits.results, own] };
}

/** What the rest of the run has to know of a version that was published. */
export function rememberVersion(context: RunContext, step: Step, node: Model | Seed, built: Built): void {
  context.relations.set(node.relation, built.kind);
  if (built.rows !== null) context.pace.learn(node.id, built.rows);
  rememberStored(context, step.audits);
}

function success(built: Built, prepared: Prepared) {
  const { compiled, files } = prepared;
  const diagnostics = [...prepared.diagnostics, ...(built.diagnostics ?? [])];
  const left = built.quarantined ? { quarantined: built.quarantined } : {};
  const message = built.from === undefined ? null : `from ${built.from}`;
  return { status: 'success', rows: built.rows, files, message, ...left, compiled, diagnostics } as const;
}

function without(times: Times, seconds: number): Times {
  return { ...times, seconds: Math.max(0, times.seconds - seconds) };
}

function rememberStored(context: RunContext, tests: readonly NodeId[]): void {
  for (const id of tests) {
    const test = nodeOf(context, id);
    if (test.resource !== 'test' || !storesFailures(context, test)) continue;
    context.relations.set(test.relation, test.config.store_failures_as ?? 'table');
  }
}
