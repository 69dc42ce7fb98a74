import type { Manifest } from '../../nodes/manifest.ts';
import type { Node, NodeId } from '../../nodes/node.ts';
import type { Relation } from '../../sql/relation.ts';

/**
 * The project with the relations of a state in the place of those that are neither selected nor there; `favorState`
 * takes them also where there are some.
 */
export function deferred(
  manifest: Manifest,
  selected: ReadonlySet<NodeId>,
  state: ReadonlyMap<NodeId, Relation>,
  exists: (relation: Relation) => boolean,
  favorState: boolean,
): Manifest {
  const nodes = new Map<NodeId, Node>();
  for (const [id, node] of manifest.nodes) {
    const instead = state.get(id);
    const isRelation = node.resource === 'seed' || node.resource === 'model';
    const stays = !isRelation || !instead || selected.has(id) || (exists(node.relation) && !favorState);
    nodes.set(id, stays ? node : withRelation(node, instead));
  }
  return { ...manifest, nodes };
}

/** A node may be remembered with parts that are read when somebody asks: its prototype goes on to have them. */
function withRelation(node: Node, relation: Relation): Node {
  return Object.assign(Object.create(Object.getPrototypeOf(node)), node, { relation });
}
