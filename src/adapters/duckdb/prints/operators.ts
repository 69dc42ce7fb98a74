import type { Print } from '../../../adapter/port.ts';
import type { Expression, Operator } from '../lineage/plan.ts';
import { expressionsOf } from '../lineage/rows.ts';
import { needed, Unreadable } from '../lineage/unreadable.ts';
import { readAggregate, readWindow } from './aggregate.ts';
import { printOf, typeIds, typeOf } from './expression.ts';
import { readCorrelatedJoin, readCrossProduct, readJoin, readOuterRows, readPositionalJoin } from './join.ts';
import { type Column, type Context, columnsOf, type Output, prints, sideOf, unordered } from './output.ts';
import { doubted, isLoose, print } from './print.ts';

type Reader = (operator: Operator, context: Context) => Output;

const readers: Readonly<Record<string, Reader>> = {
  LOGICAL_GET: (operator, context) =>
    operator.name === 'seq_scan' ? readTable(operator, context) : readFunction(operator, context),
  LOGICAL_EXPRESSION_GET: readValues,
  LOGICAL_DUMMY_SCAN: ({ table_index }) => ({
    columns: columnsOf(table_index, [{ print: print('nothing'), type: 'INTEGER' }]),
    rows: print('one row'),
    order: unordered,
  }),
  LOGICAL_PROJECTION: (operator, context) => {
    const input = only(operator, context);
    const values = expressionsOf(operator).map((one) => ({
      print: printOf(one, input.columns, context),
      type: typeOf(one),
    }));
    return { ...input, columns: columnsOf(operator.table_index, values) };
  },
  LOGICAL_FILTER: (operator, context) => {
    const input = only(operator, context);
    const { projection_map: map } = operator;
    const kept = expressionsOf(operator).map((one) => printOf(one, input.columns, context));
    return {
      ...input,
      columns: map ? map.map((at) => needed(input.columns[at], 'a column')) : input.columns,
      rows: print('filter', [...kept, input.rows]),
    };
  },
  LOGICAL_ORDER_BY: (operator, context) => {
    const input = only(operator, context);
    return { ...input, order: orderOf(operator.orders, input, context) };
  },
  LOGICAL_LIMIT: (operator, context) => {
    const input = only(operator, context);
    const count = print(
      'limit',
      limits(operator).map((one) => printOf(one, input.columns, context)),
    );
    return { ...input, rows: print('limited', [count, input.rows, input.order], 'ties') };
  },
  LOGICAL_SAMPLE: (operator, context) => {
    const input = only(operator, context);
    return { ...input, rows: print('sample', [input.rows, input.order], 'volatile') };
  },
  LOGICAL_DISTINCT: readDistinct,
  LOGICAL_UNNEST: (operator, context) => {
    const input = only(operator, context);
    const unfolded = expressionsOf(operator).map((one) => ({
      print: printOf(one, input.columns, context),
      type: typeOf(one),
    }));
    const rows = print('unnest', [...unfolded.map((one) => one.print), input.rows]);
    const columns = unfolded.map((one, at) => ({ ...one, print: print(['unnested', at], [one.print, rows]) }));
    return { columns: [...input.columns, ...columnsOf(operator.unnest_index, columns)], rows, order: input.order };
  },
  LOGICAL_AGGREGATE_AND_GROUP_BY: readAggregate,
  LOGICAL_WINDOW: readWindow,
  LOGICAL_PIVOT: (operator, context) => {
    const input = only(operator, context);
    const rows = print(['pivot', operator.bound_pivot], [input.rows, ...prints(input.columns)]);
    const columns = typeIds(operator.bound_pivot?.types).map((type, at) => ({
      print: print(['pivoted', at], [rows]),
      type,
    }));
    return { columns: columnsOf(operator.pivot_index, columns), rows, order: unordered };
  },
  LOGICAL_COMPARISON_JOIN: readJoin,
  LOGICAL_ASOF_JOIN: readJoin,
  LOGICAL_ANY_JOIN: readJoin,
  LOGICAL_CROSS_PRODUCT: readCrossProduct,
  LOGICAL_POSITIONAL_JOIN: readPositionalJoin,
  LOGICAL_DELIM_JOIN: readCorrelatedJoin,
  LOGICAL_DELIM_GET: readOuterRows,
  LOGICAL_UNION: readSets,
  LOGICAL_EXCEPT: readSets,
  LOGICAL_INTERSECT: readSets,
  LOGICAL_MATERIALIZED_CTE: (operator, context) => {
    const [body, query] = operator.children ?? [];
    let output: Output | null = null;
    context.ctes.set(needed(operator.table_index, 'the number of a CTE'), () => {
      output ??= context.read(body as Operator, context);
      return output;
    });
    return context.read(query as Operator, context);
  },
  LOGICAL_CTE_REF: (operator, context) => {
    const cte = needed(context.ctes.get(needed(operator.cte_index, 'the number of a CTE')), 'a CTE');
    const output = operator.is_recurring ? sideOf(cte(), 'all rounds') : cte();
    return { ...output, columns: columnsOf(operator.table_index, output.columns) };
  },
  LOGICAL_RECURSIVE_CTE: readRecursion,
};

/** What an operator hands on; lineage has refused before what is not understood of it. */
export function readOperator(operator: Operator, context: Context): Output {
  const reader = Object.hasOwn(readers, operator.type) ? readers[operator.type] : undefined;
  if (!reader) throw new Unreadable(`its plan has an operator that is not understood: ${operator.type}`);
  return reader(operator, context);
}

function only({ children = [] }: Operator, context: Context): Output {
  return context.read(needed(children[0], 'an input'), context);
}

function orderOf(orders: Operator['orders'] = [], input: Output, context: Context): Print {
  const keys = orders.map(({ expression, ...how }) => print(how, [printOf(expression, input.columns, context)]));
  return print('order', [...keys, input.order]);
}

/** A limit is a number, or an expression that gives one. */
function limits({ limit_val, offset_val }: Operator): readonly Expression[] {
  return [limit_val, offset_val].map((one) => (one ?? {}) as Expression);
}

function readTable(operator: Operator, { tables, catalog: own }: Context): Output {
  const { catalog, schema = '', table = '' } = operator.function_data ?? {};
  const known = tables({ schema, name: table }, catalog === own ? null : (catalog ?? ''));
  const values = scanned(operator).map((index): { print: Print; type: string } => {
    const type = operator.returned_types?.[index];
    // A number beyond the columns is the engine's own column of row numbers; `count(*)` reads it and uses it not.
    const column = type ? (known?.column(operator.names?.[index] ?? '') ?? null) : null;
    return { print: print(['column', type], [column ?? unknown]), type: type?.id ?? 'BIGINT' };
  });
  return { columns: columnsOf(operator.table_index, values), rows: known?.rows ?? unknown, order: unordered };
}

const unknown: Print = print('unknown', [], 'volatile');

function scanned({ column_indexes = [] }: Operator): readonly number[] {
  return column_indexes.map(({ index }) => index);
}

/** A table function of its arguments alone; with an input it is called for each row, and hands on some of its columns. */
function readFunction(operator: Operator, context: Context): Output {
  const { children, table_index, column_indexes: _, ...how } = operator;
  const input = children ? only(operator, context) : null;
  const rows = print(['function', how], input ? [...prints(input.columns), input.rows] : []);
  const own = scanned(operator).map((index) => ({
    print: print(['made', index], [rows]),
    type: operator.returned_types?.[index]?.id ?? '',
  }));
  const through = (operator.projected_input ?? []).map((at) =>
    needed(input?.columns[at], 'a column of a table function'),
  );
  return { columns: [...columnsOf(table_index, own), ...through], rows, order: unordered };
}

/** VALUES: rows by their place. */
function readValues(operator: Operator, context: Context): Output {
  const input = only(operator, context);
  const lists = (operator.expressions ?? []).map((row) => (Array.isArray(row) ? (row as readonly Expression[]) : []));
  const values = typeIds(operator.expr_types).map((type, at) => {
    const cells = lists.map((row) => printOf(needed(row[at], 'a cell of VALUES'), input.columns, context));
    return { print: print('cells', cells), type };
  });
  const rows = print(['values', lists.length], [input.rows]);
  return { columns: columnsOf(operator.table_index, values), rows, order: unordered };
}

/** What is not a target is taken from any of the rows that are equal in the targets. */
function readDistinct(operator: Operator, context: Context): Output {
  const input = only(operator, context);
  const targets = (operator.distinct_targets ?? []).map((one) => printOf(one, input.columns, context));
  const isTarget = (one: Print) => targets.some(({ hash }) => hash === one.hash);
  const order = orderOf(operator.order_by?.orders, input, context);
  const columns = input.columns.map((column): Column => {
    if (!isTarget(column.print)) return { ...column, print: print('any', [column.print, order], 'ties') };
    return { ...column, print: doubted(column.print, isLoose(column.type) ? 'ties' : 'none') };
  });
  return { columns, rows: print(['distinct', operator.distinct_type], [...targets, input.rows]), order: unordered };
}

/** UNION ALL puts columns side by side; EXCEPT and INTERSECT keep rows of the first by all of their columns. */
function readSets(operator: Operator, context: Context): Output {
  const all = (operator.children ?? []).map((child) => context.read(child, context));
  const [first] = all;
  const { type, setop_all } = operator;
  const isUnion = type === 'LOGICAL_UNION';
  const columns = needed(first, 'the inputs of a set operation').columns.map((column, at) => {
    const values = all.map((one) => needed(one.columns[at], 'a column of a set operation').print);
    const isAny = !isUnion && isLoose(column.type);
    return {
      print: print([type, 'column'], isUnion ? values : [column.print], isAny ? 'ties' : 'none'),
      type: column.type,
    };
  });
  const compared = isUnion ? [] : all.flatMap((one) => prints(one.columns));
  const rows = print([type, setop_all], [...all.map((one) => one.rows), ...compared]);
  return {
    columns: columnsOf(operator.table_index, columns),
    rows,
    order: print(
      'orders',
      all.map((one) => one.order),
    ),
  };
}

/** A recursive CTE is its start and its step; within the step it stands for itself. */
function readRecursion(operator: Operator, context: Context): Output {
  const [start, step] = operator.children ?? [];
  const table = needed(operator.table_index, 'the number of a CTE');
  const first = context.read(needed(start, 'the start of a recursion'), context);
  const begun = print('recursion', [first.rows, ...prints(first.columns)]);
  const itself = first.columns.map(({ type }, at) => ({ type, print: print(['itself', at], [begun]) }));
  context.ctes.set(table, () => ({ columns: columnsOf(table, itself), rows: begun, order: unordered }));
  const added = context.read(needed(step, 'the step of a recursion'), context);
  const keys = (operator.key_targets ?? []).map((one) => printOf(one, first.columns, context));
  const doubt = operator.key_targets || first.columns.some(({ type }) => isLoose(type)) ? 'ties' : 'none';
  const rows = print(['recursive', operator.union_all], [begun, added.rows, ...prints(added.columns), ...keys], doubt);
  const columns = first.columns.map(({ type }, at) => ({ type, print: print(['of', at], [rows]) }));
  const output: Output = { columns: columnsOf(table, columns), rows, order: unordered };
  context.ctes.set(table, () => output);
  return output;
}
