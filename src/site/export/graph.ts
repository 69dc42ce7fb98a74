import { topologicalOrder } from '../../graph/order.ts';
import type { Manifest } from '../../nodes/manifest.ts';
import { displayName, type Node, type NodeId } from '../../nodes/node.ts';
import { isShown } from '../shown.ts';

/** A part of the lineage, for pictures and texts. */
export interface Graph {
  /** Parents before children. */
  readonly nodes: readonly GraphNode[];
  /** Numbers of `nodes`, from parent to child. */
  readonly edges: readonly (readonly [number, number])[];
}

export interface GraphNode {
  readonly name: string;
  readonly resource: Node['resource'];
  /** `table`, `view`, …; for everything that is no model the resource. */
  readonly kind: string;
  readonly path: string;
  readonly description: string;
}

/** The nodes of a selection that stand in a lineage, and the edges between them. */
export function graphOf(manifest: Manifest, ids: ReadonlySet<NodeId>): Graph {
  const nodes: GraphNode[] = [];
  const edges: (readonly [number, number])[] = [];
  const numbers = new Map<NodeId, number>();
  for (const id of topologicalOrder(manifest.graph)) {
    const node = manifest.nodes.get(id);
    if (!node || !ids.has(id) || !isShown(node)) continue;
    for (const parent of node.dependsOn) {
      const from = numbers.get(parent);
      if (from !== undefined) edges.push([from, nodes.length]);
    }
    numbers.set(id, nodes.length);
    nodes.push(graphNode(node));
  }
  return { nodes, edges };
}

function graphNode(node: Node): GraphNode {
  const { resource, path, description } = node;
  const kind = resource === 'model' ? node.config.materialized : resource;
  return { name: displayName(node), resource, kind, path, description };
}
