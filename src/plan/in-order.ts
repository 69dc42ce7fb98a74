import { byLevel, turned } from '../graph/levels.ts';
import type { Step } from './plan.ts';

/** A step in numbers of the ordered graph, before it is known how much hangs on it. */
export interface StepDraft {
  readonly one: number;
  readonly action: Step['action'];
  readonly audits: readonly number[];
  readonly needs: readonly number[];
  readonly after: readonly number[];
}

const none: readonly string[] = [];

/** Steps after all that they need or wait for, with their heights; a step on which nothing waits has height 1. */
export function inOrder(drafts: readonly StepDraft[], names: readonly string[]): Step[] {
  const sorted = drafts.toSorted((a, b) => a.one - b.one);
  const place = new Int32Array(names.length);
  sorted.forEach(({ one }, at) => {
    place[one] = at;
  });
  const placeOf = (one: number): number => place[one] ?? 0;
  const parents = sorted.map(({ needs, after }) =>
    after.length === 0 ? needs.map(placeOf) : [...needs, ...after].map(placeOf),
  );
  const children = turned(parents);
  const order = byLevel(parents, children);
  const heights = new Int32Array(order.length);
  for (const at of order.toReversed()) {
    let below = 0;
    for (const child of children[at] ?? []) below = Math.max(below, heights[child] ?? 0);
    heights[at] = below + 1;
  }
  const named = (numbers: readonly number[]): readonly string[] =>
    numbers.length === 0 ? none : numbers.map((one) => names[one] as string);
  return order.map((at) => {
    const { one, action, audits, needs, after } = sorted[at] as StepDraft;
    return {
      id: names[one] as string,
      action,
      audits: named(audits),
      needs: named(needs),
      after: named(after),
      height: heights[at] ?? 1,
    };
  });
}
