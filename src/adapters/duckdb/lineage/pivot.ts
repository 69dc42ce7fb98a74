import { type Context, columnsOf, type Output, readOnly, typeId } from './output.ts';
import type { Operator } from './plan.ts';
import { needed, onlyKeys, Unreadable } from './unreadable.ts';
import { computed } from './value.ts';

const pivotKeys = new Set(['group_count', 'types', 'pivot_values', 'aggregates']);

/**
 * A PIVOT of many values: its input has the group's columns, a list for each aggregate and a list of the names that the
 * values of the lists belong to; what it gives is the group's columns and each aggregate for each name.
 */
export function readPivot(operator: Operator, context: Context): Output {
  const input = readOnly(operator, context);
  const pivot = needed(operator.bound_pivot, 'the columns of a PIVOT');
  onlyKeys(pivot, pivotKeys, 'a PIVOT');
  const groups = pivot.group_count ?? 0;
  const aggregates = needed(pivot.aggregates, 'the aggregates of a PIVOT').length;
  if (input.columns.length !== groups + aggregates + 1) throw new Unreadable('the input of a PIVOT does not fit it');
  const names = needed(input.columns[groups + aggregates], 'the names of a PIVOT').value;
  const columns = needed(pivot.types, 'the types of a PIVOT').map((type, at) => {
    if (at < groups) return needed(input.columns[at], 'a group of a PIVOT');
    const list = needed(input.columns[groups + ((at - groups) % aggregates)], 'an aggregate of a PIVOT').value;
    return { value: computed([list, names]), type: typeId(type) };
  });
  return { ...input, columns: columnsOf(needed(operator.pivot_index, 'the number of a PIVOT'), columns), order: 0n };
}
