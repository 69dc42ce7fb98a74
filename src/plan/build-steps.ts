import type { Manifest } from '../nodes/manifest.ts';
import type { NodeId } from '../nodes/node.ts';
import { append } from './append.ts';
import { assignAudits } from './audits.ts';
import { type Cast, isEphemeral } from './cast.ts';
import { gatesOf } from './gates.ts';
import type { StepDraft } from './in-order.ts';
import { upstreamOf } from './upstream.ts';

const none: readonly NodeId[] = [];

/**
 * The steps of `build`: tests are audits of what they judge; those that judge nothing it builds stand before what lies
 * below their parents, unit tests before their model, generators before what reads their files.
 */
export function buildSteps(
  manifest: Manifest,
  order: readonly NodeId[],
  selected: ReadonlySet<NodeId>,
  { built, tests, unitTests, generators }: Cast,
): StepDraft[] {
  const { nodes, graph } = manifest;
  const steps = new Set([...generators, ...built]);
  const parentsOf = (id: NodeId): readonly NodeId[] => graph.parents.get(id) ?? none;

  const compared = tests.map((test) => parentsOf(test.id)).filter((parents) => parents.length > 1);
  const makers = upstreamOf({ graph, order, steps, wanted: compared.flat(), gates: new Map() });
  const audits = assignAudits(manifest, tests, built, new Map(order.map((id, at) => [id, at])), makers);

  const gating = unitTests.filter(({ model }) => selected.has(model) && isEphemeral(nodes.get(model)));
  const gates = gatesOf(manifest, order, audits.alone, gating);
  const wanted = [...built, ...audits.alone.map((test) => test.id), ...unitTests.map((test) => test.model)];
  const upstream = upstreamOf({ graph, order, steps, wanted, gates });

  const unitTestsOf = new Map<NodeId, NodeId[]>();
  for (const test of unitTests) append(unitTestsOf, test.model, test.id);
  const draft = (id: NodeId, action: StepDraft['action'], needs: readonly NodeId[]): StepDraft => {
    const waits = [...(audits.after.get(id) ?? none)].filter((other) => !needs.includes(other));
    return { id, action, audits: audits.of.get(id) ?? none, needs, after: waits };
  };
  return [
    ...[...generators].map((id) => draft(id, 'generate', none)),
    ...[...built].map((id) => {
      const own = unitTestsOf.get(id) ?? none;
      const needs = own.length === 0 ? upstream(id) : [...upstream(id), ...own];
      return draft(id, nodes.get(id)?.resource === 'seed' ? 'seed' : 'model', needs);
    }),
    ...audits.alone.map(({ id }) => draft(id, 'test', upstream(id))),
    ...unitTests.map(({ id, model }) => draft(id, 'unit_test', upstream(model))),
  ];
}
