import type { Checked } from '../../check/checked.ts';
import { inputsOfUnitTest } from '../../check/unit-tests/inputs.ts';
import { runUnitTest } from '../../check/unit-tests/run-unit-test.ts';
import type { UnitOutcome } from '../../check/unit-tests/unit-outcome.ts';
import { ancestors } from '../../graph/reach.ts';
import type { NodeId, UnitTest } from '../../nodes/node.ts';
import type { OpenCheck } from '../check-project.ts';

/** Runs unit tests in the empty copy; what they read is bound when the first of them is asked for. */
export function unitTestRunner(
  opened: () => Promise<OpenCheck>,
  ids: readonly NodeId[],
  signal: AbortSignal,
): (test: UnitTest) => Promise<UnitOutcome> {
  let checked: Promise<Checked> | null = null;
  const check = async (open: OpenCheck): Promise<Checked> => {
    const shadow = await open.world.shadow();
    signal.addEventListener('abort', () => shadow.interrupt(), { once: true });
    return open.check(neededBy(open, read(open, ids)));
  };
  return async (test) => {
    const open = await opened();
    checked ??= check(open);
    return runUnitTest(open.world, await checked, test);
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
