import { type Ctes, cteNamed, type KnownCte, withCtes } from './scope.ts';
import { ctesOf, eachExpression, type QueryNode, sidesOf, type TableRef } from './tree.ts';

/** CTEs that the query does not reach from its own SELECTs, with the node that has them. */
export function unusedCtes(query: QueryNode): ReadonlyMap<QueryNode, ReadonlySet<string>> {
  const used = new Set<KnownCte>();
  const holders = new Map<QueryNode, Ctes>();

  function enterNode(node: QueryNode, outer: Ctes): void {
    const ctes = withCtes(node, outer);
    if (ctesOf(node).length > 0) holders.set(node, ctes);
    if (node.type !== 'SELECT_NODE') {
      for (const side of sidesOf(node)) enterNode(side, ctes);
      return;
    }
    const { cte_map: _, from_table, ...parts } = node;
    enterTable(from_table, ctes);
    enterParts(parts, ctes);
  }

  function enterTable(ref: TableRef | undefined, ctes: Ctes): void {
    if (!ref) return;
    const cte = cteNamed(ref, ctes);
    if (cte && !used.has(cte)) {
      used.add(cte);
      enterNode(cte.cte.query.node, cte.sees);
    }
    const { left, right, subquery, ...parts } = ref;
    enterTable(left, ctes);
    enterTable(right, ctes);
    if (subquery) enterNode(subquery.node, ctes);
    enterTablesOf(parts, ctes);
    enterParts(parts, ctes);
  }

  /** Tables that other kinds of FROM hold: the source of a PIVOT. */
  function enterTablesOf(parts: object, ctes: Ctes): void {
    for (const value of Object.values(parts)) if (isTable(value)) enterTable(value, ctes);
  }

  function enterParts(value: unknown, ctes: Ctes): void {
    eachExpression(value, (one) => {
      if (one.subquery) enterNode(one.subquery.node, ctes);
      return true;
    });
  }

  enterNode(query, { own: new Map(), outer: null });
  const found = new Map<QueryNode, ReadonlySet<string>>();
  for (const [node, ctes] of holders) {
    const unused = [...ctes.own].filter(([, cte]) => !used.has(cte)).map(([name]) => name);
    if (unused.length > 0) found.set(node, new Set(unused));
  }
  return found;
}

function isTable(value: unknown): value is TableRef {
  return typeof value === 'object' && value !== null && 'type' in value && !('class' in value);
}
