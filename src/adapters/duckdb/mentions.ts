import type { DuckDBConnection } from '@duckdb/node-api';
import type { Mentions } from '../../adapter/port.ts';
import { literal } from '../../sql/literal.ts';
import { rowsOf } from './values.ts';

/** Words that are calls without brackets, where no column of that name is meant. */
const bareCalls = new Set(['current_timestamp', 'current_date', 'current_time', 'localtime', 'localtimestamp']);

/** What a query names, as the engine's parser sees it; null for what it parses only in steps (PIVOT over data). */
export async function mentionsOf(connection: DuckDBConnection, sql: string): Promise<Mentions | null> {
  const [row] = rowsOf(await connection.run(`select json_serialize_sql(${literal(sql)}) as tree`));
  const tree = JSON.parse(String(row?.tree)) as { readonly error?: boolean };
  if (tree.error) return null;
  const found: Found = { calls: new Set(), relations: new Set(), ctes: new Set() };
  walk(tree, found);
  const relations = [...found.relations].filter((name) => !found.ctes.has(name));
  return { calls: [...found.calls], relations };
}

interface Found {
  readonly calls: Set<string>;
  readonly relations: Set<string>;
  readonly ctes: Set<string>;
}

function walk(part: unknown, found: Found): void {
  const left: unknown[] = [part];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    if (!Array.isArray(next)) note(next as Readonly<Record<string, unknown>>, found);
    for (const inner of Object.values(next)) if (typeof inner === 'object' && inner !== null) left.push(inner);
  }
}

function note(part: Readonly<Record<string, unknown>>, { calls, relations, ctes }: Found): void {
  if (typeof part.function_name === 'string') noteCall(part, part.function_name.toLowerCase(), calls);
  if (part.type === 'BASE_TABLE') {
    const names = [part.catalog_name, part.schema_name, part.table_name].map(String).filter((name) => name !== '');
    relations.add(names.join('.').toLowerCase());
  }
  if (part.class === 'COLUMN_REF' && Array.isArray(part.column_names) && part.column_names.length === 1) {
    const name = String(part.column_names[0]).toLowerCase();
    if (bareCalls.has(name)) calls.add(name);
  }
  if (part.sample !== null && typeof part.sample === 'object' && isFree(part.sample)) calls.add('sample');
  const map = part.cte_map as { readonly map?: readonly { readonly key?: unknown }[] } | undefined;
  for (const { key } of map?.map ?? []) if (typeof key === 'string') ctes.add(key.toLowerCase());
}

/** `age` of one instant is its age today. */
function noteCall(part: Readonly<Record<string, unknown>>, name: string, calls: Set<string>): void {
  const isOfTwo = Array.isArray(part.children) && part.children.length > 1;
  if (name !== 'age' || !isOfTwo) calls.add(name);
}

/** A sample without a seed takes other rows each time. */
function isFree(sample: object): boolean {
  return !('seed' in sample) || Number(sample.seed) < 0;
}
