import type { Checked } from '../../check/checked.ts';
import { inputsOfUnitTest } from '../../check/unit-tests/inputs.ts';
import { runUnitTest } from '../../check/unit-tests/run-unit-test.ts';
import { codesOfUnitTest, keyOfUnitTest } from '../../check/unit-tests/unit-key.ts';
import type { UnitOutcome } from '../../check/unit-tests/unit-outcome.ts';
import { ancestors } from '../../graph/reach.ts';
import type { NodeId, UnitTest } from '../../nodes/node.ts';
import type { UnitLook } from '../../run/effects.ts';
import type { OpenCheck } from '../check-project.ts';

/** How unit tests are run in the empty copy, and what decides how they end. */
export interface UnitRunner {
  readonly run: (test: UnitTest) => Promise<UnitOutcome>;
  readonly look: (test: UnitTest) => Promise<UnitLook>;
}

/** What they read is bound when the first of them is asked for; what was found of it last time is taken from there. */
export function unitTestRunner(
  opened: () => Promise<OpenCheck>,
  ids: readonly NodeId[],
  signal: AbortSignal,
): UnitRunner {
  let checked: Promise<Checked> | null = null;
  let isHeard = false;
  const check = async (): Promise<Checked> => {
    const open = await opened();
    checked ??= open.check(neededBy(open, read(open, ids)));
    return checked;
  };
  return {
    run: async (test) => {
      const { world } = await opened();
      const shadow = await world.shadow();
      if (!isHeard) signal.addEventListener('abort', () => shadow.interrupt(), { once: true });
      isHeard = true;
      return runUnitTest(world, await check(), test);
    },
    look: async (test) => {
      const { world } = await opened();
      return { key: keyOfUnitTest(world, await check(), test), codes: codesOfUnitTest(world, test) };
    },
  };
}

function read({ world }: OpenCheck, ids: readonly NodeId[]): ReadonlySet<NodeId> {
  const { nodes } = world.manifest;
  const found = new Set<NodeId>();
  for (const id of ids) {
    const node = nodes.get(id);
    if (node?.resource !== 'unit_test' || node.tested.kind === 'macro') continue;
    const model = nodes.get(node.tested.model);
    if (model?.resource !== 'model') continue;
    for (const one of [model.id, ...inputsOfUnitTest(node.tested, model)]) found.add(one);
  }
  return found;
}

/** Nodes with all that they are made of: a unit test looks at code, not at what stands in the warehouse. */
export function neededBy({ world }: OpenCheck, ids: ReadonlySet<NodeId>): ReadonlySet<NodeId> {
  const { nodes, graph } = world.manifest;
  const all = [...ids, ...ancestors(graph, ids)];
  return new Set(all.filter((id) => nodes.get(id)?.resource !== 'generator'));
}
