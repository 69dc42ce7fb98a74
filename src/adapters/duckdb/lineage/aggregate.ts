import { functionKeys, keys, originOf, originsOf } from './expression.ts';
import { type Context, columnsOf, type Output, readOnly, typeId } from './output.ts';
import type { Expression, Operator } from './plan.ts';
import { expressionsOf, orderValues } from './rows.ts';
import { needed, onlyKeys, Unreadable } from './unreadable.ts';
import { computed, constant, inOrder, isKey, keyDeciders, type Value } from './value.ts';

/** Aggregates that say the same whatever the order of the rows. */
export const orderless: ReadonlySet<string> = new Set(
  `count count_star count_if sum sum_no_overflow fsum kahan_sum sumkahan avg mean favg min max product median mad
  bool_and bool_or bit_and bit_or bit_xor stddev stddev_pop stddev_samp var_pop var_samp variance sem skewness kurtosis
  kurtosis_pop corr covar_pop covar_samp regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx
  regr_sxy regr_syy entropy quantile quantile_cont quantile_disc approx_count_distinct histogram`.split(/\s+/),
);

const aggregateKeys = keys(...functionKeys, 'aggregate_type', 'filter', 'order_bys');

export function readAggregate(operator: Operator, context: Context): Output {
  const input = readOnly(operator, context);
  const groups = operator.groups ?? [];
  // The engine's own aggregates, which take the one row of a subquery, have no number for GROUPING().
  const isOwn = needed(operator.groupings_index, 'the number of a grouping') > Number.MAX_SAFE_INTEGER;
  if (isOwn && groups.length === 0) return oneRow(operator, input);
  const keyValues = originsOf(groups, input.columns);
  const isAlwaysOneRow = groups.length === 0 && !operator.grouping_sets;
  const inner = isAlwaysOneRow ? input.rows : 0n;
  const values = expressionsOf(operator).map((one) => {
    const value = aggregated(one, input);
    return { value: { ...value, rows: value.rows | inner }, type: typeId(one.return_type) };
  });
  const isSets = (operator.grouping_sets ?? []).length > 1;
  const kept = keyValues.map((value, at) => ({
    value: isSets ? { ...value, ties: 0n, isFixedList: false } : value,
    type: typeId(groups[at]?.return_type ?? groups[at]?.value?.type),
  }));
  const groupings = (operator.grouping_functions ?? []).map(() => ({
    value: { ...constant, grade: 'aggregated' as const, rows: inner },
    type: 'BIGINT',
  }));
  return {
    columns: [
      ...columnsOf(needed(operator.group_index, 'the number of a group'), kept),
      ...columnsOf(needed(operator.aggregate_index, 'the number of an aggregate'), values),
      ...columnsOf(needed(operator.groupings_index, 'the number of a grouping'), groupings),
    ],
    rows: isAlwaysOneRow ? 0n : input.rows | keyDeciders(keyValues),
    order: 0n,
  };
}

function aggregated(expression: Expression, input: Output): Value {
  if (expression.expression_class !== 'BOUND_AGGREGATE')
    throw new Unreadable('the plan aggregates what is no aggregate');
  onlyKeys(expression, aggregateKeys, 'an aggregate');
  const { children = [], filter, order_bys, name = '' } = expression;
  const parts = originsOf(filter ? [...children, filter] : children, input.columns);
  const order = orderValues(order_bys?.orders ?? [], input).filter(isKey);
  const value = computed([...parts, ...order], 'aggregated');
  return orderless.has(name) ? value : inOrder(value, input);
}

/** What takes the value of a subquery of one row hands it on; what counts its rows says whether there are any. */
function oneRow(operator: Operator, input: Output): Output {
  const values = expressionsOf(operator).map((one) => {
    const [child] = one.children ?? [];
    if (one.name === 'first' && child) {
      const value = originOf(child, input.columns);
      return { value: { ...value, rows: value.rows | input.rows | input.order }, type: typeId(one.return_type) };
    }
    if (one.name !== 'count_star') throw new Unreadable(`the plan takes one row of a subquery by ${one.name}`);
    return { value: { ...constant, grade: 'derived' as const, from: input.rows }, type: typeId(one.return_type) };
  });
  return {
    columns: columnsOf(needed(operator.aggregate_index, 'the number of an aggregate'), values),
    rows: 0n,
    order: 0n,
  };
}
