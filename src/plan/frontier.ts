import type { Dag } from '../graph/dag.ts';

/**
 * Finds, for a set of names, the first names below that have all of them above: every other one that has lies below one
 * of these. `order` holds the names to walk over, parents first; `asked` all names that any set will hold. What lies
 * above a name is kept as one bit for each asked name.
 */
export function frontierFinder(
  { parents, children }: Dag,
  order: readonly string[],
  asked: Iterable<string>,
): (set: readonly string[]) => string[] {
  const bitOf = new Map<string, number>();
  for (const name of asked) if (!bitOf.has(name)) bitOf.set(name, bitOf.size);
  const width = (bitOf.size + 31) >> 5;
  const rowOf = new Map(order.map((name, row) => [name, row]));
  const above = new Uint32Array(order.length * width);
  order.forEach((name, row) => {
    for (const parent of parents.get(name) ?? []) {
      const parentRow = rowOf.get(parent);
      if (parentRow === undefined) continue;
      for (let word = 0; word < width; word++) {
        above[row * width + word] = (above[row * width + word] ?? 0) | (above[parentRow * width + word] ?? 0);
      }
      const bit = bitOf.get(parent);
      if (bit !== undefined) setBit(above, row * width, bit);
    }
  });
  const below = order.map((name) =>
    (children.get(name) ?? []).map((child) => rowOf.get(child)).filter((row) => row !== undefined),
  );
  const seenBy = new Int32Array(order.length).fill(-1);
  let question = 0;

  return (set) => {
    question++;
    const bits = set.map((name) => bitOf.get(name) ?? 0);
    const last = Math.max(...set.map((name) => rowOf.get(name) ?? 0));
    const found: string[] = [];
    const open = [last];
    for (let row = open.pop(); row !== undefined; row = open.pop()) {
      for (const child of below[row] ?? []) {
        if (seenBy[child] === question) continue;
        seenBy[child] = question;
        if (bits.every((bit) => hasBit(above, child * width, bit))) found.push(order[child] as string);
        else open.push(child);
      }
    }
    return found;
  };
}

function setBit(words: Uint32Array, from: number, bit: number): void {
  words[from + (bit >> 5)] = (words[from + (bit >> 5)] ?? 0) | (1 << (bit & 31));
}

function hasBit(words: Uint32Array, from: number, bit: number): boolean {
  return (((words[from + (bit >> 5)] ?? 0) >>> (bit & 31)) & 1) === 1;
}
