import type { DuckDBConnection } from '@duckdb/node-api';
import type { QueryText, Star, UnusedCte } from '../../../adapter/query-text.ts';
import { tokens } from '../../../sql/tokens.ts';
import { familyOf } from '../../../sql/type-family.ts';
import { rowsOf } from '../values.ts';
import { comparisonsIn, notInsIn } from './comparisons.ts';
import { ctePlaces, withoutCtes } from './cte-text.ts';
import { unusedCtes } from './ctes.ts';
import { joinedRows } from './joined-rows.ts';
import { isAscii, offsets } from './offsets.ts';
import { reader } from './output.ts';
import { unqualifiedIn } from './references.ts';
import type { FunctionTypes, Tables } from './scope.ts';
import { starsOf } from './stars.ts';
import { ctesOf, type QueryNode, treesOf } from './tree.ts';
import { selectsOf } from './walk.ts';

/** What is noteworthy in the text of queries. They are parsed, not bound: their tables need not be there. */
export async function queryTexts(
  connection: DuckDBConnection,
  queries: readonly string[],
  columnsOf: Tables['columnsOf'],
): Promise<readonly QueryText[]> {
  const functions = await functionTypes(connection);
  const trees = await treesOf(connection, queries);
  return queries.map((sql, at) => queryText(sql, trees[at] ?? '', { columnsOf, functions }));
}

function queryText(sql: string, tree: QueryNode | string, tables: Tables): QueryText {
  const nothing = { stars: [], unusedCtes: [], unqualified: [], comparisons: [], notIns: [], joins: [] };
  if (typeof tree === 'string') return { ...nothing, unknown: tree };
  const read = reader(tables);
  const selects = selectsOf(tree, read);
  const bytes: QueryText = {
    stars: starsOf(tree, read),
    unusedCtes: [],
    unqualified: selects.flatMap(unqualifiedIn),
    comparisons: selects.flatMap((select) => comparisonsIn(select, tables.functions)),
    notIns: selects.flatMap((select) => notInsIn(select, read)),
    joins: selects.flatMap((select) => joinedRows(select) ?? []),
    unknown: null,
  };
  const toOffset = offsets(sql);
  const text = isAscii(sql) ? bytes : (moved(bytes, toOffset) as QueryText);
  return { ...text, ...inText(sql, tree, bytes, toOffset) };
}

const known = new WeakMap<DuckDBConnection, Promise<FunctionTypes>>();

function functionTypes(connection: DuckDBConnection): Promise<FunctionTypes> {
  const found = known.get(connection) ?? askedFunctionTypes(connection);
  known.set(connection, found);
  return found;
}

async function askedFunctionTypes(connection: DuckDBConnection): Promise<FunctionTypes> {
  const types = await connection.run(
    'select function_name as name, list(distinct return_type) as types, bool_and(return_type is not null) as is_told from duckdb_functions() group by all having is_told',
  );
  const found = new Map<string, string>();
  for (const { name, types: all } of rowsOf(types)) {
    const [first, ...others] = (all ?? []) as readonly string[];
    const family = first === undefined ? null : familyOf(first);
    const isOne = family !== null && others.every((type) => familyOf(type) === family);
    if (isOne && first !== undefined) found.set(String(name), first);
  }
  return found;
}

/** Every place of a record as an offset. */
function moved(value: unknown, toOffset: (bytes: number) => number): unknown {
  if (Array.isArray(value)) return value.map((one) => moved(one, toOffset));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      (key === 'at' || key === 'source') && typeof one === 'number' ? toOffset(one) : moved(one, toOffset),
    ]),
  );
}

/** What has to be found in the text: the engine tells where an expression starts, and not where it ends. */
function inText(
  sql: string,
  tree: QueryNode,
  { stars, unqualified }: QueryText,
  toOffset: (bytes: number) => number,
): Pick<QueryText, 'stars' | 'unusedCtes' | 'unqualified'> {
  return {
    stars: stars.map((star) => wholeStar(sql, { ...star, at: toOffset(star.at) })),
    unusedCtes: unused(sql, tree, toOffset),
    unqualified: unqualified.map((one) => {
      const at = one.unnamed === null ? null : toOffset(one.unnamed);
      return { ...one, at: toOffset(one.at), unnamed: at === null ? null : at + nameLength(sql, at) };
    }),
  };
}

const qualifiedName = /^(?:(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*)\.)*(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*)/u;

function nameLength(sql: string, at: number): number {
  return qualifiedName.exec(sql.slice(at))?.[0].length ?? 0;
}

/** `o.* exclude (a, b)`; a star of another shape is known by its place only. */
const star =
  /^(?:(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*)\s*\.\s*)*\*(?:\s+exclude\s*(?:\([^()'*]*\)|(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*)))?/iu;

function wholeStar(sql: string, found: Star): Star {
  const written = star.exec(sql.slice(found.at))?.[0];
  if (written === undefined) return { ...found, columns: null };
  const hasComment = tokens(written).some(({ kind }) => kind === 'comment');
  const isMore = /^\s*(?:exclude|replace|rename|like|ilike|similar|not|glob)\b/i.test(
    sql.slice(found.at + written.length),
  );
  return { ...found, length: written.length, columns: hasComment || isMore ? null : found.columns };
}

function unused(sql: string, tree: QueryNode, toOffset: (bytes: number) => number): readonly UnusedCte[] {
  const found = unusedCtes(tree);
  if (found.size === 0) return [];
  const placeOf = ctePlaces(sql, toOffset);
  return [...found].flatMap(([node, names]) => {
    const without = withoutCtes(sql, node, placeOf, (name) => names.has(name.toLowerCase()));
    return ctesOf(node).flatMap(({ key, value }): UnusedCte[] => {
      const place = names.has(key.toLowerCase()) ? placeOf(key, value) : null;
      return place ? [{ name: key, at: place.from, length: place.nameTo - place.from, without }] : [];
    });
  });
}
