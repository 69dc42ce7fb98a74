import type { Dag } from './dag.ts';
import { byLevel, type NumberLists, turned } from './levels.ts';

/** A graph whose names are numbers in topological order: parents are smaller than their children. */
export interface Ordered {
  readonly names: readonly string[];
  readonly parents: NumberLists;
}

/**
 * Numbers the names of a graph: by the length of the longest path that leads to each, then by name, so the order depends
 * on nothing but the graph. Throws for a graph with a cycle.
 */
export function ordered(dag: Dag): Ordered {
  const sorted = [...dag.parents.keys()].sort();
  const rank = new Map<string, number>();
  for (const name of sorted) rank.set(name, rank.size);
  const byRank: number[][] = new Array(sorted.length);
  for (const [name, parents] of dag.parents) {
    byRank[rank.get(name) ?? 0] = parents.map((parent) => rank.get(parent) ?? 0);
  }
  const order = byLevel(byRank, turned(byRank));
  const numbers = new Int32Array(order.length);
  order.forEach((was, number) => {
    numbers[was] = number;
  });
  return {
    names: order.map((was) => sorted[was] as string),
    parents: order.map((was) => (byRank[was] ?? []).map((parent) => numbers[parent] ?? 0)),
  };
}

/** Every name after all of its parents. */
export function topologicalOrder(dag: Dag): readonly string[] {
  return ordered(dag).names;
}
