import { spanOfPlace } from '../check/places.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { displayName, type NodeId } from '../nodes/node.ts';
import { relationName } from '../sql/relation.ts';
import { nodeOf, type RunContext } from './context.ts';
import { relationKey } from './ledger-memory.ts';

/** Nodes whose relation stands there although the ledger knows nothing of it: somebody else's work is not written over (M535). */
export function strangers(context: RunContext): ReadonlyMap<NodeId, readonly Diagnostic[]> {
  const { plan, memory, relations, effects } = context;
  const found = new Map<NodeId, readonly Diagnostic[]>();
  // A clone leaves what is there, unless it is told otherwise.
  if (plan.options.adopt || (plan.verb === 'clone' && !plan.options.fullRefresh)) return found;
  for (const { id } of plan.steps) {
    const node = nodeOf(context, id);
    if (node.resource !== 'seed' && node.resource !== 'model') continue;
    const kind = relations.kind(node.relation);
    if (kind === null || memory.made.has(relationKey(node.relation))) continue;
    if (node.resource === 'model' && node.config.materialized === 'ephemeral') continue;
    const name = relationName(node.relation);
    found.set(id, [
      diagnostic('M535', `there is a ${kind} \`${name}\` already, and mart did not make it`, {
        labels: [{ span: spanOfPlace(node.place, effects.readText), text: 'would be built there' }],
        help: `\`--adopt\` takes it over: what is in it goes, as the model says; or give the model another \`schema\` or \`alias\``,
        node: displayName(node),
      }),
    ]);
  }
  return found;
}
