import type { Session } from '../adapter/port.ts';
import { findings } from '../check/errors.ts';
import { engineError } from '../check/send.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type Interval, intervalText } from '../nodes/interval.ts';
import type { Model, NodeId } from '../nodes/node.ts';
import type { NodeResult } from '../nodes/result.ts';
import type { Step } from '../plan/plan.ts';
import { skippedAudits, withheld } from './audits.ts';
import type { Times } from './clock.ts';
import { placeOf, type RunContext } from './context.ts';
import { type Cut, cutOf, dueIntervals } from './due-intervals.ts';
import {
  type IntervalMemory,
  type IntervalStatus,
  nothingBuilt,
  recallIntervals,
  rememberIntervals,
} from './interval-memory.ts';
import { type Batch, prepareModel } from './prepare-model.ts';
import { publish, read } from './publish.ts';
import { nodeResult, type Outcome } from './results.ts';
import { storeRows } from './stored-failures.ts';
import { type NewVersion, newVersion, rememberVersion } from './table-step.ts';
import { verify, verifyIntervals } from './verify.ts';
import { inputsWithoutTime } from './without-time.ts';

/** A run over intervals as it goes on. */
interface Progress {
  readonly context: RunContext;
  readonly step: Step;
  readonly model: Model;
  readonly cut: Cut;
  readonly thread: string;
  memory: IntervalMemory;
  /** The table that the next interval finds. */
  hasTable: boolean;
  /** Whether what the ledger knows is of a table that goes. */
  isFresh: boolean;
  readonly done: Interval[];
  readonly failed: Interval[];
  /** Those that the run did not come to. */
  left: readonly Interval[];
  rows: number;
  compiled: string | null;
  /** Findings of intervals that failed. */
  readonly errors: Diagnostic[];
  readonly warnings: Map<string, Diagnostic>;
  /** The last result of each test; one that failed stays. */
  readonly tests: Map<NodeId, NodeResult>;
}

/**
 * Builds a microbatch model interval by interval, each in a transaction of its own with its tests and its row in the
 * ledger: one that fails leaves the table as it was there, and the others go on. A table that is built anew while
 * readers have it is built in one transaction, so that they never see half of it.
 */
export async function microbatchStep(
  context: RunContext,
  step: Step,
  model: Model,
  thread: string,
): Promise<readonly NodeResult[]> {
  const watch = context.clock.start();
  const place = placeOf(context, model);
  const anew = model.config.full_refresh ?? context.plan.options.fullRefresh;
  const existing = context.relations.kind(model.relation);
  const isOther = context.memory.builds.get(model.id)?.isReplaced === true;
  const isFresh = existing !== 'table' || isOther || (anew && context.plan.options.window.kind !== 'empty');
  try {
    const cut = cutOf(model.config);
    const known = await context.adapter.read((session) => recallIntervals(session, model));
    const memory = isFresh ? { ...nothingBuilt, seq: known.seq } : known;
    const intervals = dueIntervals(cut, context.plan.options, memory, context.effects.now, isFresh);
    const progress: Progress = {
      ...{ context, step, model, cut, thread, memory, isFresh },
      ...{ hasTable: !isFresh, done: [], failed: [], left: [], rows: 0, compiled: null },
      ...{ errors: [], warnings: new Map(), tests: new Map() },
    };
    await context.reuse.look(model, (work) => read(context, work));
    for (const one of await inputsWithoutTime(context, model)) progress.warnings.set(one.message, one);
    await whileUnfinished(progress, () =>
      isFresh && existing === 'table' ? allAtOnce(progress, intervals) : oneByOne(progress, intervals),
    );
    return await resultsOf(progress, watch());
  } catch (error) {
    const diagnostics = findings(error, place);
    const outcome: Outcome = { status: 'error', message: diagnostics[0]?.message ?? null, diagnostics };
    const tests = skippedAudits(context, step.audits, model.id, watch(), thread);
    return [...tests, nodeResult(model, outcome, watch(), thread)];
  }
}

async function whileUnfinished({ context, model }: Progress, work: () => Promise<void>): Promise<void> {
  // Hooks that are to come are a reason of their own.
  const isKnown = context.unfinished.has(model.id);
  context.unfinished.add(model.id);
  try {
    await work();
  } finally {
    if (!isKnown) context.unfinished.delete(model.id);
  }
}

/** The ledger says with the first interval that the table is another one, and mart's, should the run end here. */
async function announce({ context, model, thread, done }: Progress, session: Session): Promise<void> {
  if (done.length > 0) return;
  const own = nodeResult(model, { status: 'success', message: null }, context.clock.start()(), thread);
  await context.ledger.results(session, [own]);
}

async function oneByOne(progress: Progress, intervals: readonly Interval[]): Promise<void> {
  const { context, model } = progress;
  for (const [index, interval] of intervals.entries()) {
    if (context.effects.signal.aborted) {
      progress.left = intervals.slice(index);
      break;
    }
    tellProgress(progress, index, intervals);
    let isOver = false;
    const before = progress.memory;
    try {
      const version = await publish(context, async (session) => {
        const built = await buildOne(progress, session, interval, batchOf(progress, interval, index, intervals));
        if (!built.audits.passed) return { keep: false, value: built };
        progress.memory = await remember(progress, session, interval, built.built.rows);
        await announce(progress, session);
        await context.effects.reach?.('before commit', model.name);
        return { keep: true, value: built };
      });
      if (version.audits.passed) await seen(progress, before);
      settle(progress, interval, version);
      for (const taken of version.audits.taken) await storeRows(context, taken);
    } catch (error) {
      const diagnostics = findings(error, placeOf(context, model));
      progress.errors.push(...inInterval(diagnostics, interval, progress));
      progress.failed.push(interval);
      isOver = isHopeless(error, progress) || context.limit?.excess() != null;
    }
    if (isOver || (progress.failed.length > 0 && context.plan.options.failFast)) {
      progress.left = intervals.slice(index + 1);
      break;
    }
  }
  await rememberFailures(progress);
}

/** The first that fails undoes all. */
async function allAtOnce(progress: Progress, intervals: readonly Interval[]): Promise<void> {
  const { context } = progress;
  const before = { memory: progress.memory, hasTable: progress.hasTable, isFresh: progress.isFresh };
  const versions = await publish(context, async (session) => {
    Object.assign(progress, before);
    const versions: NewVersion[] = [];
    for (const [index, interval] of intervals.entries()) {
      tellProgress(progress, index, intervals);
      const isLast = index === intervals.length - 1;
      // Half of a table is judged by nobody: its tests look at the whole.
      const step = isLast ? progress.step : { ...progress.step, audits: [] };
      const batch = batchOf(progress, interval, index, intervals);
      const version = await buildOne({ ...progress, step }, session, interval, batch);
      versions.push(version);
      if (!version.audits.passed) return { keep: false, value: versions };
      progress.memory = await remember(progress, session, interval, version.built.rows);
      [progress.hasTable, progress.isFresh] = [true, false];
    }
    await announce(progress, session);
    return { keep: true, value: versions };
  });
  const last = versions.at(-1);
  if (last?.audits.passed) await seen(progress, before.memory);
  for (const [index, version] of versions.entries()) {
    const interval = intervals[index];
    if (interval && (last?.audits.passed || version === last)) settle(progress, interval, version);
  }
  for (const taken of last?.audits.taken ?? []) await storeRows(context, taken);
}

/** What a transaction did is believed when it is seen. */
async function seen({ context, model, memory }: Progress, before: IntervalMemory): Promise<void> {
  await context.effects.reach?.('after commit', model.name);
  await verify(context, (session) => verifyIntervals(session, model, before, memory));
}

/** Builds one interval, and judges the table where it has changed. */
async function buildOne(
  { context, step, model, thread }: Pick<Progress, 'context' | 'step' | 'model' | 'thread'>,
  session: Session,
  _interval: Interval,
  batch: Batch,
): Promise<NewVersion> {
  const prepared = await prepareModel(context, model, batch);
  const watch = context.clock.start();
  return newVersion(context, session, step, model, prepared, watch, thread, ({ isChanged }) => {
    return batch.isLast || isChanged !== false;
  });
}

function batchOf(progress: Progress, interval: Interval, index: number, intervals: readonly Interval[]): Batch {
  const { context, model, hasTable, done } = progress;
  return {
    interval,
    existing: hasTable ? 'table' : context.relations.kind(model.relation),
    incremental: hasTable,
    isFirst: done.length === 0 && (index === 0 || progress.failed.length === index),
    isLast: index === intervals.length - 1,
  };
}

/** Takes over what came of an interval whose transaction is over. */
function settle(progress: Progress, interval: Interval, { built, audits, compiled }: NewVersion): void {
  const { context, step, model } = progress;
  progress.compiled = compiled;
  for (const result of audits.results) {
    const before = progress.tests.get(result.id);
    if (!before || before.status === 'pass' || before.status === 'warn') progress.tests.set(result.id, result);
  }
  if (!audits.passed) {
    progress.errors.push(...inInterval([withheld(audits.results, placeOf(context, model))], interval, progress));
    progress.failed.push(interval);
    return;
  }
  for (const one of built.diagnostics ?? []) progress.warnings.set(one.message, one);
  [progress.hasTable, progress.isFresh] = [true, false];
  progress.done.push(interval);
  progress.rows += built.rows ?? 0;
  rememberVersion(context, step, model, { ...built, rows: null });
}

async function remember(
  { context, model, memory, isFresh }: Progress,
  session: Session,
  interval: Interval,
  rows: number | null,
): Promise<IntervalMemory> {
  const { now, invocation } = context.effects;
  // An interval that holds nothing, and one that was built on no rows, are not built.
  const isReal = interval.start < interval.end && context.plan.options.window.kind !== 'empty';
  const built = isReal ? [{ ...interval, status: statusOf(context, interval), rows }] : [];
  const known = await rememberIntervals(session, model, memory, isFresh, built, invocation, now.toISOString());
  await context.effects.reach?.('after interval memory', model.name);
  return known;
}

function statusOf({ plan, effects }: RunContext, { end }: Interval): IntervalStatus {
  if (plan.options.window.kind === 'sample') return 'partial';
  return end > effects.now ? 'open' : 'built';
}

async function rememberFailures({ context, model, memory, failed, left }: Progress): Promise<void> {
  if (failed.length + left.length === 0 || context.plan.options.window.kind !== 'all') return;
  const { now, invocation } = context.effects;
  const rows = [...failed, ...left].map((one) => ({ ...one, status: 'failed', rows: null }) as const);
  await context.adapter.publish(async (session) => {
    await rememberIntervals(session, model, memory, false, rows, invocation, now.toISOString());
    return { keep: true, value: undefined };
  });
}

/** What the engine refuses whatever the rows are: the other intervals would be refused as well. */
function isHopeless(error: unknown, { done }: Progress): boolean {
  const kind = engineError(error)?.kind;
  return done.length === 0 && kind !== undefined && kind !== 'conversion' && kind !== 'constraint' && kind !== 'other';
}

function inInterval(found: readonly Diagnostic[], interval: Interval, { cut }: Progress): readonly Diagnostic[] {
  const note = `in the interval ${intervalText(interval, cut.size)}`;
  return found.map((one) => ({ ...one, notes: [...one.notes, note] }));
}

function tellProgress({ context, model, cut }: Progress, done: number, intervals: readonly Interval[]): void {
  const interval = intervals[done];
  if (!interval || intervals.length === 1) return;
  const what = intervalText(interval, cut.size);
  const event = {
    type: 'node_progress',
    at: context.clock.at(),
    id: model.id,
    done,
    total: intervals.length,
    what,
  } as const;
  context.effects.listen(event);
}

const shown = 3;

async function resultsOf(progress: Progress, times: Times): Promise<readonly NodeResult[]> {
  const { context, step, model, thread, done, failed, left, errors, warnings, compiled, rows } = progress;
  const isWhole = failed.length + left.length === 0;
  const unjudged = step.audits.filter((id) => !progress.tests.has(id));
  const cause = failed.length > 0 || context.effects.signal.aborted ? model.id : null;
  const tests = [
    ...skippedAudits(context, unjudged, cause, times, thread),
    ...step.audits.flatMap((id) => progress.tests.get(id) ?? []),
  ];
  const outcome: Outcome = {
    status: isWhole ? 'success' : done.length > 0 ? 'partial success' : 'error',
    message: isWhole ? null : failureText(progress),
    rows,
    compiled,
    batches: { successful: done, failed },
    diagnostics: [...warnings.values(), ...errors.slice(0, shown)],
  };
  const results = [...tests, nodeResult(model, outcome, times, thread)];
  if (outcome.status !== 'success') return results;
  await context.adapter.publish(async (session) => {
    await context.ledger.results(session, results);
    return { keep: true, value: undefined };
  });
  return results;
}

function failureText({ failed, left, done, errors, cut }: Progress): string {
  if (failed.length === 0)
    return `interrupted: ${left.length} of ${done.length + left.length} intervals were not begun`;
  const first = failed.slice(0, shown).map((one) => intervalText(one, cut.size));
  const more = failed.length > shown ? ', …' : '';
  const count = failed.length + done.length;
  return `${failed.length} of ${count} ${count === 1 ? 'interval' : 'intervals'} failed (${first.join(', ')}${more}): ${errors[0]?.message ?? ''}`;
}
