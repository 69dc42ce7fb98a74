import type { DuckDBConnection } from '@duckdb/node-api';
import { literal } from '../../../sql/literal.ts';
import { withoutSemicolon } from '../../../sql/statement.ts';
import { rowsOf } from '../values.ts';
import type { Operator } from './plan.ts';
import { Unreadable } from './unreadable.ts';

export interface BoundQuery {
  /** Before the optimizer. */
  readonly plan: Operator;
  /** Of the query's columns. */
  readonly names: readonly string[];
  /** The database that the session works in. */
  readonly catalog: string;
}

interface Answer {
  readonly error: boolean;
  readonly error_type?: string;
  readonly error_message?: string;
  readonly plans?: readonly Operator[];
}

/** The plan of a query. One that is wrong by itself is refused with the engine's own error. */
export async function boundQuery(connection: DuckDBConnection, sql: string): Promise<BoundQuery> {
  const inner = await asked(connection, `from (${withoutSemicolon(sql)}\n)`);
  const names = inner.plan && namesOf(inner.plan);
  if (inner.plan && names) return { plan: inner.plan, names, catalog: inner.catalog };
  const { answer, plan, catalog } = await asked(connection, sql);
  if (plan) return { plan, names: await preparedNames(connection, sql), catalog };
  if (answer.error_type !== 'not implemented') await preparedNames(connection, sql);
  const [why = ''] = (answer.error_message ?? 'it is not one query').split('\n', 1);
  const isPivot = why.includes('statement of type MULTI');
  throw new Unreadable(
    isPivot ? 'it is a PIVOT whose columns depend on the data' : `the engine cannot write its plan down: ${why}`,
  );
}

/** The engine's answer to a query's text as it is; no plan where it gives none. */
export async function asked(
  connection: DuckDBConnection,
  sql: string,
): Promise<{ readonly answer: Answer; readonly plan: Operator | null; readonly catalog: string }> {
  // The function takes no parameter, only a literal.
  const call = `json_serialize_plan(${literal(sql)}, optimize := false, skip_null := true, skip_empty := true)`;
  const [row] = rowsOf(await connection.run(`select ${call} as answer, current_database() as catalog`));
  const answer = JSON.parse(exact(String(row?.answer))) as Answer;
  const [plan = null, second] = answer.plans ?? [];
  return { answer, plan: second || answer.error ? null : plan, catalog: String(row?.catalog) };
}

/**
 * A query in another one shows its names in the plan, which saves half of the time. There the engine numbers names that
 * come twice: null where it may have done so.
 */
function namesOf({ type, expressions = [] }: Operator): readonly string[] | null {
  if (type !== 'LOGICAL_PROJECTION') return null;
  const names: string[] = [];
  for (const one of expressions) {
    const alias = 'expression_class' in one && one.expression_class === 'BOUND_REF' ? one.alias : undefined;
    if (alias === undefined) return null;
    names.push(alias);
  }
  const known = new Set(names.map((name) => name.toLowerCase()));
  const isNumbered = (name: string) => /_\d+$/.test(name) && known.has(name.toLowerCase().replace(/_\d+$/, ''));
  return names.some(isNumbered) ? null : names;
}

async function preparedNames(connection: DuckDBConnection, sql: string): Promise<readonly string[]> {
  const statement = await connection.prepare(sql);
  try {
    return Array.from({ length: statement.columnCount }, (_, at) => statement.columnName(at));
  } finally {
    statement.destroySync();
  }
}

/** Constants that are whole numbers keep all of their digits, as text. */
function exact(json: string): string {
  return json.replaceAll(/("(?:value|upper|lower)":\s*)(-?\d{16,})(?=[,}\s])/g, '$1"$2"');
}
