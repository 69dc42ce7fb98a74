import { identifier } from '../sql/identifier.ts';
import { literal } from '../sql/literal.ts';
import { equalTo } from './equal-to.ts';

/** What the query of a built-in test is made from. Relations are SQL already, `where` included. */
export interface TestInputs {
  readonly model: string;
  /** The column as SQL; empty for a test of a whole relation. */
  readonly column: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** The relation that an argument of `relations` names. */
  readonly relation: (argument: string) => string;
  /** The run's instant as SQL. */
  readonly now: string;
}

/** A generic test that is built in: a query for bad rows. */
export interface BuiltinTest {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly needsColumn: boolean;
  /** Arguments that name a relation: `ref('x')`, `source('a', 'b')` or a bare model name. */
  readonly relations: readonly string[];
  readonly sql: (inputs: TestInputs) => string;
}

const onColumn = { required: [], optional: [], needsColumn: true, relations: [] } as const;
const onRelation = { ...onColumn, needsColumn: false } as const;

/** The first four are dbt's and count as dbt does: `unique` and `accepted_values` a row for each distinct bad value. */
export const builtinTests: Readonly<Record<string, BuiltinTest>> = {
  not_null: { ...onColumn, sql: ({ model, column }) => `select * from ${model} where ${column} is null` },
  unique: {
    ...onColumn,
    sql: ({ model, column }) =>
      `select ${column} as unique_field, count(*) as n_records\nfrom ${model}\nwhere ${column} is not null\ngroup by ${column}\nhaving count(*) > 1`,
  },
  accepted_values: {
    ...onColumn,
    required: ['values'],
    optional: ['quote'],
    sql: ({ model, column, args }) =>
      `select ${column} as value_field, count(*) as n_records\nfrom ${model}\nwhere ${column} not in (${accepted(args)})\ngroup by ${column}`,
  },
  relationships: {
    ...onColumn,
    required: ['to', 'field'],
    relations: ['to'],
    sql: ({ model, column, args, relation }) => {
      const field = identifier(String(args.field));
      return `select child.${column} as from_field\nfrom ${model} as child\nleft join (select ${field} as to_field from ${relation('to')} where ${field} is not null) as parent\n  on child.${column} = parent.to_field\nwhere child.${column} is not null and parent.to_field is null`;
    },
  },
  unique_combination: {
    ...onRelation,
    required: ['columns'],
    sql: ({ model, args }) => {
      const columns = columnList(args.columns);
      return `select ${columns}, count(*) as n_records\nfrom ${model}\ngroup by ${columns}\nhaving count(*) > 1`;
    },
  },
  accepted_range: {
    ...onColumn,
    optional: ['min', 'max', 'inclusive'],
    sql: ({ model, column, args }) => `select *\nfrom ${model}\nwhere not (${within(column, args)})`,
  },
  expression_is_true: {
    ...onRelation,
    required: ['expression'],
    sql: ({ model, column, args }) =>
      `select *\nfrom ${model}\nwhere not (${column === '' ? '' : `${column} `}${String(args.expression)}\n)`,
  },
  row_count: {
    ...onRelation,
    optional: ['min', 'max'],
    sql: ({ model, args }) =>
      `select row_count\nfrom (select count(*) as row_count from ${model})\nwhere not (${within('row_count', args)})`,
  },
  recency: {
    ...onRelation,
    required: ['period', 'count'],
    optional: ['column'],
    sql: ({ model, column, args, now }) =>
      `select newest\nfrom (select max(${args.column === undefined ? column : identifier(String(args.column))})::timestamp as newest from ${model})\nwhere newest is null or newest < ${now}::timestamptz::timestamp - interval ${literal(`${String(args.count)} ${String(args.period)}`)}`,
  },
  equal_to: {
    ...onRelation,
    required: ['to', 'key', 'columns'],
    optional: ['tolerance'],
    relations: ['to'],
    sql: ({ model, args, relation }) =>
      equalTo(model, relation('to'), asList(args.key), asList(args.columns), args.tolerance),
  },
};

function asList(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

function columnList(value: unknown): string {
  return asList(value).map(identifier).join(', ');
}

function accepted(args: Readonly<Record<string, unknown>>): string {
  const values = Array.isArray(args.values) ? args.values : [args.values];
  return values.map((value) => (args.quote === false ? String(value) : literal(String(value)))).join(', ');
}

/** `min` and `max` as conditions on a value; numbers as they are, text as an SQL expression. */
function within(value: string, args: Readonly<Record<string, unknown>>): string {
  const equal = args.inclusive === false ? '' : '=';
  const conditions = [
    ...(args.min === undefined ? [] : [`${value} >${equal} ${String(args.min)}`]),
    ...(args.max === undefined ? [] : [`${value} <${equal} ${String(args.max)}`]),
  ];
  return conditions.length === 0 ? 'true' : conditions.join(' and ');
}
