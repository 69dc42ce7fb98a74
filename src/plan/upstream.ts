import type { Dag } from '../graph/dag.ts';
import type { NodeId } from '../nodes/node.ts';

/** The nearest steps above a node: edges through nodes without a step lead on to what is above those. */
export type Upstream = (id: NodeId) => readonly NodeId[];

export interface UpstreamQuestion {
  readonly graph: Dag;
  /** All nodes, parents first. */
  readonly order: readonly NodeId[];
  /** Nodes with a step of their own, tests aside. */
  readonly steps: ReadonlySet<NodeId>;
  /** Nodes whose upstream will be asked for. */
  readonly wanted: Iterable<NodeId>;
  /** Tests that have to pass before what is at or below a node. */
  readonly gates: ReadonlyMap<NodeId, readonly NodeId[]>;
}

const none: readonly NodeId[] = [];

/** Works out the upstream of the wanted nodes in one walk down; equal lists are shared, not copied. */
export function upstreamOf({ graph, order, steps, wanted, gates }: UpstreamQuestion): Upstream {
  const needed = passedThrough(graph, order, steps, wanted);
  const above = new Map<NodeId, readonly NodeId[]>();

  const find = (id: NodeId): readonly NodeId[] => {
    const known = above.get(id);
    if (known) return known;
    const found = combined(id);
    above.set(id, found);
    return found;
  };
  const combined = (id: NodeId): readonly NodeId[] => {
    const lists = new Set<readonly NodeId[]>();
    const single: NodeId[] = [];
    for (const parent of graph.parents.get(id) ?? none) {
      const list = steps.has(parent) ? null : (above.get(parent) ?? none);
      if (list === null) single.push(parent);
      else if (list.length > 0) lists.add(list);
    }
    const tests = gates.get(id) ?? none;
    if (lists.size + tests.length === 0) return single;
    const [only] = lists;
    if (only && lists.size === 1 && single.length + tests.length === 0) return only;
    const all = new Set([...single, ...[...lists].flat(), ...tests]);
    // What a gate waits for need not be waited for again.
    for (const list of new Set(tests.map(find))) for (const one of list) all.delete(one);
    return [...all];
  };

  for (const id of order) if (needed.has(id)) find(id);
  return (id) => above.get(id) ?? none;
}

/** The wanted nodes and every node without a step that lies between one of them and a step above. */
function passedThrough(
  graph: Dag,
  order: readonly NodeId[],
  steps: ReadonlySet<NodeId>,
  wanted: Iterable<NodeId>,
): ReadonlySet<NodeId> {
  const needed = new Set(wanted);
  for (const id of order.toReversed()) {
    if (!needed.has(id)) continue;
    for (const parent of graph.parents.get(id) ?? none) if (!steps.has(parent)) needed.add(parent);
  }
  return needed;
}
