import { originOf } from './expression.ts';
import { type Column, type Context, columnsOf, type Output, readOnly, typeId } from './output.ts';
import type { Operator } from './plan.ts';
import { needed, Unreadable } from './unreadable.ts';
import { computed, constant, deciders, either, nothing, type Value } from './value.ts';

/** Table functions whose rows come from their arguments alone. */
export const pureTableFunctions: ReadonlySet<string> = new Set([
  'range',
  'generate_series',
  'unnest',
  'repeat',
  'repeat_row',
  'json_each',
  'json_tree',
]);

export function readGet(operator: Operator, context: Context): Output {
  if (operator.name === 'seq_scan') return table(operator, context);
  if (!pureTableFunctions.has(operator.name ?? '')) {
    throw new Unreadable(`it reads \`${operator.name}(…)\`, which is neither a table nor made of its arguments alone`);
  }
  return operator.children
    ? calledWithColumns(operator, context)
    : { ...made(operator, constant), rows: 0n, order: 0n };
}

function table(operator: Operator, { sources, catalog: own }: Context): Output {
  const { catalog, schema, table: name } = operator.function_data ?? {};
  const relation = { schema: needed(schema, 'the schema of a table'), name: needed(name, 'the name of a table') };
  const columns = scanned(operator).map((index) => {
    // A number beyond the columns is the engine's own column of row numbers; `count(*)` reads it and uses it not.
    const isOwn = index > Number.MAX_SAFE_INTEGER;
    const column = isOwn ? 'rowid' : needed(operator.names?.[index], 'the name of a column');
    const from = sources.bit({
      catalog: catalog === own ? null : needed(catalog, 'the database of a table'),
      relation,
      column,
    });
    const value: Value = { ...constant, grade: 'plain', from, isFixedList: false };
    return { value, type: isOwn ? 'BIGINT' : typeId(operator.returned_types?.[index]) };
  });
  return { columns: columnsOf(needed(operator.table_index, 'the number of a scan'), columns), rows: 0n, order: 0n };
}

function scanned({ column_indexes = [] }: Operator): readonly number[] {
  return column_indexes.map((column) => {
    if ('child_indexes' in column) throw new Unreadable('a scan of the plan reads parts of columns');
    return column.index;
  });
}

/** The columns of a table function, each made of `value`. */
function made(operator: Operator, value: Value): { readonly columns: readonly Column[] } {
  const columns = scanned(operator).map((index) => ({ value, type: typeId(operator.returned_types?.[index]) }));
  return { columns: columnsOf(needed(operator.table_index, 'the number of a scan'), columns) };
}

/** `from t, unnest(t.l)`: the input has the arguments first, and columns that go through as they are. */
function calledWithColumns(operator: Operator, context: Context): Output {
  const input = readOnly(operator, context);
  const count = needed(operator.input_table_types, 'the arguments of a table function').length;
  const value = computed(input.columns.slice(0, count).map((column) => column.value));
  const through = (operator.projected_input ?? []).map((at) =>
    needed(input.columns[at], 'a column of a table function'),
  );
  const isAlwaysAsLong = operator.name === 'unnest' && input.columns[0]?.value.isFixedList === true;
  return {
    columns: [...made(operator, { ...value, isFixedList: false }).columns, ...through],
    rows: isAlwaysAsLong ? input.rows : input.rows | deciders(value),
    order: input.order,
  };
}

/** VALUES: each column is one or the other of its cells. */
export function readValues(operator: Operator, context: Context): Output {
  const input = readOnly(operator, context);
  const rows = (operator.expressions ?? []).map((row) => {
    if (!Array.isArray(row)) throw new Unreadable('the plan has VALUES without rows');
    return row.map((cell) => originOf(cell, input.columns));
  });
  const columns = needed(operator.expr_types, 'the types of VALUES').map((type, at) => {
    const cells = rows.map((row) => needed(row[at], 'a cell of VALUES'));
    const [first = nothing, ...others] = cells;
    return { value: others.reduce(either, first), type: typeId(type) };
  });
  return { ...input, columns: columnsOf(needed(operator.table_index, 'the number of VALUES'), columns) };
}

/** A query without FROM: one row. */
export function readDummy(operator: Operator): Output {
  const column = { value: constant, type: 'INTEGER' };
  return { columns: columnsOf(needed(operator.table_index, 'the number of a row'), [column]), rows: 0n, order: 0n };
}
