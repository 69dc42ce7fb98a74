import { buildDag } from '../graph/build-dag.ts';
import { topologicalOrder } from '../graph/order.ts';
import type { NodeId } from '../nodes/node.ts';
import type { Step } from './plan.ts';

/** A step before it is known how much hangs on it. */
export type StepDraft = Omit<Step, 'height'>;

/** Steps after all that they need or wait for, with their heights; a step on which nothing waits has height 1. */
export function inOrder(drafts: readonly StepDraft[]): Step[] {
  const byId = new Map(drafts.map((draft) => [draft.id, draft]));
  const dag = buildDag(new Map(drafts.map(({ id, needs, after }) => [id, [...needs, ...after]])));
  const order = topologicalOrder(dag);
  const heights = new Map<NodeId, number>();
  for (const id of order.toReversed()) {
    let below = 0;
    for (const child of dag.children.get(id) ?? []) below = Math.max(below, heights.get(child) ?? 0);
    heights.set(id, below + 1);
  }
  return order.flatMap((id) => {
    const draft = byId.get(id);
    return draft ? { ...draft, height: heights.get(id) ?? 1 } : [];
  });
}
