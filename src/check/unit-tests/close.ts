import type { ColumnType } from '../../adapter/port.ts';

/** Values of one row, in the order of the columns. */
export type Values = readonly unknown[];

/** Rows that are on one side only, by their numbers in order; and the others: the expected one by the actual one. */
export interface Left {
  readonly missing: Set<number>;
  readonly added: Set<number>;
  readonly same: Map<number, number>;
}

interface Sides {
  readonly columns: readonly ColumnType[];
  readonly expected: readonly Values[];
  readonly actual: readonly Values[];
  readonly expectedKeys: readonly (readonly string[])[];
  readonly actualKeys: readonly (readonly string[])[];
}

/**
 * Takes rows out of `left` that are the same but for floating point numbers within `tolerance`. As many as can be: a row
 * that fits two is given to the one that needs it, also where it was exactly the same as another.
 */
export function closeMatches(sides: Sides, left: Left, tolerance: number): void {
  const floats = sides.columns.flatMap(({ type }, at) => (type === 'DOUBLE' || type === 'FLOAT' ? [at] : []));
  const [first] = floats;
  if (first === undefined || left.missing.size === 0 || left.added.size === 0) return;
  const rest = (keys: readonly string[]) => keys.filter((_, at) => !floats.includes(at)).join('\n');
  const groups = new Map<string, number[]>();
  sides.actualKeys.forEach((keys, at) => {
    const group = groups.get(rest(keys));
    if (group) group.push(at);
    else groups.set(rest(keys), [at]);
  });
  const sorted = new Map([...groups].map(([key, rows]) => [key, byNumber(rows, sides.actual, first)]));
  const isClose = (one: number, other: number) =>
    floats.every((at) => within(sides.expected[one]?.[at], sides.actual[other]?.[at], tolerance));
  const near = (one: number): number[] => {
    const { rows, numbers } = sorted.get(rest(sides.expectedKeys[one] ?? [])) ?? { rows: [], numbers: [] };
    const middle = orderOf(sides.expected[one]?.[first]);
    const found: number[] = [];
    for (let at = lowerBound(numbers, middle - tolerance); at < rows.length; at++) {
      if ((numbers[at] ?? 0) > middle + tolerance) break;
      const other = rows[at];
      if (other !== undefined && isClose(one, other)) found.push(other);
    }
    return found;
  };
  matchMore(left, near);
}

function byNumber(rows: readonly number[], values: readonly Values[], column: number) {
  const numberOf = (at: number) => orderOf(values[at]?.[column]);
  const sorted = rows.toSorted((a, b) => numberOf(a) - numberOf(b) || a - b);
  return { rows: sorted, numbers: sorted.map(numberOf) };
}

function within(a: unknown, b: unknown, tolerance: number): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b;
  return Object.is(a, b) || a === b || Math.abs(a - b) <= tolerance;
}

/** NULL and NaN stand behind all numbers. */
function orderOf(value: unknown): number {
  return typeof value === 'number' && !Number.isNaN(value) ? value : Number.POSITIVE_INFINITY;
}

function lowerBound(numbers: readonly number[], least: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Makes as many pairs as can be made (Kuhn); without recursion, chains may be long. */
function matchMore(left: Left, near: (one: number) => readonly number[]): void {
  const held = new Map([...left.same].map(([other, one]) => [one, other]));
  for (const start of [...left.missing]) {
    const cameFrom = new Map<number, number>();
    const open = [start];
    search: for (let at = 0; at < open.length; at++) {
      const one = open[at] ?? start;
      for (const other of near(one)) {
        if (cameFrom.has(other)) continue;
        cameFrom.set(other, one);
        const holder = left.same.get(other);
        if (holder !== undefined) {
          open.push(holder);
          continue;
        }
        hand(left.same, held, cameFrom, other);
        left.missing.delete(start);
        left.added.delete(other);
        break search;
      }
    }
  }
}

/** Gives a free row to who asked for it, and what that one held to who asked before, back to the one that held nothing. */
function hand(
  owner: Map<number, number>,
  held: Map<number, number>,
  cameFrom: ReadonlyMap<number, number>,
  free: number,
): void {
  for (let other: number | undefined = free; other !== undefined; ) {
    const one = cameFrom.get(other);
    if (one === undefined) return;
    const before = held.get(one);
    owner.set(other, one);
    held.set(one, other);
    other = before;
  }
}
