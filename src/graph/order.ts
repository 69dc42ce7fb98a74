import type { Dag } from './dag.ts';

/**
 * Every name after all of its parents: by the length of the longest path that leads to it, then by name, so the order
 * depends on nothing but the graph. Throws for a graph with a cycle.
 */
export function topologicalOrder(dag: Dag): string[] {
  const levels: string[][] = [];
  const depths = depthsOf(dag);
  for (const name of [...dag.parents.keys()].sort()) {
    const depth = depths.get(name) ?? 0;
    const level = levels[depth];
    if (level) level.push(name);
    else levels[depth] = [name];
  }
  return levels.flat();
}

/** The number of edges on the longest path that leads to each name; roots are left out. */
function depthsOf(dag: Dag): Map<string, number> {
  const depths = new Map<string, number>();
  const waiting = new Map<string, number>();
  const ready: string[] = [];
  for (const [name, parents] of dag.parents) {
    if (parents.length === 0) ready.push(name);
    else waiting.set(name, parents.length);
  }
  for (let next = 0; next < ready.length; next++) {
    const name = ready[next] as string;
    const below = (depths.get(name) ?? 0) + 1;
    for (const child of dag.children.get(name) ?? []) {
      if ((depths.get(child) ?? 0) < below) depths.set(child, below);
      const left = (waiting.get(child) ?? 0) - 1;
      waiting.set(child, left);
      if (left === 0) ready.push(child);
    }
  }
  if (ready.length < dag.parents.size) throw new Error('a graph with a cycle has no order');
  return depths;
}
