import type { Manifest } from '../nodes/manifest.ts';
import type { DataTest, NodeId, Resource, UnitTest } from '../nodes/node.ts';
import { append } from './append.ts';
import { frontierFinder } from './frontier.ts';

const tables: ReadonlySet<Resource> = new Set(['model', 'seed', 'source']);

/**
 * Tests that no audit holds, by the nodes they stand before: the nodes nearest below with all of the test's parents
 * above them. Unit tests stand before everything that reads their model.
 */
export function gatesOf(
  { nodes, graph }: Manifest,
  order: readonly NodeId[],
  alone: readonly DataTest[],
  unitTests: readonly UnitTest[],
): Map<NodeId, NodeId[]> {
  const gates = new Map<NodeId, NodeId[]>();
  const childrenOf = (id: NodeId | undefined): readonly NodeId[] => graph.children.get(id ?? '') ?? [];
  const several = new Map<string, { readonly parents: readonly NodeId[]; readonly tests: NodeId[] }>();
  for (const test of alone) {
    const parents = graph.parents.get(test.id) ?? [];
    if (parents.length > 1) {
      const key = parents.toSorted().join(' ');
      const same = several.get(key);
      if (same) same.tests.push(test.id);
      else several.set(key, { parents, tests: [test.id] });
    } else for (const child of childrenOf(parents[0])) if (isTable(nodes, child)) append(gates, child, test.id);
  }
  for (const unitTest of unitTests) {
    for (const child of childrenOf(unitTest.model)) {
      if (nodes.get(child)?.resource !== 'unit_test') append(gates, child, unitTest.id);
    }
  }
  if (several.size > 0) {
    const tablesInOrder = order.filter((id) => isTable(nodes, id));
    const asked = [...several.values()].flatMap((one) => one.parents);
    const frontier = frontierFinder(graph, tablesInOrder, asked);
    for (const { parents, tests } of several.values()) {
      for (const id of frontier(parents)) for (const test of tests) append(gates, id, test);
    }
  }
  return gates;
}

function isTable(nodes: Manifest['nodes'], id: NodeId): boolean {
  return tables.has(nodes.get(id)?.resource ?? 'exposure');
}
