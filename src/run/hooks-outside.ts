import { findings } from '../check/errors.ts';
import { placeOfHook } from '../check/hooks.ts';
import { spanOfPlace } from '../check/places.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { displayName, type Hook, type Model, type NodeId, type Seed } from '../nodes/node.ts';
import type { NodeResult } from '../nodes/result.ts';
import type { Step } from '../plan/plan.ts';
import { skippedAudits } from './audits.ts';
import { nodeOf, placeOf, type RunContext } from './context.ts';
import { isInside, runHooks } from './hooks.ts';
import { read } from './publish.ts';
import { fillCode, scansOf } from './resolve.ts';
import { nodeResult } from './results.ts';

/**
 * Runs a node between its hooks that are outside of its transaction; each of their statements stands by itself, and
 * what it did stays. Where one before the node fails, the node is not begun. Those after it run when the version is
 * published; where one of them fails, readers have the new version and the node failed, and it is unfinished in the
 * ledger, so that the next build makes it again.
 */
export async function betweenHooks(
  context: RunContext,
  step: Step,
  node: Model | Seed,
  thread: string,
  work: () => Promise<readonly NodeResult[]>,
): Promise<readonly NodeResult[]> {
  const [before, after] = [node.preHooks, node.postHooks].map((hooks) => hooks.filter((hook) => !isInside(hook)));
  if (!before || !after || before.length + after.length === 0) return work();
  const watch = context.clock.start();
  const failed = (diagnostics: readonly Diagnostic[]): NodeResult =>
    nodeResult(node, { status: 'error', message: diagnostics[0]?.message ?? null, diagnostics }, watch(), thread);
  const broken = await refusal(context, node, before);
  if (broken) return [...skippedAudits(context, step.audits, node.id, watch(), thread), failed(broken)];
  const { reach } = context.effects;
  if (before.length > 0) await reach?.('after first hooks', node.name);
  if (after.length > 0) context.unfinished.add(node.id);
  const results = await work();
  const own = results.at(-1);
  if (after.length === 0 || own?.status !== 'success') return results;
  await reach?.('before last hooks', node.name);
  const late = await refusal(context, node, after);
  if (late) {
    context.reuse.undone(node.id);
    const note = 'the node itself is published: readers have its new version';
    return [...results.slice(0, -1), failed(late.map((one) => ({ ...one, notes: [...one.notes, note] })))];
  }
  await reach?.('after last hooks', node.name);
  context.unfinished.delete(node.id);
  await context.adapter.publish(async (session) => {
    await context.ledger.results(session, [own]);
    return { keep: true, value: undefined };
  });
  return [...results.slice(0, -1), { ...own, ...watch() }];
}

/** What is wrong with the first of the hooks that fails; null when all went well. */
async function refusal(
  context: RunContext,
  node: Model | Seed,
  hooks: readonly Hook[],
): Promise<readonly Diagnostic[] | null> {
  const place = placeOf(context, node);
  try {
    const scans = await scansOf(context, hooks);
    await read(context, (session) =>
      runHooks(session, hooks, (hook) => fillCode(context, hook, node.relation, scans), place),
    );
    return null;
  } catch (error) {
    return findings(error, place, 'M506');
  }
}

/** Nodes of an atomic run with hooks outside of their transaction: there is one transaction only (M538). */
export function outsideOfAtomic(context: RunContext): ReadonlyMap<NodeId, readonly Diagnostic[]> {
  const { plan, effects } = context;
  const found = new Map<NodeId, readonly Diagnostic[]>();
  if (!plan.options.atomic) return found;
  for (const { id } of plan.steps) {
    const node = nodeOf(context, id);
    if (node.resource !== 'model' && node.resource !== 'seed') continue;
    const hook = [...node.preHooks, ...node.postHooks].find((one) => !isInside(one));
    if (!hook) continue;
    const { declared } = placeOfHook(hook, placeOf(context, node));
    found.set(id, [
      diagnostic('M538', 'a hook cannot be outside of the one transaction of `--atomic`', {
        labels: [{ span: spanOfPlace(declared, effects.readText), text: 'transaction: false' }],
        help: 'leave the node out of the atomic run with `--exclude`, or take `transaction: false` away',
        node: displayName(node),
      }),
    ]);
  }
  return found;
}
