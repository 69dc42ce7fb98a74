import { originsOf, referred } from './expression.ts';
import { conditionValues, joined } from './join.ts';
import { type Column, type Context, columnsOf, inputs, type Output, typeId } from './output.ts';
import type { Operator } from './plan.ts';
import { needed, Unreadable } from './unreadable.ts';
import type { Bits, Value } from './value.ts';

/**
 * A correlated subquery: the right side is computed once for each different row of some columns of the left side and
 * joined back to it by them. In the right side these columns are like constants, so that what the engine groups, joins
 * and partitions by them to keep the outer rows apart decides nothing; ties are how that is known.
 */
export function readCorrelatedJoin(operator: Operator, context: Context): Output {
  if (operator.delim_flipped) throw new Unreadable('the plan has a correlated join whose sides are swapped');
  const [leftSide, rightSide] = inputs(operator, 2);
  const left = context.read(needed(leftSide, 'the left side of a correlated join'), context);
  const shared = needed(operator.duplicate_eliminated_columns, 'the columns of a correlated join');
  const ties = shared.map(() => context.newTie());
  const outer = originsOf(shared, left.columns).map((value, at) => tied(value, ties[at] ?? 0n));
  const right = context.read(needed(rightSide, 'the right side of a correlated join'), { ...context, outer });
  const references = shared.map((one) => referred(one, left.columns));
  const tiedLeft = left.columns.map((column) => {
    const bits = ties.filter((_, at) => references[at] === column).reduce((all, tie) => all | tie, 0n);
    return { ...column, value: tied(column.value, bits) };
  });
  const condition = conditionValues(operator.conditions ?? [], tiedLeft, right.columns);
  const all = ties.reduce((bits, tie) => bits | tie, 0n);
  return joined(operator, left, { ...right, columns: right.columns.map((column) => untied(column, all)) }, condition);
}

function tied(value: Value, ties: Bits): Value {
  return { ...value, ties: value.ties | ties };
}

/** Outside of the subquery a column is one that differs from row to row. */
function untied(column: Column, ties: Bits): Column {
  return { ...column, value: { ...column.value, ties: column.value.ties & ~ties } };
}

/** The outer columns within a correlated subquery. */
export function readOuterRows(operator: Operator, { outer }: Context): Output {
  if (!outer) throw new Unreadable('the plan refers to outer rows where there are none');
  const types = needed(operator.chunk_types, 'the types of outer columns');
  if (types.length !== outer.length) throw new Unreadable('the outer columns of the plan do not fit');
  const columns = outer.map((value, at) => ({ value, type: typeId(types[at]) }));
  return { columns: columnsOf(needed(operator.table_index, 'the number of outer rows'), columns), rows: 0n, order: 0n };
}
