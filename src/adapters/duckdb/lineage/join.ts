import { originOf } from './expression.ts';
import { type Column, type Context, type Output, readBoth } from './output.ts';
import type { Condition, Operator } from './plan.ts';
import { needed, onlyKeys, Unreadable } from './unreadable.ts';
import { type Bits, computed, deciders, type Value } from './value.ts';

const conditionKeys = new Set(['left', 'right', 'comparison']);

/** Joins by conditions that compare the two sides; ASOF too. */
export function readComparisonJoin(operator: Operator, context: Context): Output {
  const [left, right] = readBoth(operator, context);
  return joined(operator, left, right, conditionValues(operator.conditions ?? [], left.columns, right.columns));
}

/** Joins by any other condition. */
export function readAnyJoin(operator: Operator, context: Context): Output {
  const [left, right] = readBoth(operator, context);
  const condition = needed(operator.condition, 'the condition of a join');
  return joined(operator, left, right, [originOf(condition, [...left.columns, ...right.columns])]);
}

export function readCrossProduct(operator: Operator, context: Context): Output {
  const [left, right] = readBoth(operator, context);
  return both(left, right, [...left.columns, ...right.columns]);
}

/** Rows that stand at the same place are joined: what orders them decides. */
export function readPositionalJoin(operator: Operator, context: Context): Output {
  const [left, right] = readBoth(operator, context);
  const output = both(left, right, [...loose(left.columns), ...loose(right.columns)]);
  return { ...output, rows: output.rows | output.order };
}

/** What the conditions of a join look at; one that holds for every outer row decides nothing. */
export function conditionValues(
  conditions: readonly Condition[],
  left: readonly Column[],
  right: readonly Column[],
): readonly Value[] {
  return conditions.flatMap((condition) => {
    onlyKeys(condition, conditionKeys, 'a condition');
    const values = [originOf(condition.left, left), originOf(condition.right, right)];
    const [one, other] = values;
    const isTied = ((one?.ties ?? 0n) & (other?.ties ?? 0n)) !== 0n;
    return isTied && condition.comparison === 'COMPARE_NOT_DISTINCT_FROM' ? [] : values;
  });
}

/** What the two sides give with the values that the condition looks at. */
export function joined(operator: Operator, left: Output, right: Output, condition: readonly Value[]): Output {
  const decided = condition.reduce((bits, one) => bits | deciders(one), 0n);
  const add = (output: Output) => ({ ...output, rows: output.rows | decided });
  switch (operator.join_type) {
    case 'INNER':
      return add(both(left, right, [...left.columns, ...right.columns]));
    case 'LEFT':
      return add(both(left, right, [...left.columns, ...loose(right.columns)]));
    case 'RIGHT':
      return add(both(left, right, [...loose(left.columns), ...right.columns]));
    case 'FULL':
      return add(both(left, right, [...loose(left.columns), ...loose(right.columns)]));
    case 'SEMI':
    case 'ANTI':
      return add({ ...both(left, right, left.columns), order: left.order });
    case 'SINGLE':
      // The one row of a scalar subquery: it takes no row away and adds none.
      return { ...left, columns: [...left.columns, ...withRows(right.columns, right.rows | decided)] };
    case 'MARK':
      return { ...left, columns: [...left.columns, mark(operator, condition, right.rows)] };
    default:
      throw new Unreadable(`the plan has a join that is not understood: ${operator.join_type}`);
  }
}

/** IN, ANY, EXISTS: whether there is such a row depends on what decides the subquery's rows. */
function mark(operator: Operator, condition: readonly Value[], rows: Bits): Column {
  const { from, ...value } = computed(condition);
  const grade = value.grade === 'literal' ? 'derived' : value.grade;
  const table = needed(operator.mark_index, 'the number of a mark');
  return { table, at: 0, type: 'BOOLEAN', value: { ...value, grade, from: from | rows, isFixedList: false } };
}

function both(left: Output, right: Output, columns: readonly Column[]): Output {
  return { columns, rows: left.rows | right.rows, order: left.order | right.order };
}

/** Columns that are NULL where the other side has no partner: equal to no outer column then. */
function loose(columns: readonly Column[]): readonly Column[] {
  return columns.map((column) => ({ ...column, value: { ...column.value, ties: 0n, isFixedList: false } }));
}

function withRows(columns: readonly Column[], rows: Bits): readonly Column[] {
  return loose(columns).map((column) => ({ ...column, value: { ...column.value, rows: column.value.rows | rows } }));
}
