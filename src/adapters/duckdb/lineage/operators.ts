import { readAggregate } from './aggregate.ts';
import { readCorrelatedJoin, readOuterRows } from './correlated.ts';
import { readCte, readCteReference, readRecursion } from './cte.ts';
import { readAnyJoin, readComparisonJoin, readCrossProduct, readPositionalJoin } from './join.ts';
import type { Context, Output } from './output.ts';
import { readPivot } from './pivot.ts';
import type { Operator } from './plan.ts';
import { readDistinct, readFilter, readLimit, readOrder, readProjection, readSample, readUnnest } from './rows.ts';
import { readDummy, readGet, readValues } from './scan.ts';
import { readMatched, readUnion } from './set-operation.ts';
import { onlyKeys, Unreadable } from './unreadable.ts';
import { readWindow } from './window.ts';

interface Reader {
  readonly keys: ReadonlySet<string>;
  readonly read: (operator: Operator, context: Context) => Output;
}

function reader(read: Reader['read'], keys: string): Reader {
  return { read, keys: new Set(['type', 'children', ...keys.split(' ')]) };
}

const comparisonKeys = 'join_type mark_index conditions mark_types delim_flipped';

/** Every operator that is understood, with every key that it may have. */
const readers: Readonly<Record<string, Reader>> = {
  LOGICAL_GET: reader(
    readGet,
    'table_index returned_types names name has_serialize function_data column_indexes extra_info ordinality_idx arguments catalog_name schema_name parameters input_table_types input_table_names projected_input',
  ),
  LOGICAL_EXPRESSION_GET: reader(readValues, 'table_index expr_types expressions'),
  LOGICAL_DUMMY_SCAN: reader(readDummy, 'table_index'),
  LOGICAL_PROJECTION: reader(readProjection, 'table_index expressions'),
  LOGICAL_FILTER: reader(readFilter, 'expressions projection_map'),
  LOGICAL_ORDER_BY: reader(readOrder, 'orders'),
  LOGICAL_LIMIT: reader(readLimit, 'limit_val offset_val'),
  LOGICAL_SAMPLE: reader(readSample, 'sample_options'),
  LOGICAL_DISTINCT: reader(readDistinct, 'distinct_type distinct_targets order_by'),
  LOGICAL_UNNEST: reader(readUnnest, 'unnest_index expressions'),
  LOGICAL_AGGREGATE_AND_GROUP_BY: reader(
    readAggregate,
    'expressions group_index aggregate_index groupings_index groups grouping_sets grouping_functions distinct_validity',
  ),
  LOGICAL_WINDOW: reader(readWindow, 'window_index expressions'),
  LOGICAL_PIVOT: reader(readPivot, 'pivot_index bound_pivot'),
  LOGICAL_COMPARISON_JOIN: reader(readComparisonJoin, comparisonKeys),
  LOGICAL_ASOF_JOIN: reader(readComparisonJoin, comparisonKeys),
  LOGICAL_ANY_JOIN: reader(readAnyJoin, 'join_type mark_index condition'),
  LOGICAL_CROSS_PRODUCT: reader(readCrossProduct, ''),
  LOGICAL_POSITIONAL_JOIN: reader(readPositionalJoin, ''),
  LOGICAL_DELIM_JOIN: reader(readCorrelatedJoin, `${comparisonKeys} duplicate_eliminated_columns`),
  LOGICAL_DELIM_GET: reader(readOuterRows, 'table_index chunk_types'),
  LOGICAL_UNION: reader(readUnion, 'table_index column_count setop_all allow_out_of_order'),
  LOGICAL_EXCEPT: reader(readMatched, 'table_index column_count setop_all allow_out_of_order'),
  LOGICAL_INTERSECT: reader(readMatched, 'table_index column_count setop_all allow_out_of_order'),
  LOGICAL_MATERIALIZED_CTE: reader(readCte, 'table_index column_count ctename materialize'),
  LOGICAL_RECURSIVE_CTE: reader(readRecursion, 'table_index column_count ctename union_all key_targets ref_recurring'),
  LOGICAL_CTE_REF: reader(readCteReference, 'table_index cte_index chunk_types bound_columns is_recurring'),
};

/** What an operator hands on; what is not understood is refused. */
export function readOperator(operator: Operator, context: Context): Output {
  const known = Object.hasOwn(readers, operator.type) ? readers[operator.type] : undefined;
  if (!known) throw new Unreadable(`its plan has an operator that is not understood: ${operator.type}`);
  onlyKeys(operator, known.keys, operator.type);
  return known.read(operator, context);
}
