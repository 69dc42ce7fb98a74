import { ordered } from '../graph/order.ts';
import { descendants } from '../graph/reach.ts';
import type { NodeId } from '../nodes/node.ts';
import type { Proof } from '../plan/reuse/judge.ts';
import type { KnownContents, Read } from './contents.ts';
import type { Outlook } from './context.ts';
import type { Trail } from './follow.ts';
import { reasonFor } from './reason-for.ts';

/**
 * Models that are not selected and will be up to date with what the run makes: found out now, since what stands there
 * before the run is known now only.
 */
export async function provenBeside(
  outlook: Outlook,
  trail: Trail,
  contents: KnownContents,
): Promise<ReadonlyMap<NodeId, Proof>> {
  const { plan, manifest, adapter, effects, memory } = outlook;
  const proofs = new Map<NodeId, Proof>();
  const changed = trail.changed();
  if (changed.length === 0 || effects.isDeferring) return proofs;
  const look: Read = (work) => adapter.read(work);
  const selected = new Set(plan.steps.map(({ id }) => id));
  const below = descendants(manifest.graph, changed);
  for (const id of ordered(manifest.graph).names) {
    if (!below.has(id) || selected.has(id)) continue;
    const node = manifest.nodes.get(id);
    const last = memory.builds.get(id);
    if (node?.resource !== 'model' || !last) continue;
    const now = await contents.inputs(node, look);
    const reason = reasonFor(outlook, node, now);
    const proof = reason?.kind === 'input' ? await trail.follow(node, last, reason, now) : null;
    if (!proof) continue;
    contents.set(id, last.content);
    proofs.set(id, proof);
  }
  return proofs;
}
