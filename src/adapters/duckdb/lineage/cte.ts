import { originsOf } from './expression.ts';
import { type Context, columnsOf, inputs, type Output, typeId } from './output.ts';
import type { Operator } from './plan.ts';
import { pairs } from './set-operation.ts';
import { needed, Unreadable } from './unreadable.ts';
import { either, keyDeciders, type Value } from './value.ts';

/** A CTE and the query that may use it: what is not used is not read. */
export function readCte(operator: Operator, context: Context): Output {
  const [body, query] = inputs(operator, 2);
  let output: Output | null = null;
  const read = () => {
    output ??= context.read(needed(body, 'the body of a CTE'), context);
    return output;
  };
  context.ctes.set(needed(operator.table_index, 'the number of a CTE'), read);
  return context.read(needed(query, 'the query of a CTE'), context);
}

export function readCteReference(operator: Operator, context: Context): Output {
  const cte = context.ctes.get(needed(operator.cte_index, 'the number of a CTE'));
  if (!cte) throw new Unreadable('the plan refers to a CTE that is not there');
  const output = cte();
  const types = needed(operator.chunk_types, 'the types of a CTE');
  if (types.length !== output.columns.length || output.columns.some(({ type }, at) => type !== typeId(types[at]))) {
    throw new Unreadable('a reference to a CTE does not fit it');
  }
  return { ...output, columns: columnsOf(needed(operator.table_index, 'the number of a reference'), output.columns) };
}

/**
 * A recursive CTE: what its second part makes of the rows so far is added until nothing new comes. Columns that change
 * places on the way need several rounds; every round only adds, so it ends.
 */
export function readRecursion(operator: Operator, context: Context): Output {
  const [start, step] = inputs(operator, 2);
  const table = needed(operator.table_index, 'the number of a CTE');
  let output = context.read(needed(start, 'the start of a recursion'), context);
  for (;;) {
    const before = { ...output, columns: columnsOf(table, output.columns) };
    context.ctes.set(table, () => ({ ...before, rows: 0n, order: 0n }));
    const added = context.read(needed(step, 'the step of a recursion'), context);
    const columns = pairs(before, added).map(([one, other]) => ({ ...one, value: either(one.value, other.value) }));
    output = { columns, rows: before.rows | added.rows, order: before.order | added.order };
    if (isSame(before, output)) return withKeys(operator, output);
  }
}

function isSame(one: Output, other: Output): boolean {
  return (
    one.rows === other.rows && one.order === other.order && pairs(one, other).every(([a, b]) => equal(a.value, b.value))
  );
}

function equal(one: Value, other: Value): boolean {
  return (
    one.grade === other.grade &&
    one.from === other.from &&
    one.rows === other.rows &&
    one.ties === other.ties &&
    one.isNull === other.isNull &&
    one.isFixedList === other.isFixedList
  );
}

/** UNION drops rows that were there, USING KEY replaces rows of the same key: the columns that tell rows apart decide. */
function withKeys({ union_all, key_targets }: Operator, output: Output): Output {
  if (key_targets) return { ...output, rows: output.rows | keyDeciders(originsOf(key_targets, output.columns)) };
  if (union_all) return output;
  return { ...output, rows: output.rows | keyDeciders(output.columns.map(({ value }) => value)) };
}
