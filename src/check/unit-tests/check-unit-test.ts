import type { ColumnType } from '../../adapter/port.ts';
import type { Model, NodeId, UnitTest } from '../../nodes/node.ts';
import type { Verdict } from '../checked.ts';
import { findings } from '../errors.ts';
import { placeOfNode } from '../node-place.ts';
import { engineError } from '../send.ts';
import type { CheckWorld } from '../world.ts';
import { tryUnitTest } from './try-unit-test.ts';

/** Everything of a unit test but running it: its inputs, columns and values, and its query over them. */
export async function checkUnitTest(
  world: CheckWorld,
  test: UnitTest,
  columnsOf: (id: NodeId) => readonly ColumnType[],
): Promise<Verdict> {
  const { tested } = test;
  if (tested.kind === 'macro') return { kind: 'known', columns: [] };
  try {
    const model = world.manifest.nodes.get(tested.model) as Model;
    await tryUnitTest(world, test, tested, model, columnsOf, false);
    return { kind: 'known', columns: [] };
  } catch (error) {
    if (engineError(error)?.kind === 'interrupted') throw error;
    return { kind: 'refused', diagnostics: findings(error, placeOfNode(world.manifest, test, world.readText), 'M605') };
  }
}
