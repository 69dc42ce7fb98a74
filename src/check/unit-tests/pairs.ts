/** A row by its number, with a key for each of its values. */
export interface KeyedRow {
  readonly at: number;
  readonly keys: readonly string[];
}

/** More rows than this are not compared each with each. */
const eachWithEach = 200;

/**
 * Which missing row became which added one, by their numbers: rows that differ in one column, then rows that share a
 * value that nobody else has, as a key is, then the most alike of those that share half of their values.
 */
export function pairUp(missing: readonly KeyedRow[], added: readonly KeyedRow[]): [number, number][] {
  const pairs: [number, number][] = [];
  let [ones, others] = [missing, added];
  const width = missing[0]?.keys.length ?? 0;
  const take = (found: readonly (readonly [KeyedRow, KeyedRow])[]): void => {
    if (found.length === 0) return;
    pairs.push(...found.map(([one, other]): [number, number] => [one.at, other.at]));
    const gone = new Set(found.flat());
    ones = ones.filter((one) => !gone.has(one));
    others = others.filter((one) => !gone.has(one));
  };
  const columns = Array.from({ length: width }, (_, at) => at);
  // The first columns are more likely to say which row it is.
  for (const skipped of width > 1 ? columns.toReversed() : []) {
    take(
      sharing(
        ones,
        others,
        ({ keys }) => keys.filter((_, at) => at !== skipped).join('\n'),
        () => true,
      ),
    );
  }
  for (const column of width > 1 ? columns : []) {
    const keyOf = ({ keys }: KeyedRow) => keys[column] ?? '';
    const [mine, theirs] = [counts(ones, keyOf), counts(others, keyOf)];
    take(sharing(ones, others, keyOf, (key) => key !== 'null' && mine.get(key) === 1 && theirs.get(key) === 1));
  }
  if (ones.length <= eachWithEach && others.length <= eachWithEach) take(mostAlike(ones, others, width));
  const [one, other] = [ones[0], others[0]];
  if (one && other && ones.length === 1 && others.length === 1) take([[one, other]]);
  return pairs;
}

function counts(rows: readonly KeyedRow[], keyOf: (row: KeyedRow) => string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const row of rows) found.set(keyOf(row), (found.get(keyOf(row)) ?? 0) + 1);
  return found;
}

function sharing(
  ones: readonly KeyedRow[],
  others: readonly KeyedRow[],
  keyOf: (row: KeyedRow) => string,
  counts: (key: string) => boolean,
): [KeyedRow, KeyedRow][] {
  const open = new Map<string, KeyedRow[]>();
  for (const other of others) {
    const key = keyOf(other);
    const same = open.get(key);
    if (same) same.push(other);
    else open.set(key, [other]);
  }
  return ones.flatMap((one): [KeyedRow, KeyedRow][] => {
    const key = keyOf(one);
    const other = counts(key) ? open.get(key)?.shift() : undefined;
    return other ? [[one, other]] : [];
  });
}

function mostAlike(ones: readonly KeyedRow[], others: readonly KeyedRow[], width: number): [KeyedRow, KeyedRow][] {
  const all = ones.flatMap((one) =>
    others.flatMap((other) => {
      const alike = one.keys.filter((key, at) => key === other.keys[at]).length;
      return alike > 0 && alike * 2 >= width ? [{ one, other, alike }] : [];
    }),
  );
  const gone = new Set<KeyedRow>();
  return all
    .sort((a, b) => b.alike - a.alike || a.one.at - b.one.at || a.other.at - b.other.at)
    .flatMap(({ one, other }): [KeyedRow, KeyedRow][] => {
      if (gone.has(one) || gone.has(other)) return [];
      gone.add(one);
      gone.add(other);
      return [[one, other]];
    });
}
