import type { Reader } from './output.ts';
import { type Ctes, type Scope, withCtes } from './scope.ts';
import { ctesOf, type Expression, eachExpression, type QueryNode, sidesOf, type TableRef } from './tree.ts';

/** One SELECT of a query, with what its names can mean. */
export interface Select {
  readonly node: QueryNode;
  readonly scope: Scope;
  readonly ctes: Ctes;
  /** Its rows are the query's own: it is not in a CTE or a subquery. */
  readonly isOutermost: boolean;
}

/** Every SELECT of a query, those of its CTEs and subqueries too. */
export function selectsOf(query: QueryNode, { sourcesOf }: Pick<Reader, 'sourcesOf'>): readonly Select[] {
  const found: Select[] = [];

  function enterNode(node: QueryNode, outer: Ctes, scope: Scope | null, isOutermost: boolean): void {
    const ctes = withCtes(node, outer);
    for (const { key, value } of ctesOf(node)) {
      enterNode(value.query.node, ctes.own.get(key.toLowerCase())?.sees ?? outer, scope, false);
    }
    if (node.type === 'SELECT_NODE') {
      const select = { node, ctes, isOutermost, scope: { ...sourcesOf(node.from_table, ctes), outer: scope } };
      found.push(select);
      enterTables(node.from_table, ctes, scope, select.scope);
      for (const part of partsOf(node)) enterSubqueries(part, ctes, select.scope);
    } else {
      for (const side of sidesOf(node)) enterNode(side, ctes, scope, isOutermost);
    }
  }

  /** A subquery of FROM may be LATERAL: it sees its neighbours. */
  function enterTables(ref: TableRef | undefined, ctes: Ctes, outer: Scope | null, scope: Scope): void {
    if (!ref) return;
    if (ref.subquery) enterNode(ref.subquery.node, ctes, { ...scope, outer }, false);
    if (ref.condition) enterSubqueries(ref.condition, ctes, scope);
    enterTables(ref.left, ctes, outer, scope);
    enterTables(ref.right, ctes, outer, scope);
  }

  function enterSubqueries(value: unknown, ctes: Ctes, scope: Scope): void {
    eachExpression(value, (one) => {
      if (one.subquery) enterNode(one.subquery.node, ctes, scope, false);
      return true;
    });
  }

  enterNode(query, { own: new Map(), outer: null }, null, true);
  return found;
}

/** The parts of a SELECT that hold expressions, FROM left out. */
function partsOf({ select_list, where_clause, group_expressions, having, qualify, modifiers }: QueryNode): unknown[] {
  return [select_list, where_clause, group_expressions, having, qualify, modifiers];
}

/** Expressions of the SELECT itself, its joins' conditions included; `isLate` where an alias of the select list comes first. */
export function expressionsOf(
  { node, scope }: Select,
  enter: (expression: Expression, isLate: boolean) => boolean,
): void {
  const early = [node.select_list, node.where_clause, scope.joins.map(({ condition }) => condition)];
  for (const part of early) eachExpression(part, (one) => enter(one, false));
  const late = [node.group_expressions, node.having, node.qualify, node.modifiers];
  for (const part of late) eachExpression(part, (one) => enter(one, true));
}
