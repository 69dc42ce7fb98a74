import type { Star } from '../../../adapter/query-text.ts';
import { plainIdentifier } from '../../../sql/identifier.ts';
import { type Reader, starColumns } from './output.ts';
import { type Ctes, cteNamed, type KnownCte, type Scope, same, withCtes } from './scope.ts';
import { type Expression, type QueryNode, sidesOf, type TableRef } from './tree.ts';

/**
 * Stars by which the columns of a table become the query's own, however far down they stand: a star over a CTE that
 * names its columns is none of them.
 */
export function starsOf(query: QueryNode, reader: Reader): readonly Star[] {
  const found = new Map<number, Star>();
  const entered = new Set<KnownCte>();

  function enterNode(node: QueryNode, outer: Ctes): void {
    const ctes = withCtes(node, outer);
    if (node.type !== 'SELECT_NODE') {
      for (const side of sidesOf(node)) enterNode(side, ctes);
      return;
    }
    const scope: Scope = { ...reader.sourcesOf(node.from_table, ctes), outer: null };
    for (const item of node.select_list ?? []) {
      if (item.class !== 'STAR' || item.columns) continue;
      const tables = tablesOf(node.from_table, item.relation_name ?? null);
      if (tables.some((ref) => ref.type === 'BASE_TABLE' && !cteNamed(ref, ctes))) keep(item, scope);
      for (const ref of tables) enterTable(ref, ctes);
    }
  }

  function enterTable(ref: TableRef, ctes: Ctes): void {
    const cte = cteNamed(ref, ctes);
    if (cte && !entered.has(cte)) {
      entered.add(cte);
      enterNode(cte.cte.query.node, cte.sees);
    }
    if (ref.type === 'SUBQUERY' && ref.subquery) enterNode(ref.subquery.node, ctes);
  }

  function keep(star: Expression, scope: Scope): void {
    const at = star.query_location;
    if (at !== undefined) found.set(at, { at, length: 1, columns: written(star, scope) });
  }

  enterNode(query, { own: new Map(), outer: null });
  return [...found.values()];
}

/** The tables of a FROM that a star takes: all that are seen, or those of one name. */
function tablesOf(ref: TableRef | undefined, name: string | null): readonly TableRef[] {
  if (!ref) return [];
  if (ref.type !== 'JOIN') return name === null || same(ref.alias ?? ref.table_name ?? null, name) ? [ref] : [];
  const isOneSided = ref.join_type === 'SEMI' || ref.join_type === 'ANTI';
  return [...tablesOf(ref.left, name), ...(isOneSided ? [] : tablesOf(ref.right, name))];
}

/** The columns that the star stands for, as one would write them; null where that is not sure. */
function written(star: Expression, scope: Scope): readonly string[] | null {
  if (star.replace_list) return null;
  const columns = starColumns(star, scope);
  if (!columns) return null;
  const isJoin = scope.sources.length > 1;
  const list: string[] = [];
  for (const { source, column, isMerged } of columns) {
    const name = plainIdentifier(column.name ?? '');
    if (star.relation_name !== undefined) list.push(`${plainIdentifier(star.relation_name)}.${name}`);
    else if (!isJoin || isMerged) list.push(name);
    else if (source.isNamed && source.name !== null) list.push(`${plainIdentifier(source.name)}.${name}`);
    else return null;
  }
  return list;
}
