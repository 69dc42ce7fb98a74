import { byLevel, type NumberLists, turned } from '../../graph/levels.ts';

/** A column for every node: parents left of their children, nodes without parents close to who reads them first. */
export function ranksOf(parents: NumberLists): number[] {
  const children = turned(parents);
  const order = byLevel(parents, children);
  const ranks = new Array<number>(parents.length).fill(0);
  for (const node of order) {
    for (const parent of parents[node] ?? []) ranks[node] = Math.max(ranks[node] ?? 0, (ranks[parent] ?? 0) + 1);
  }
  for (const node of order.reverse()) {
    const below = children[node] ?? [];
    if ((parents[node] ?? []).length > 0 || below.length === 0) continue;
    ranks[node] = Math.min(...below.map((child) => ranks[child] ?? 0)) - 1;
  }
  return ranks;
}
