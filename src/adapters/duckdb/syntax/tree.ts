import type { DuckDBConnection } from '@duckdb/node-api';
import { literal } from '../../../sql/literal.ts';
import { rowsOf } from '../values.ts';

/** The engine's parse tree of a query, as far as it is read here. `query_location` counts bytes from the query's start. */

export interface Expression {
  readonly class: string;
  readonly type: string;
  readonly alias?: string;
  readonly query_location?: number;
  readonly column_names?: readonly string[];
  readonly children?: readonly Expression[];
  readonly left?: Expression;
  readonly right?: Expression;
  readonly child?: Expression;
  readonly lhs?: Expression;
  readonly function_name?: string;
  readonly distinct?: boolean;
  readonly cast_type?: { readonly id: string };
  readonly value?: { readonly type: { readonly id: string }; readonly is_null: boolean; readonly value?: unknown };
  readonly case_checks?: readonly { readonly when_expr: Expression; readonly then_expr: Expression }[];
  readonly else_expr?: Expression;
  readonly subquery_type?: string;
  readonly subquery?: Statement;
  readonly comparison_type?: string;
  /** Of a star. */
  readonly columns?: boolean;
  readonly expr?: Expression;
  readonly relation_name?: string;
  readonly exclude_list?: readonly string[];
  readonly qualified_exclude_list?: readonly unknown[];
  readonly replace_list?: readonly { readonly key: string; readonly value: Expression }[];
  readonly rename_list?: readonly unknown[];
}

export interface Statement {
  readonly node: QueryNode;
}

export interface TableRef {
  readonly type: string;
  readonly alias?: string;
  readonly query_location?: number;
  readonly catalog_name?: string;
  readonly schema_name?: string;
  readonly table_name?: string;
  readonly column_name_alias?: readonly string[];
  readonly subquery?: Statement;
  readonly left?: TableRef;
  readonly right?: TableRef;
  readonly join_type?: string;
  readonly ref_type?: string;
  readonly condition?: Expression;
  readonly using_columns?: readonly string[];
}

export interface Cte {
  readonly aliases?: readonly string[];
  readonly query: Statement;
}

export interface Modifier {
  readonly type: string;
  readonly orders?: readonly { readonly expression: Expression }[];
  readonly distinct_on_targets?: readonly Expression[];
}

export interface QueryNode {
  readonly type: string;
  readonly cte_map?: { readonly map?: readonly { readonly key: string; readonly value: Cte }[] };
  readonly modifiers?: readonly Modifier[];
  readonly select_list?: readonly Expression[];
  readonly from_table?: TableRef;
  readonly where_clause?: Expression;
  readonly group_expressions?: readonly Expression[];
  readonly aggregate_handling?: string;
  readonly having?: Expression;
  readonly qualify?: Expression;
  readonly sample?: unknown;
  /** Of a set operation and of a recursion. */
  readonly left?: QueryNode;
  readonly right?: QueryNode;
  readonly setop_type?: string;
  readonly cte_name?: string;
}

interface Answer {
  readonly error: boolean;
  readonly error_message?: string;
  readonly statements?: readonly Statement[];
}

/** The tree of each query; a text where there is none, why. Nothing is bound: the tables need not be there. */
export async function treesOf(
  connection: DuckDBConnection,
  queries: readonly string[],
): Promise<(QueryNode | string)[]> {
  // The function takes no parameter, only a literal.
  const calls = queries.map(
    (sql, at) =>
      `json_serialize_sql(${literal(sql)}, skip_null := true, skip_empty := true, skip_default := true) as q${at}`,
  );
  const [row = {}] = rowsOf(await connection.run(`select ${calls.join(', ')}`));
  return queries.map((_, at) => {
    const { statements = [], error_message } = JSON.parse(String(row[`q${at}`])) as Answer;
    const [statement, second] = statements;
    if (statement && !second) return statement.node;
    return (error_message ?? 'it is not one query').split('\n', 1)[0] ?? '';
  });
}

/** Query nodes below a node that are part of the same query: the sides of a set operation or of a recursion. */
export function sidesOf({ left, right }: QueryNode): readonly QueryNode[] {
  return [left, right].filter((one) => one !== undefined);
}

export function ctesOf({ cte_map }: QueryNode): readonly { readonly key: string; readonly value: Cte }[] {
  return cte_map?.map ?? [];
}

function isExpression(value: object): value is Expression {
  return 'class' in value && typeof value.class === 'string';
}

/** Every expression in a value, outermost first; subqueries are met as expressions and not entered. `enter` false leaves out what is below. */
export function eachExpression(value: unknown, enter: (expression: Expression) => boolean): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const one of value) eachExpression(one, enter);
    return;
  }
  const isOne = isExpression(value);
  if (isOne && !enter(value)) return;
  for (const key in value) {
    if (isOne && (key === 'subquery' || key === 'value')) continue;
    const part = (value as Readonly<Record<string, unknown>>)[key];
    if (typeof part === 'object') eachExpression(part, enter);
  }
}

/** The parts of a condition that all have to hold. */
export function conjuncts(condition: Expression | undefined): readonly Expression[] {
  if (!condition) return [];
  if (condition.class === 'CONJUNCTION' && condition.type === 'CONJUNCTION_AND')
    return (condition.children ?? []).flatMap(conjuncts);
  return [condition];
}
