import { type Column, type Context, columnsOf, type Output, readBoth } from './output.ts';
import type { Operator } from './plan.ts';
import { needed, Unreadable } from './unreadable.ts';
import { either, keyDeciders, type Value } from './value.ts';

/** Rows of all inputs; the engine makes UNION of it by a DISTINCT above. */
export function readUnion(operator: Operator, context: Context): Output {
  const [first, ...others] = (operator.children ?? []).map((child) => context.read(child, context));
  return others.reduce((one, other) => united(operator, one, other), needed(first, 'the inputs of a union'));
}

function united(operator: Operator, one: Output, other: Output): Output {
  const columns = pairs(one, other).map(([left, right]) => ({ ...left, value: either(left.value, right.value) }));
  return {
    columns: columnsOf(needed(operator.table_index, 'the number of a union'), columns),
    rows: one.rows | other.rows,
    order: one.order | other.order,
  };
}

/** EXCEPT and INTERSECT: rows of the left side, which those of the right side decide. */
export function readMatched(operator: Operator, context: Context): Output {
  const [left, right] = readBoth(operator, context);
  const compared = pairs(left, right).flatMap(([one, other]) =>
    isSameOuter(one.value, other.value) ? [] : [one.value, other.value],
  );
  return {
    columns: columnsOf(needed(operator.table_index, 'the number of a set operation'), left.columns),
    rows: left.rows | right.rows | keyDeciders(compared.map((value) => ({ ...value, ties: 0n }))),
    order: 0n,
  };
}

function isSameOuter(one: Value, other: Value): boolean {
  return (one.ties & other.ties) !== 0n;
}

/** The columns of two inputs side by side. */
export function pairs(one: Output, other: Output): readonly (readonly [Column, Column])[] {
  if (one.columns.length !== other.columns.length) throw new Unreadable('the inputs of a set operation do not fit');
  return one.columns.map((column, at) => {
    const beside = needed(other.columns[at], 'a column of a set operation');
    if (beside.type !== column.type) throw new Unreadable('the inputs of a set operation do not fit');
    return [column, beside];
  });
}
