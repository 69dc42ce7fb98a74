import { findCycle } from '../graph/cycle.ts';
import type { Dag } from '../graph/dag.ts';
import { displayName, type Node, type NodeId } from '../nodes/node.ts';
import { type Compilation, inTemplate, inYaml, referenceKey, report } from './compilation.ts';

/** Whether the graph has no cycle; the path of one is reported otherwise. */
export function cycleFree(compilation: Compilation, graph: Dag, nodes: ReadonlyMap<NodeId, Node>): boolean {
  const cycle = findCycle(graph.parents);
  if (!cycle) return true;
  const path = cycle.flatMap((id) => nodes.get(id) ?? []);
  const [parent] = path;
  const child = path[1] ?? parent;
  if (!parent || !child) return false;
  const names = [...path, parent].map((node) => `\`${displayName(node)}\``);
  const declared = child.place.kind === 'file' ? inTemplate(child.place.range) : inYaml(child.place.at);
  const at = compilation.references.get(referenceKey(displayName(child), parent.id)) ?? declared;
  report(compilation, 'M403', `a cycle: ${names.join(' → ')}`, at, {
    node: displayName(child),
    label: `\`${displayName(child)}\` reads \`${displayName(parent)}\``,
    notes: path.map((node) => `${displayName(node)} is in ${node.path}`),
    help: 'take one of these references away',
  });
  return false;
}
