import type { Print } from '../../../adapter/port.ts';
import type { Operator } from '../lineage/plan.ts';
import { Unreadable } from '../lineage/unreadable.ts';
import { printOf } from './expression.ts';
import { type Context, columnsOf, type Output, prints, sideOf, unordered } from './output.ts';
import { print } from './print.ts';

function both({ children = [] }: Operator, context: Context): readonly [Output, Output] {
  const [left, right] = children;
  return [context.read(left as Operator, context), context.read(right as Operator, context)];
}

export function readJoin(operator: Operator, context: Context): Output {
  return joined(operator, context, ...both(operator, context));
}

/** A correlated subquery is computed once for each different row of some columns of the left side. */
export function readCorrelatedJoin(operator: Operator, context: Context): Output {
  const [leftSide, rightSide] = operator.children ?? [];
  const left = context.read(leftSide as Operator, context);
  const shared = (operator.duplicate_eliminated_columns ?? []).map((one) => printOf(one, left.columns, context));
  const rows = print('outer rows', [...shared, left.rows]);
  const columns = shared.map((one, at) => ({ print: print(['outer', at], [one, rows]), type: '' }));
  const outer = { columns: columnsOf(-1, columns), rows, order: unordered };
  return joined(operator, context, left, context.read(rightSide as Operator, { ...context, outer }));
}

export function readOuterRows(operator: Operator, { outer }: Context): Output {
  if (!outer) throw new Unreadable('the plan refers to outer rows where there are none');
  return { ...outer, columns: columnsOf(operator.table_index, outer.columns) };
}

export function readCrossProduct(operator: Operator, context: Context): Output {
  const [left, right] = both(operator, context);
  const columns = [...sideOf(left, 'left').columns, ...sideOf(right, 'right').columns];
  return { columns, rows: print('cross', [left.rows, right.rows]), order: orderOf(left, right) };
}

/** Rows that stand at the same place are joined, and where they stand is chance. */
export function readPositionalJoin(operator: Operator, context: Context): Output {
  const { columns, rows, order } = readCrossProduct(operator, context);
  return { columns, rows: print('positional', [rows, order, ...prints(columns)], 'ties'), order };
}

function joined(operator: Operator, context: Context, left: Output, right: Output): Output {
  const { join_type, type } = operator;
  const isAsof = type === 'LOGICAL_ASOF_JOIN';
  const [one, other] = [sideOf(left, 'left'), sideOf(right, 'right', isAsof ? 'ties' : 'none')];
  const condition = print(
    ['join', type, join_type],
    [...conditions(operator, context, one, other), left.rows, right.rows],
  );
  switch (join_type) {
    case 'INNER':
    case 'LEFT':
    case 'RIGHT':
    case 'FULL':
      return { columns: [...one.columns, ...other.columns], rows: condition, order: orderOf(left, right) };
    case 'SEMI':
    case 'ANTI':
      return { ...left, rows: condition };
    case 'SINGLE':
      // The one row of a scalar subquery: it takes no row away and adds none.
      return { ...left, columns: [...left.columns, ...within(right, condition)] };
    case 'MARK':
      return {
        ...left,
        columns: [...left.columns, ...columnsOf(operator.mark_index, [{ print: condition, type: 'BOOLEAN' }])],
      };
    default:
      throw new Unreadable(`the plan has a join that is not understood: ${join_type}`);
  }
}

function orderOf(left: Output, right: Output): Print {
  return print('orders', [left.order, right.order]);
}

function within({ columns }: Output, condition: Print): Output['columns'] {
  return columns.map((column) => ({ ...column, print: print('single', [column.print, condition]) }));
}

function conditions(operator: Operator, context: Context, left: Output, right: Output): readonly Print[] {
  const both = [...left.columns, ...right.columns];
  const any = operator.condition ? [printOf(operator.condition, both, context)] : [];
  const compared = (operator.conditions ?? []).map((one) =>
    print(one.comparison, [printOf(one.left, left.columns, context), printOf(one.right, right.columns, context)]),
  );
  return [...any, ...compared];
}
