import type { NodeTable } from './contract.ts';

/** How much of a project is described, and how much is tested: parts of a whole. */
export interface Coverage {
  /** Models, seeds and sources, and columns of them. */
  readonly nodes: number;
  readonly nodesDescribed: number;
  readonly nodesTested: number;
  readonly columns: number;
  readonly columnsDescribed: number;
  readonly columnsTested: number;
}

/** Resources that are described and tested. */
export function isCovered(resource: string | undefined): boolean {
  return resource === 'model' || resource === 'seed' || resource === 'source';
}

/** Of the nodes that `counts` accepts. */
export function coverageOf(nodes: NodeTable, counts: (node: number) => boolean = () => true): Coverage {
  const sum = { nodes: 0, nodesDescribed: 0, nodesTested: 0, columns: 0, columnsDescribed: 0, columnsTested: 0 };
  nodes.name.forEach((_, node) => {
    if (!isCovered(nodes.resource.words[nodes.resource.of[node] ?? 0]) || !counts(node)) return;
    sum.nodes++;
    sum.nodesDescribed += nodes.described[node] ?? 0;
    sum.nodesTested += (nodes.tests[node] ?? 0) > 0 ? 1 : 0;
    sum.columns += nodes.columns[node] ?? 0;
    sum.columnsDescribed += nodes.columnsDescribed[node] ?? 0;
    sum.columnsTested += nodes.columnsTested[node] ?? 0;
  });
  return sum;
}

/** Descriptions of nodes and of columns, in percent of all that could have one; 100 when there is nothing to describe. */
export function docsPercent({ nodes, nodesDescribed, columns, columnsDescribed }: Coverage): number {
  return percent(nodesDescribed + columnsDescribed, nodes + columns);
}

/** Nodes that have a test, in percent. */
export function testsPercent({ nodes, nodesTested }: Coverage): number {
  return percent(nodesTested, nodes);
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 100 : Math.floor((1000 * part) / whole) / 10;
}
