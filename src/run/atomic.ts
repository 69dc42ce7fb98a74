import type { Adapter, Session } from '../adapter/port.ts';
import { findings } from '../check/errors.ts';
import { isBad, type NodeResult } from '../nodes/result.ts';
import type { RunContext } from './context.ts';
import type { Outside } from './materializations/build.ts';
import { sureOf } from './verify.ts';

/** Told of the results of one step; `written` when they are in the ledger already. */
type TellStep = (results: readonly NodeResult[], written: boolean) => void;

/**
 * Runs steps in one transaction, one after the other: readers see all of them at one instant, or none. The first that
 * fails is the last, and everything before it is undone. What became of them is told when it is certain.
 */
export async function allOrNothing(
  context: RunContext,
  tell: TellStep,
  runSteps: (inner: RunContext, tell: TellStep) => Promise<void>,
): Promise<void> {
  const heard: { readonly results: readonly NodeResult[]; readonly written: boolean }[] = [];
  await context.reuse.open();
  let broken: unknown = null;
  const outsides: Outside[] = [];
  const settle = (isKept: boolean): void => {
    for (const one of outsides.splice(0)) one.settle(isKept);
  };
  const kept = await context.adapter
    .publish(async (session) => {
      // A transaction may be made anew.
      settle(false);
      heard.length = 0;
      const inner = { ...context, adapter: within(context.adapter, session), outsides };
      await runSteps(inner, (results, written) => heard.push({ results, written }));
      const isWhole = !heard.some(({ results }) => results.some((one) => isBad(one.status)));
      const keep = isWhole && !context.effects.signal.aborted;
      if (keep) for (const one of outsides) await one.put();
      await context.effects.reach?.('before atomic commit');
      return { keep, value: keep };
    })
    .then(async (keep) => {
      if (!keep) return false;
      const made = heard.flatMap(({ results }) => results).filter(({ status }) => status === 'success');
      await sureOf(context, made, () => context.effects.reach?.('after atomic commit'), settle);
      return true;
    })
    .catch((error) => {
      broken = error;
      return false;
    });
  settle(kept);
  if (kept) {
    for (const { results, written } of heard) tell(results, written);
    return;
  }
  const cause = heard.flatMap(({ results }) => results).find((one) => one.status === 'error' || one.status === 'fail');
  for (const { results } of heard) {
    for (const { id } of results) context.reuse.undone(id);
    tell(
      results.map((one) => undone(one, cause, broken)),
      false,
    );
  }
}

/** An adapter whose work is all part of one transaction. */
function within(adapter: Adapter, session: Session): Adapter {
  return {
    ...adapter,
    threads: 1,
    publish: async (work) => (await work(session)).value,
    read: (work) => work(session),
  };
}

/** The result of something that was made and is not there. */
function undone(result: NodeResult, cause: NodeResult | undefined, broken: unknown): NodeResult {
  if (isBad(result.status) || result.status === 'reused' || result.status === 'no-op') return result;
  const message = cause
    ? `undone: ${cause.name} failed`
    : broken
      ? 'undone: the transaction failed'
      : 'undone: the run was stopped';
  const diagnostics = broken && !cause ? findings(broken, noPlace) : [];
  return { ...result, status: 'skipped', message, cause: cause?.id ?? null, diagnostics };
}

const noPlace = {
  node: '',
  declared: { kind: 'file', range: { file: 'project.yml', from: 0, to: 0 } },
  compiled: null,
  readText: () => undefined,
} as const;
