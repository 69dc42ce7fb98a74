import { originOf, originsOf } from './expression.ts';
import { type Context, columnsOf, type Output, readOnly, typeId } from './output.ts';
import type { Expression, Operator, Order } from './plan.ts';
import { needed, onlyKeys, Unreadable } from './unreadable.ts';
import { type Bits, computed, deciders, keyDeciders, type Value } from './value.ts';

/** The operators that hand on rows one by one: computed, filtered, ordered, cut off, unfolded. */

export function expressionsOf(operator: Operator): readonly Expression[] {
  return (operator.expressions ?? []).map((one) => {
    if ('expression_class' in one) return one;
    throw new Unreadable(`${operator.type} of the plan has lists of expressions`);
  });
}

export function readProjection(operator: Operator, context: Context): Output {
  const input = readOnly(operator, context);
  const values = expressionsOf(operator).map((one) => {
    const value = originOf(one, input.columns);
    return { value, type: typeId(typeOf(one)) };
  });
  return { ...input, columns: columnsOf(needed(operator.table_index, 'the number of a projection'), values) };
}

/** Constants, comparisons and conjunctions do not repeat their type. */
function typeOf({ return_type, value, expression_class }: Expression): { readonly id: string } | undefined {
  const isCondition = expression_class === 'BOUND_COMPARISON' || expression_class === 'BOUND_CONJUNCTION';
  return (
    return_type ?? value?.type ?? (isCondition || expression_class === 'BOUND_BETWEEN' ? { id: 'BOOLEAN' } : undefined)
  );
}

export function readFilter(operator: Operator, context: Context): Output {
  const input = readOnly(operator, context);
  const rows = originsOf(expressionsOf(operator), input.columns).reduce(
    (bits, one) => bits | deciders(one),
    input.rows,
  );
  const { projection_map: map } = operator;
  return { ...input, rows, columns: map ? map.map((at) => needed(input.columns[at], 'a column')) : input.columns };
}

const orderKeys = new Set(['type', 'null_order', 'expression']);

/** The values that rows are ordered by. */
export function orderValues(orders: readonly Order[], input: Output): Value[] {
  return orders.map((order) => {
    onlyKeys(order, orderKeys, 'an order');
    return originOf(order.expression, input.columns);
  });
}

function orderOf(orders: readonly Order[], input: Output): Bits {
  return keyDeciders(orderValues(orders, input));
}

/** Rows that are equal in a new order stay in the old one. */
export function readOrder(operator: Operator, context: Context): Output {
  const input = readOnly(operator, context);
  return { ...input, order: input.order | orderOf(operator.orders ?? [], input) };
}

const limitKeys = new Set(['type', 'constant_integer', 'constant_percentage', 'expression']);

export function readLimit(operator: Operator, context: Context): Output {
  const input = readOnly(operator, context);
  let rows = input.rows | input.order;
  for (const limit of [operator.limit_val, operator.offset_val]) {
    if (!limit) continue;
    onlyKeys(limit, limitKeys, 'a limit');
    if (limit.expression) rows |= deciders(originOf(limit.expression, input.columns));
  }
  return { ...input, rows };
}

/** Which rows a sample takes depends on where they stand. */
export function readSample(operator: Operator, context: Context): Output {
  const input = readOnly(operator, context);
  return { ...input, rows: input.rows | input.order };
}

export function readDistinct(operator: Operator, context: Context): Output {
  const input = readOnly(operator, context);
  const rows = input.rows | keyDeciders(originsOf(operator.distinct_targets ?? [], input.columns));
  if (operator.distinct_type === 'DISTINCT') return { ...input, rows, order: 0n };
  if (operator.distinct_type !== 'DISTINCT_ON') throw new Unreadable(`the plan has ${operator.distinct_type}`);
  return { ...input, rows: rows | input.order | orderOf(operator.order_by?.orders ?? [], input), order: 0n };
}

/** The length of a list decides how many rows there are, unless it is always the same. */
export function readUnnest(operator: Operator, context: Context): Output {
  const input = readOnly(operator, context);
  let { rows } = input;
  const values = expressionsOf(operator).map((one) => {
    if (one.expression_class !== 'BOUND_UNNEST') throw new Unreadable(`the plan unfolds ${one.expression_class}`);
    const list = originOf(needed(one.child, 'the list of an UNNEST'), input.columns);
    if (!list.isFixedList) rows |= deciders(list);
    return { value: { ...computed([list]), isFixedList: false }, type: typeId(one.return_type) };
  });
  const unfolded = columnsOf(needed(operator.unnest_index, 'the number of an UNNEST'), values);
  return { ...input, rows, columns: [...input.columns, ...unfolded] };
}
