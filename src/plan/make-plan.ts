import { ordered } from '../graph/order.ts';
import type { Manifest } from '../nodes/manifest.ts';
import type { NodeId } from '../nodes/node.ts';
import { buildSteps } from './build-steps.ts';
import { castOf, type Kind } from './cast.ts';
import { inOrder, type StepDraft } from './in-order.ts';
import type { Plan, PlanOptions, Verb } from './plan.ts';
import { upstreamOf } from './upstream.ts';

/** The steps with which a verb acts on selected nodes. Dependencies lead through nodes that are not selected, as in dbt. */
export function makePlan(manifest: Manifest, selected: ReadonlySet<NodeId>, verb: Verb, options: PlanOptions): Plan {
  const graph = ordered(manifest.graph);
  const cast = castOf(manifest, graph, selected, verb);
  if (verb === 'build') return { verb, steps: inOrder(buildSteps(cast, graph), graph.names), options };
  const { built, tests, unitTests } = cast;
  const upstream = upstreamOf({ parents: graph.parents, steps: built, wanted: built, gates: new Map() });
  const drafts = [
    ...built.map((one) => plain(one, actionOf(cast.kinds[one]), upstream(one))),
    ...tests.map((one) => plain(one, 'test')),
    ...unitTests.map((one) => plain(one, 'unit_test')),
  ];
  return { verb, steps: inOrder(drafts, graph.names), options };
}

function actionOf(kind: Kind | undefined): StepDraft['action'] {
  return kind === 'seed' ? 'seed' : 'model';
}

function plain(one: number, action: StepDraft['action'], needs: readonly number[] = []): StepDraft {
  return { one, action, audits: [], needs, after: [] };
}
