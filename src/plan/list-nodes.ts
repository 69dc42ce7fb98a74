import type { Manifest } from '../nodes/manifest.ts';
import type { Node, NodeId } from '../nodes/node.ts';

/** Selected nodes in the order in which `ls` prints them: by id, so kind by kind. */
export function listNodes(manifest: Manifest, ids: Iterable<NodeId>): Node[] {
  return [...ids].sort().flatMap((id) => manifest.nodes.get(id) ?? []);
}
