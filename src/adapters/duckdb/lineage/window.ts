import { orderless } from './aggregate.ts';
import { functionKeys, keys, originsOf } from './expression.ts';
import { type Context, columnsOf, type Output, readOnly, typeId } from './output.ts';
import type { Expression, Operator } from './plan.ts';
import { expressionsOf, orderValues } from './rows.ts';
import { needed, onlyKeys, Unreadable } from './unreadable.ts';
import { computed, inOrder, isKey, type Value } from './value.ts';

const windowKeys = keys(
  ...functionKeys,
  'partitions',
  'orders',
  'arg_orders',
  'filters',
  'ignore_nulls',
  'start',
  'end',
  'start_expr',
  'end_expr',
  'offset_expr',
  'default_expr',
  'exclude_clause',
  'distinct',
);

export function readWindow(operator: Operator, context: Context): Output {
  const input = readOnly(operator, context);
  const values = expressionsOf(operator).map((one) => ({ value: windowed(one, input), type: typeId(one.return_type) }));
  const added = columnsOf(needed(operator.window_index, 'the number of a window'), values);
  return { ...input, columns: [...input.columns, ...added] };
}

function windowed(expression: Expression, input: Output): Value {
  if (expression.expression_class !== 'BOUND_WINDOW') throw new Unreadable('the plan has a window without a function');
  onlyKeys(expression, windowKeys, 'a window');
  const { children = [], filters, start_expr, end_expr, offset_expr, default_expr } = expression;
  const more = [filters, start_expr, end_expr, offset_expr, default_expr].filter((one) => one !== undefined);
  const orders = [...(expression.orders ?? []), ...(expression.arg_orders ?? [])];
  const keyValues = [...originsOf(expression.partitions ?? [], input.columns), ...orderValues(orders, input)];
  const value = computed([...originsOf([...children, ...more], input.columns), ...keyValues.filter(isKey)], 'windowed');
  return isOrderless(expression) ? value : inOrder(value, input);
}

const ranks = new Set(['WINDOW_RANK', 'WINDOW_RANK_DENSE', 'WINDOW_PERCENT_RANK', 'WINDOW_CUME_DIST']);

/** Whether rows that are equal in the window's own order may stand in any order. */
function isOrderless({ type, name = '', start = '', end = '' }: Expression): boolean {
  if (ranks.has(type)) return true;
  return type === 'WINDOW_AGGREGATE' && orderless.has(name) && !`${start} ${end}`.includes('_ROWS');
}
