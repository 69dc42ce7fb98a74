import { findCycle } from '../graph/cycle.ts';
import type { Dag } from '../graph/dag.ts';
import { displayName, type Node, type NodeId } from '../nodes/node.ts';
import { type Compilation, inTemplate, inYaml, report } from './compilation.ts';

/** Whether the graph has no cycle; the path of one is reported otherwise. */
export function cycleFree(compilation: Compilation, graph: Dag, nodes: ReadonlyMap<NodeId, Node>): boolean {
  const cycle = findCycle(graph.parents);
  if (!cycle) return true;
  const path = cycle.flatMap((id) => nodes.get(id) ?? []);
  const first = path[0];
  const names = [...path, ...(first ? [first] : [])].map((node) => `\`${displayName(node)}\``);
  const at = first && (first.place.kind === 'file' ? inTemplate(first.place.range) : inYaml(first.place.at));
  report(compilation, 'M403', `a cycle: ${names.join(' → ')}`, at ?? null, {
    ...(first ? { node: displayName(first) } : {}),
    notes: path.map((node) => `${displayName(node)} is in ${node.path}`),
    help: 'take one of these references away',
  });
  return false;
}
