import type { Adapter, ColumnType } from '../../adapter/port.ts';
import type { Checked } from '../../check/checked.ts';
import { findings } from '../../check/errors.ts';
import { lineageReader } from '../../check/lineage.ts';
import { placeOfNode } from '../../check/node-place.ts';
import { codeRows } from '../../check/send.ts';
import { onGivenRows } from '../../check/unit-tests/try-unit-test.ts';
import { DiagnosticError, diagnostic, hasErrors } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import { instantText } from '../../nodes/instant.ts';
import { displayName, type Model, type NodeId, type TestedModel } from '../../nodes/node.ts';
import { type OpenCheck, openCheck } from '../check-project.ts';
import type { Effects } from '../effects.ts';
import { load } from '../load.ts';
import type { Loaded } from '../loaded.ts';
import type { UnitTestOptions } from '../options.ts';
import { type Outcome, outcome } from '../outcome.ts';
import { warehouseOf } from '../warehouse.ts';
import { fewerRows } from './fewer-rows.ts';
import { neededBy } from './runner.ts';
import { type SampledInput, type SampleRequest, sampleInputs } from './sample.ts';
import { unitTestText } from './unit-test-text.ts';

/** Writes a unit test from rows of the model's inputs in the warehouse; what the model makes of them is expected. */
export async function generateUnitTest(options: UnitTestOptions, name: string, effects: Effects): Promise<Outcome> {
  const loaded = await load({ ...options, target: options.from ?? options.target }, effects);
  const { readText, manifest, root } = loaded;
  if (hasErrors(loaded.diagnostics)) return outcome(1, { diagnostics: loaded.diagnostics, readText });
  const model = modelOf(loaded, name);
  const { waitSeconds } = options;
  const adapter = await effects.openAdapter(manifest.target, { root, readOnly: true, waitSeconds });
  try {
    const open = openCheck(loaded, effects, await warehouseOf(adapter));
    try {
      return outcome(0, { stdout: await generated(loaded, effects, adapter, open, model, options.rows), readText });
    } finally {
      await open.close();
    }
  } finally {
    await adapter.close();
  }
}

function modelOf({ manifest }: Loaded, name: string): Model {
  const models = [...manifest.nodes.values()].filter((node) => node.resource === 'model');
  const found =
    models.find((node) => displayName(node) === name) ??
    models.find((node) => node.name === name && node.version === node.latestVersion);
  if (found) return found;
  throw new DiagnosticError([
    diagnostic('M118', `there is no model \`${name}\``, { help: didYouMean(name, models.map(displayName)) }),
  ]);
}

/** More rows than asked for are looked at before an empty output is taken for the model's answer. */
const widening = [1, 20, 400];

async function generated(
  loaded: Loaded,
  effects: Effects,
  adapter: Adapter,
  open: OpenCheck,
  model: Model,
  limit: number,
): Promise<string> {
  const code = (model.unexpanded ?? model).code;
  const checked = await open.check(neededBy(open, new Set([model.id, ...code.inputs])));
  const refused = [model.id, ...code.inputs].flatMap((id) => checked.refused.get(id) ?? []);
  if (refused.length > 0) throw new DiagnosticError(refused);
  const request: SampleRequest = { loaded, effects, adapter, inputs: await usedColumns(open, checked, model) };
  const output = (given: readonly SampledInput[]) => outputOf(open, checked, model, given);
  let given: SampledInput[] = [];
  let rows: SampledInput['rows'] = [];
  let columns: readonly ColumnType[] = [];
  for (const times of widening) {
    given = await sampleInputs(request, limit * times);
    ({ rows, columns } = await output(given));
    if (rows.length === 0) continue;
    if (times > 1) given = await fewerRows(given, async (fewer) => (await output(fewer)).rows.length > 0);
    ({ rows, columns } = await output(given));
    break;
  }
  return unitTestText({ name: freeName(loaded, model), model, macros: heldStill(open, model), given, columns, rows });
}

/** The columns of each input that the model looks at, as the engine says; all of them where it cannot say. */
async function usedColumns(open: OpenCheck, checked: Checked, model: Model): Promise<SampleRequest['inputs']> {
  const columnsOf = (id: NodeId) => checked.columns.get(id);
  const lineage = await lineageReader(open.world, columnsOf)(model);
  const used = new Set(
    [...lineage.rows, ...lineage.columns.flatMap(({ from }) => from)].map(({ id, column }) => keyOf(id, column)),
  );
  const { inputs } = (model.unexpanded ?? model).code;
  return [...new Set(inputs)]
    .filter((id) => id !== model.id)
    .map((id) => {
      const all = columnsOf(id) ?? [];
      const some = all.filter(({ name }) => used.has(keyOf(id, name)));
      return { id, columns: lineage.unknown !== null || some.length === 0 ? all : some };
    });
}

function keyOf(id: NodeId, column: string): string {
  return `${id} ${column.toLowerCase()}`;
}

async function outputOf(
  { world }: OpenCheck,
  checked: Checked,
  model: Model,
  given: readonly SampledInput[],
): Promise<{ readonly columns: readonly ColumnType[]; readonly rows: SampledInput['rows'] }> {
  const nowhere = { file: model.path, path: [] };
  const tested: TestedModel = {
    kind: 'model',
    model: model.id,
    isIncremental: false,
    code: null,
    given: given.map(({ node, columns, rows }) => ({
      node: node.id,
      place: nowhere,
      rows: {
        kind: 'dict',
        rows: rows.map((row) => Object.fromEntries(columns.map(({ name }, at) => [name, row[at] ?? null]))),
        place: nowhere,
      },
    })),
    expect: { kind: 'dict', rows: [], place: nowhere },
    tolerance: null,
    batch: null,
  };
  const place = placeOfNode(world.manifest, model, world.readText);
  try {
    return await onGivenRows(
      world,
      place,
      tested,
      model,
      (id) => checked.columns.get(id) ?? [],
      async (bound) => {
        const { session, code, columns } = bound;
        const names = columns.map((_, at) => `c${at}`).join(', ');
        const after = `\n) as q(${names}) order by all`;
        const rows = await codeRows(session, 'select cast(columns(*) as varchar) from (\n', code, after);
        return { columns, rows: rows.map((row) => columns.map((_, at) => (row[`c${at}`] ?? null) as string | null)) };
      },
    );
  } catch (error) {
    throw new DiagnosticError(findings(error, place, 'M605'));
  }
}

/** What the model reads of the run itself is the same in every run of the test. */
function heldStill({ world }: OpenCheck, model: Model): Record<string, string | boolean> {
  const { text } = (model.unexpanded ?? model).code;
  return {
    ...(model.incrementalCode ? { is_incremental: false } : {}),
    ...(text.includes('\uE000a') ? { run_started_at: instantText(world.now) } : {}),
    ...(text.includes('\uE000v') ? { invocation_id: world.invocation } : {}),
  };
}

function freeName({ manifest }: Loaded, model: Model): string {
  const taken = new Set(
    [...manifest.nodes.values()].flatMap((node) =>
      node.resource === 'unit_test' && node.dependsOn.includes(model.id) ? [node.name] : [],
    ),
  );
  const base = `${model.name}_on_real_rows`;
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base}_${n}`;
    if (!taken.has(name)) return name;
  }
}
