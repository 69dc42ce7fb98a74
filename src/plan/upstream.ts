import type { NumberLists } from '../graph/levels.ts';

/** The nearest steps above a node: edges through nodes without a step lead on to what is above those. */
export type Upstream = (one: number) => readonly number[];

interface Question {
  /** Parents by number; every one is smaller than its child. */
  readonly parents: NumberLists;
  /** Nodes with a step of their own, tests aside. */
  readonly steps: Iterable<number>;
  /** Nodes whose upstream will be asked for. */
  readonly wanted: Iterable<number>;
  /** Tests that have to pass before what is at or below a node. */
  readonly gates: ReadonlyMap<number, readonly number[]>;
}

const none: readonly number[] = [];

/** Works out the upstream of the wanted nodes in one walk down; equal lists are shared, not copied. */
export function upstreamOf({ parents, steps, wanted, gates }: Question): Upstream {
  const isStep = marked(parents.length, steps);
  const needed = marked(parents.length, wanted);
  for (let one = parents.length - 1; one >= 0; one--) {
    if (needed[one]) for (const parent of parents[one] ?? none) if (!isStep[parent]) needed[parent] = 1;
  }
  const above: (readonly number[] | undefined)[] = new Array(parents.length);

  const find = (one: number): readonly number[] => {
    const known = above[one];
    if (known) return known;
    const found = combined(one);
    above[one] = found;
    return found;
  };
  const combined = (one: number): readonly number[] => {
    const tests = gates.get(one) ?? none;
    const own = parents[one] ?? none;
    const [first] = own;
    if (first === undefined && tests.length === 0) return none;
    if (first !== undefined && own.length === 1 && tests.length === 0) return isStep[first] ? [first] : find(first);
    const lists = new Set<readonly number[]>();
    const all = new Set<number>();
    for (const parent of own) {
      if (isStep[parent]) all.add(parent);
      else lists.add(find(parent));
    }
    for (const list of lists) for (const other of list) all.add(other);
    for (const test of tests) all.add(test);
    // What a gate waits for need not be waited for again.
    for (const list of new Set(tests.map(find))) for (const other of list) all.delete(other);
    return [...all];
  };

  needed.forEach((is, one) => {
    if (is) find(one);
  });
  return (one) => above[one] ?? none;
}

function marked(length: number, numbers: Iterable<number>): Uint8Array {
  const marks = new Uint8Array(length);
  for (const one of numbers) marks[one] = 1;
  return marks;
}
