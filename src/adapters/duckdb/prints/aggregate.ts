import type { Doubt, Print } from '../../../adapter/port.ts';
import type { Expression, Operator } from '../lineage/plan.ts';
import { expressionsOf } from '../lineage/rows.ts';
import { printOf, typeOf } from './expression.ts';
import { type Column, type Context, columnsOf, type Output, unordered } from './output.ts';
import { doubted, isLoose, print, worst } from './print.ts';

const counts: ReadonlySet<string> = new Set(['count', 'count_star', 'count_if', 'bool_and', 'bool_or']);
/** Aggregates that give the same to the last bit however the rows come, of values whose equals are the same. */
const exact: ReadonlySet<string> = new Set(
  `${[...counts].join(' ')} sum sum_no_overflow avg mean min max bit_and bit_or bit_xor median quantile quantile_cont
  quantile_disc histogram`.split(/\s+/),
);
/** Those that put values in a row. */
const lists: ReadonlySet<string> = new Set(['list', 'array_agg', 'string_agg', 'group_concat', 'listagg']);

export function readAggregate(operator: Operator, context: Context): Output {
  const [child] = operator.children ?? [];
  const input = context.read(child as Operator, context);
  const { groups = [], grouping_sets, grouping_functions = [] } = operator;
  const keys = groups.map((one) => printOf(one, input.columns, context));
  // The engine's own aggregates, which take the row of a subquery, have no number for GROUPING(); a count sees to it that
  // there is one row only, unless a setting allows more.
  const isOwn = groups.length === 0 && (operator.groupings_index ?? 0) > Number.MAX_SAFE_INTEGER;
  const isOneRow = isOwn && expressionsOf(operator).some(({ name }) => name === 'count_star');
  const rows =
    groups.length === 0 && !grouping_sets ? print('one row') : print(['groups', grouping_sets], [...keys, input.rows]);
  const values = expressionsOf(operator).map((one) => {
    const doubt = isOneRow && one.name === 'first' ? 'none' : doubtOf(one, input.columns, context);
    const value = printOf(one, input.columns, context);
    return {
      print: print(['aggregate', grouping_sets], [value, ...keys, input.rows, input.order], doubt),
      type: typeOf(one),
    };
  });
  const kept = keys.map((key, at) => {
    const group = groups[at] as Expression;
    return { print: doubted(key, isLoose(typeOf(group)) ? 'ties' : 'none'), type: typeOf(group) };
  });
  const groupings = grouping_functions.map((one) => ({
    print: print(['grouping', one, grouping_sets], keys),
    type: 'BIGINT',
  }));
  return {
    columns: [
      ...columnsOf(operator.group_index, kept),
      ...columnsOf(operator.aggregate_index, values),
      ...columnsOf(operator.groupings_index, groupings),
    ],
    rows,
    order: unordered,
  };
}

/** Whether an aggregate may give something else for the same rows. */
function doubtOf(
  { name = '', children = [], order_bys }: Expression,
  input: readonly Column[],
  context: Context,
): Doubt {
  if (counts.has(name)) return 'none';
  if (children.some((one) => isLoose(JSON.stringify(one.return_type ?? one.value?.type ?? {})))) return 'ties';
  if (exact.has(name)) return 'none';
  const [first] = children;
  const orders = (order_bys?.orders ?? []).map(({ expression }) => printOf(expression, input, context).hash);
  const isSorted = lists.has(name) && first !== undefined && orders.includes(printOf(first, input, context).hash);
  return isSorted ? 'none' : 'ties';
}

const ranks = new Set(['WINDOW_RANK', 'WINDOW_RANK_DENSE', 'WINDOW_PERCENT_RANK', 'WINDOW_CUME_DIST']);

export function readWindow(operator: Operator, context: Context): Output {
  const [child] = operator.children ?? [];
  const input = context.read(child as Operator, context);
  const values = expressionsOf(operator).map((one) => {
    const value: Print = print('window', [printOf(one, input.columns, context), input.rows, input.order]);
    return { print: doubted(value, windowDoubt(one, input.columns, context)), type: typeOf(one) };
  });
  return { ...input, columns: [...input.columns, ...columnsOf(operator.window_index, values)] };
}

/** Rows that are equal in a window's order stand in any order. */
function windowDoubt(expression: Expression, input: readonly Column[], context: Context): Doubt {
  const { type, start = '', end = '', arg_orders = [] } = expression;
  const keys = [...(expression.partitions ?? []), ...(expression.orders ?? []).map((one) => one.expression)];
  const ofKeys = keys.some((one) => isLoose(JSON.stringify(one.return_type ?? {}))) ? 'ties' : 'none';
  if (ranks.has(type)) return ofKeys;
  const isWhole = type === 'WINDOW_AGGREGATE' && arg_orders.length === 0 && !`${start} ${end}`.includes('_ROWS');
  return isWhole ? worst(ofKeys, doubtOf(expression, input, context)) : 'ties';
}
