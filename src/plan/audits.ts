import type { Manifest } from '../nodes/manifest.ts';
import type { DataTest, NodeId } from '../nodes/node.ts';
import { append } from './append.ts';
import { isEphemeral } from './cast.ts';
import type { Upstream } from './upstream.ts';

export interface Audits {
  /** Tests by the node whose new version they judge. */
  readonly of: ReadonlyMap<NodeId, readonly NodeId[]>;
  /** What else has to be over before a node is judged. */
  readonly after: ReadonlyMap<NodeId, ReadonlySet<NodeId>>;
  /** Tests of nothing that this run builds. */
  readonly alone: readonly DataTest[];
}

/**
 * Gives each test to the last node, in the order of the run, that it looks at and that the run builds. An ephemeral model
 * stands for what the run builds above it when the test looks at something built as well; alone it has no version of
 * its own to judge.
 */
export function assignAudits(
  { nodes, graph }: Manifest,
  tests: readonly DataTest[],
  built: ReadonlySet<NodeId>,
  position: ReadonlyMap<NodeId, number>,
  upstream: Upstream,
): Audits {
  const of = new Map<NodeId, NodeId[]>();
  const after = new Map<NodeId, Set<NodeId>>();
  const alone: DataTest[] = [];
  const at = (id: NodeId): number => position.get(id) ?? -1;
  for (const test of tests) {
    const parents = graph.parents.get(test.id) ?? [];
    if (!parents.some((parent) => built.has(parent))) {
      alone.push(test);
      continue;
    }
    const judged = new Set<NodeId>();
    const read = new Set<NodeId>();
    for (const parent of parents) {
      const above = built.has(parent) ? [parent] : upstream(parent);
      const ephemeral = isEphemeral(nodes.get(parent));
      for (const id of above) (built.has(id) && (ephemeral || id === parent) ? judged : read).add(id);
    }
    const last = [...judged].reduce((a, b) => (at(a) < at(b) ? b : a));
    append(of, last, test.id);
    for (const id of [...judged, ...read]) {
      if (id === last || at(id) > at(last)) continue;
      const waits = after.get(last);
      if (waits) waits.add(id);
      else after.set(last, new Set([id]));
    }
  }
  return { of, after, alone };
}
