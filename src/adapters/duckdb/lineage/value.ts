/** A set of table columns, one bit each; `sources.ts` gives the bits out. */
export type Bits = bigint;

/**
 * What became of a value on its way, from weakest to strongest. Where several meet the strongest stays: whoever sees an
 * aggregate on the way has to know that the grain has changed, whatever came before or after it.
 */
const grades = ['literal', 'plain', 'derived', 'windowed', 'aggregated'] as const;
export type Grade = (typeof grades)[number];

export interface Value {
  readonly grade: Grade;
  /** What it is computed from. */
  readonly from: Bits;
  /** What decides the rows of a subquery that gives this value; it counts only where the value is used. */
  readonly rows: Bits;
  /** Columns of outer rows that this one equals, within a correlated subquery: constant for each outer row. */
  readonly ties: Bits;
  /** The constant NULL. */
  readonly isNull: boolean;
  /** A list whose length does not depend on data. */
  readonly isFixedList: boolean;
  /** Of a struct that was put together, the values by the names of the fields, in lower case. */
  readonly fields?: ReadonlyMap<string, Value>;
}

export const constant: Value = { grade: 'literal', from: 0n, rows: 0n, ties: 0n, isNull: false, isFixedList: true };
export const nothing: Value = { ...constant, isNull: true };

function strongest(first: Grade, second: Grade): Grade {
  return grades.indexOf(first) >= grades.indexOf(second) ? first : second;
}

/** A value that is computed of others; of constants only, it is one. */
export function computed(values: readonly Value[], least: Grade = 'derived'): Value {
  let { from, rows } = constant;
  let grade: Grade = 'literal';
  for (const value of values) {
    from |= value.from;
    rows |= value.rows;
    grade = strongest(grade, value.grade);
  }
  const isConstant = grade === 'literal' && least === 'derived';
  return { ...constant, from, rows, grade: isConstant ? grade : strongest(grade, least), isFixedList: isConstant };
}

/** A value that is one or the other, row by row: NULLs add nothing to a column, other constants do. */
export function either(one: Value, other: Value): Value {
  if (one.isNull) return joined(other, one);
  if (other.isNull) return joined(one, other);
  const isMixed = (one.grade === 'literal') !== (other.grade === 'literal');
  return {
    ...joined(one, other),
    grade: strongest(strongest(one.grade, other.grade), isMixed ? 'derived' : 'literal'),
  };
}

function joined({ fields: _, ...kept }: Value, other: Value): Value {
  return {
    ...kept,
    from: kept.from | other.from,
    rows: kept.rows | other.rows,
    ties: kept.ties & other.ties,
    isNull: kept.isNull && other.isNull,
    isFixedList: false,
  };
}

/** What a value decides where rows are chosen, grouped or ordered by it. */
export function deciders(value: Value): Bits {
  return value.from | value.rows;
}

/** Within an outer row a tied column is constant and tells no rows apart. */
export function isKey({ ties }: Value): boolean {
  return ties === 0n;
}

export function keyDeciders(values: readonly Value[]): Bits {
  return values.filter(isKey).reduce((bits, value) => bits | deciders(value), 0n);
}

/** A value for which it matters how the rows were ordered before, besides what it orders by itself. */
export function inOrder(value: Value, { order }: { readonly order: Bits }): Value {
  return { ...value, rows: value.rows | (order & ~value.from) };
}
