/** Edges from parent to child over the numbers 0 to n - 1, as lists by number. */
export type NumberLists = readonly (readonly number[])[];

/** Lists of children from lists of parents. */
export function turned(parents: NumberLists): number[][] {
  const children: number[][] = parents.map(() => []);
  parents.forEach((list, child) => {
    for (const parent of list) children[parent]?.push(child);
  });
  return children;
}

/**
 * The numbers, every one after its parents: by the length of the longest path that leads to each, then as they are.
 * Throws for a graph with a cycle.
 */
export function byLevel(parents: NumberLists, children: NumberLists): number[] {
  const waiting = parents.map((list) => list.length);
  const depths = new Int32Array(parents.length);
  const ready: number[] = [];
  waiting.forEach((count, one) => {
    if (count === 0) ready.push(one);
  });
  for (const one of ready) {
    const below = (depths[one] ?? 0) + 1;
    for (const child of children[one] ?? []) {
      if ((depths[child] ?? 0) < below) depths[child] = below;
      const left = (waiting[child] ?? 0) - 1;
      waiting[child] = left;
      if (left === 0) ready.push(child);
    }
  }
  if (ready.length < parents.length) throw new Error('a graph with a cycle has no order');
  const levels: number[][] = [];
  depths.forEach((depth, one) => {
    const level = levels[depth];
    if (level) level.push(one);
    else levels[depth] = [one];
  });
  return levels.flat();
}
