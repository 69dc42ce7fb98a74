import type { Ordered } from '../graph/order.ts';
import { append } from './append.ts';
import { assignAudits } from './audits.ts';
import type { Cast } from './cast.ts';
import { gatesOf } from './gates.ts';
import type { StepDraft } from './in-order.ts';
import { upstreamOf } from './upstream.ts';

const none: readonly number[] = [];

/**
 * The steps of `build`: tests are audits of what they judge; those that judge nothing it builds stand before what lies
 * below their parents, unit tests, which need nothing, before their model, generators before what reads their files.
 */
export function buildSteps(cast: Cast, graph: Ordered): StepDraft[] {
  const { kinds, built, unitTests, generators, testedBy } = cast;
  // A unit test waits for nothing, whatever its model reads.
  const parents = graph.parents.map((own, one) => (kinds[one] === 'unit_test' ? none : own));
  const audits = assignAudits(cast, parents);
  const gates = gatesOf(cast, graph, audits.alone);
  const wanted = [...built, ...audits.alone];
  const upstream = upstreamOf({ parents, steps: [...generators, ...built], wanted, gates });

  const unitTestsOf = new Map<number, number[]>();
  for (const test of unitTests) for (const model of testedBy(test)) append(unitTestsOf, model, test);
  const draft = (one: number, action: StepDraft['action'], needs: readonly number[]): StepDraft => {
    const waits = audits.after.get(one);
    const after = waits ? [...waits].filter((other) => !needs.includes(other)) : none;
    return { one, action, audits: audits.of.get(one) ?? none, needs, after };
  };
  return [
    ...generators.map((one) => draft(one, 'generate', none)),
    ...built.map((one) => {
      const tests = unitTestsOf.get(one);
      const needs = tests ? [...upstream(one), ...tests] : upstream(one);
      return draft(one, kinds[one] === 'seed' ? 'seed' : 'model', needs);
    }),
    ...audits.alone.map((one) => draft(one, 'test', upstream(one))),
    ...unitTests.map((one) => draft(one, 'unit_test', none)),
  ];
}
