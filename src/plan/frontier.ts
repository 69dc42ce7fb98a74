import type { NumberLists } from '../graph/levels.ts';

/**
 * Finds, for a set of nodes, the first nodes below that have all of them above: every other one that has lies below one
 * of these. `asked` are all nodes that any set will hold, `through` says which nodes count. What lies above a node is
 * kept as one bit for each asked node.
 */
export function frontierFinder(
  { parents, children }: { readonly parents: NumberLists; readonly children: NumberLists },
  asked: Iterable<number>,
  through: (one: number) => boolean,
): (set: readonly number[]) => number[] {
  const bitOf = new Map<number, number>();
  for (const one of asked) if (!bitOf.has(one)) bitOf.set(one, bitOf.size);
  const width = (bitOf.size + 31) >> 5;
  const above = new Uint32Array(parents.length * width);
  parents.forEach((list, one) => {
    if (!through(one)) return;
    for (const parent of list) {
      for (let word = 0; word < width; word++) {
        above[one * width + word] = (above[one * width + word] ?? 0) | (above[parent * width + word] ?? 0);
      }
      const bit = bitOf.get(parent);
      if (bit !== undefined) setBit(above, one * width, bit);
    }
  });
  const seenBy = new Int32Array(parents.length);
  let question = 0;

  return (set) => {
    question++;
    const bits = set.map((one) => bitOf.get(one) ?? 0);
    const found: number[] = [];
    const open = [Math.max(...set)];
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      for (const child of children[one] ?? []) {
        if (seenBy[child] === question || !through(child)) continue;
        seenBy[child] = question;
        if (bits.every((bit) => hasBit(above, child * width, bit))) found.push(child);
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
