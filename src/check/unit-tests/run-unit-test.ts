import { diagnostic } from '../../diagnostics/diagnostic.ts';
import { displayName, type Model, type NodeId, type TestedModel, type UnitTest } from '../../nodes/node.ts';
import type { Checked } from '../checked.ts';
import { findings } from '../errors.ts';
import { placeOfNode } from '../node-place.ts';
import { spanOfPlace } from '../places.ts';
import type { CheckWorld } from '../world.ts';
import { differenceTable, differenceText, type RowsDifference } from './difference.ts';
import { inputsOfUnitTest } from './inputs.ts';
import { tryMacro } from './try-macro.ts';
import { tryUnitTest } from './try-unit-test.ts';
import type { UnitOutcome } from './unit-outcome.ts';

/** Runs a unit test in the empty copy, once the columns of what it needs are known. Throws only for a bug. */
export async function runUnitTest(world: CheckWorld, checked: Checked, test: UnitTest): Promise<UnitOutcome> {
  if (test.tested.kind === 'macro') return tryMacro(world, test, test.tested);
  const { tested } = test;
  const model = world.manifest.nodes.get(tested.model) as Model;
  const missing = unknownInput(world, checked, tested, model, test);
  if (missing) return missing;
  try {
    const columnsOf = (id: NodeId) => checked.columns.get(id) ?? [];
    const { code, difference } = await tryUnitTest(world, test, tested, model, columnsOf, true);
    const compiled = code.text;
    if (!difference) return { status: 'pass', message: null, failures: 0, compiled, diagnostics: [] };
    return { ...failed(world, test, difference), compiled };
  } catch (error) {
    return cannotRun(world, test, error);
  }
}

function failed(world: CheckWorld, test: UnitTest, difference: RowsDifference): UnitOutcome {
  const place = placeOfNode(world.manifest, test, world.readText);
  const table = differenceTable(difference);
  const summary = differenceText(difference);
  const found = diagnostic('M604', `${test.name}: ${summary}`, {
    labels: [{ span: spanOfPlace(place.declared, place.readText), text: 'this unit test' }],
    notes: [`the difference\n${table}`],
    node: place.node,
  });
  return { status: 'fail', message: `${summary}\n\n${table}`, failures: 1, difference, diagnostics: [found] };
}

function cannotRun(world: CheckWorld, test: UnitTest, error: unknown): UnitOutcome {
  const diagnostics = findings(error, placeOfNode(world.manifest, test, world.readText), 'M605');
  return { status: 'error', message: diagnostics[0]?.message ?? null, failures: null, diagnostics };
}

/** A test of what the engine refuses, or over what nobody knows the columns of. */
function unknownInput(
  world: CheckWorld,
  checked: Checked,
  tested: TestedModel,
  model: Model,
  test: UnitTest,
): UnitOutcome | null {
  if (checked.refused.has(model.id) && tested.code === null) {
    const message = `skipped: ${displayName(model)} is refused`;
    return { status: 'skipped', message, failures: null, cause: model.id, diagnostics: [] };
  }
  for (const id of inputsOfUnitTest(tested, model)) {
    if (checked.columns.has(id)) continue;
    const node = world.manifest.nodes.get(id);
    const name = node ? displayName(node) : id;
    const why = checked.refused.has(id) ? `${name} is refused` : (checked.unchecked.get(id) ?? 'it is not there');
    const place = placeOfNode(world.manifest, test, world.readText);
    const found = diagnostic('M605', `the columns of \`${name}\` are not known: ${why}`, {
      labels: [{ span: spanOfPlace(place.declared, place.readText), text: 'this unit test' }],
      help: node?.resource === 'source' ? 'declare its `columns` with their `data_type`' : null,
      node: place.node,
    });
    return { status: 'error', message: found.message, failures: null, diagnostics: [found] };
  }
  return null;
}
