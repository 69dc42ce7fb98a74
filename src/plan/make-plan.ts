import { topologicalOrder } from '../graph/order.ts';
import type { Manifest } from '../nodes/manifest.ts';
import type { NodeId } from '../nodes/node.ts';
import { buildSteps } from './build-steps.ts';
import { castOf } from './cast.ts';
import { inOrder, type StepDraft } from './in-order.ts';
import type { Plan, PlanOptions, Step, Verb } from './plan.ts';
import { upstreamOf } from './upstream.ts';

/** The steps with which a verb acts on selected nodes. Dependencies lead through nodes that are not selected, as in dbt. */
export function makePlan(manifest: Manifest, selected: ReadonlySet<NodeId>, verb: Verb, options: PlanOptions): Plan {
  const order = topologicalOrder(manifest.graph);
  const { built, tests, unitTests, generators } = castOf(manifest, order, selected, verb);
  if (verb === 'build') {
    const drafts = buildSteps(manifest, order, selected, { built, tests, unitTests, generators });
    return { verb, steps: inOrder(drafts), options };
  }
  const upstream = upstreamOf({ graph: manifest.graph, order, steps: built, wanted: built, gates: new Map() });
  const steps = inOrder([
    ...[...built].map((id) => alone(id, verb === 'seed' ? 'seed' : 'model', upstream(id))),
    ...tests.map(({ id }) => alone(id, 'test')),
    ...unitTests.map(({ id }) => alone(id, 'unit_test')),
  ]);
  return { verb, steps, options };
}

function alone(id: NodeId, action: Step['action'], needs: readonly NodeId[] = []): StepDraft {
  return { id, action, audits: [], needs, after: [] };
}
