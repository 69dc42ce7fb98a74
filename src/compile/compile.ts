import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { buildDag } from '../graph/build-dag.ts';
import type { Manifest } from '../nodes/manifest.ts';
import type { Node, NodeId } from '../nodes/node.ts';
import type { RawProject } from '../project/raw-project.ts';
import type { ReadText } from '../source/text.ts';
import type { TemplateScope } from '../template/template.ts';
import { checkAccess } from './access.ts';
import { checksumOf } from './checksum.ts';
import type { Compilation, Inheritances } from './compilation.ts';
import { warnOfConstraints } from './constraints.ts';
import { cycleFree } from './cycles.ts';
import { dataTestsOf } from './data-tests.ts';
import { byName, checkDescribed, describeModels } from './describe.ts';
import type { Draft } from './drafts.ts';
import { type EphemeralCode, withEphemerals } from './ephemeral.ts';
import { exposure } from './exposures.ts';
import { generator } from './generators.ts';
import { runHooks } from './hooks.ts';
import { checkLocations } from './locations.ts';
import { macroInfos } from './macros.ts';
import { modelNode } from './model-node.ts';
import { draftModel } from './models.ts';
import { type Names, nameDrafts } from './names.ts';
import { checkRelations } from './relations.ts';
import { seedNode } from './seed-node.ts';
import { draftSeed } from './seeds.ts';
import { singularTest } from './singular-tests.ts';
import { draftSource, sourceNode } from './sources.ts';
import type { TypedModels } from './typed-model-load.ts';
import { unitTests } from './unit-tests.ts';

export interface Compiled {
  /** Usable when `diagnostics` holds no error. */
  readonly manifest: Manifest;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Raw project → manifest: renders every template, settles every configuration, turns refs into edges and tests into
 * nodes, and collects everything that is wrong. Pure: no disk, no clock, no engine.
 */
export function compile(
  raw: RawProject,
  scope: TemplateScope,
  readText: ReadText,
  typed: TypedModels = new Map(),
  inherited: Inheritances = new Map(),
): Compiled {
  const diagnostics = [...raw.diagnostics];
  const compilation: Compilation = { raw, scope, typed, inherited, readText, diagnostics, references: new Map() };
  const drafts = draftAll(compilation);
  const names = nameDrafts(drafts, (draft) => draft.config.enabled);
  const all = tableNodes(compilation, names, drafts);
  all.push(...generators(compilation), ...tests(compilation, names), ...readers(compilation, names));

  const nodes = new Map<NodeId, Node>();
  const disabled = new Map<NodeId, Node>();
  for (const node of all) (node.config.enabled ? nodes : disabled).set(node.id, node);
  checkRelations(compilation, nodes.values());
  checkLocations(compilation, nodes.values());
  checkAccess(compilation, nodes);
  warnOfConstraints(compilation, nodes.values());
  const graph = buildDag(
    new Map([...nodes.values()].map((node) => [node.id, node.dependsOn.filter((id) => nodes.has(id))])),
  );
  if (cycleFree(compilation, graph, nodes)) expandEphemerals(nodes);
  const { config } = raw;
  return {
    manifest: {
      project: config.name,
      target: config.target,
      vars: config.vars,
      nodes,
      graph,
      disabled,
      macros: macroInfos(compilation),
      lint: config.lint,
      groups: [...config.groups, ...raw.properties.flatMap((file) => file.groups)],
      selectors: raw.selectors,
      onRunStart: runHooks(compilation, names, config.onRunStart, 'on-run-start'),
      onRunEnd: runHooks(compilation, names, config.onRunEnd, 'on-run-end'),
      generatorsPath: config.paths.generators,
      helperFiles: raw.helperFiles.map((file) => file.path),
      targetPath: config.paths.target,
    },
    diagnostics: distinctFindings(compilation.diagnostics),
  };
}

/** A broken macro is found again in every model that uses it: each finding is said once. */
function distinctFindings(found: readonly Diagnostic[]): Diagnostic[] {
  return [...new Map(found.map((one) => [JSON.stringify([one.code, one.message, one.labels]), one])).values()];
}

function draftAll(compilation: Compilation): Draft[] {
  const { raw } = compilation;
  const seedSpecs = byName(
    compilation,
    raw.properties.flatMap((file) => file.seeds),
    'seed',
  );
  checkDescribed(compilation, seedSpecs.values(), new Set(raw.seeds.map((seed) => seed.name)), 'seed');
  const sources = byName(
    compilation,
    raw.properties
      .flatMap((file) => file.sources)
      .map((spec) => ({ spec, name: `${spec.sourceName}.${spec.name}`, place: spec.place })),
    'source',
  );
  return [
    ...describeModels(compilation).map((described) => draftModel(compilation, described)),
    ...raw.seeds.map((seed) => draftSeed(compilation, seed, seedSpecs.get(seed.name) ?? null)),
    ...[...sources.values()].map(({ spec }) => draftSource(compilation, spec)),
  ];
}

function tableNodes(compilation: Compilation, names: Names, drafts: readonly Draft[]): Node[] {
  return drafts.flatMap((draft): Node[] => {
    if (draft.kind === 'seed') return [seedNode(compilation, names, draft)];
    if (draft.kind === 'source') return [sourceNode(compilation, draft, checksumOf(JSON.stringify(draft.spec)))];
    // What is switched off may name what is not there.
    return draft.config.enabled
      ? [modelNode(compilation, names, draft)]
      : [modelNode(silenced(compilation), names, draft)];
  });
}

function silenced(compilation: Compilation): Compilation {
  return { ...compilation, diagnostics: [] };
}

function generators(compilation: Compilation): Node[] {
  return compilation.raw.config.generators.map((spec) => generator(compilation, spec));
}

function tests(compilation: Compilation, names: Names): Node[] {
  const declared = [...names.enabled.values()].flatMap((draft) => dataTestsOf(compilation, names, draft));
  const twice = byName(
    compilation,
    declared.flatMap((test) => (test.place.kind === 'yaml' ? [{ name: test.id, place: test.place.at, test }] : [])),
    'test',
  );
  return [
    ...[...twice.values()].map((one) => one.test),
    ...compilation.raw.singularTests.map((file) => singularTest(compilation, names, file)),
  ];
}

function readers(compilation: Compilation, names: Names): Node[] {
  const { properties } = compilation.raw;
  const exposures = byName(
    compilation,
    properties.flatMap((file) => file.exposures),
    'exposure',
  );
  return [
    ...[...exposures.values()].map((spec) => exposure(compilation, names, spec)),
    ...properties.flatMap((file) => file.unitTests).flatMap((spec) => unitTests(compilation, names, spec)),
  ];
}

/** Ephemeral parents become CTEs in every query that reads them. */
function expandEphemerals(nodes: Map<NodeId, Node>): void {
  const ephemeral: EphemeralCode = (id) => {
    const node = nodes.get(id);
    return node?.resource === 'model' && node.config.materialized === 'ephemeral' ? node : undefined;
  };
  if (![...nodes.keys()].some((id) => ephemeral(id))) return;
  const expanded: Node[] = [];
  for (const node of nodes.values()) {
    if (node.resource !== 'test' && node.resource !== 'model') continue;
    const before = node.resource === 'model' ? node.incrementalCode : null;
    if (![...node.code.inputs, ...(before?.inputs ?? [])].some((id) => ephemeral(id))) continue;
    const unexpanded = { code: node.code, incrementalCode: before };
    const code = withEphemerals(node.code, ephemeral);
    if (node.resource === 'test') expanded.push({ ...node, code, unexpanded });
    else expanded.push({ ...node, code, unexpanded, incrementalCode: before && withEphemerals(before, ephemeral) });
  }
  for (const node of expanded) nodes.set(node.id, node);
}
