import { folderLayers, fqnOf } from '../config/folder-layers.ts';
import { type ModelUnitTestSpec, testedName, type UnitTestSpec } from '../config/properties.ts';
import { resolveConfig } from '../config/resolve.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { NodeId, TestedMacro, TestedModel, UnitTest } from '../nodes/node.ts';
import { checksumOf } from './checksum.ts';
import { type Compilation, inYaml, report } from './compilation.ts';
import type { ModelDraft } from './drafts.ts';
import { type Names, resolveAt } from './names.ts';
import { readRelation } from './test-arguments.ts';
import { testedMacro } from './unit-macros.ts';
import { testedModel } from './unit-models.ts';
import { yamlEntry } from './yaml-entry.ts';

/** The nodes of one entry of `unit_tests`: a model with versions is tested once for each. */
export function unitTests(compilation: Compilation, names: Names, spec: UnitTestSpec): UnitTest[] {
  const { config: project } = compilation.raw;
  const tested = testedName(spec);
  const fqn = [...fqnOf(project, project.paths.models, spec.place.file, tested), spec.name];
  const layers = [...folderLayers(project, 'unit_tests', fqn), spec.config];
  const resolved = resolveConfig('unit_test', layers, compilation.readText);
  compilation.diagnostics.push(...resolved.diagnostics);
  const label = `unit_test:${tested}.${spec.name}`;
  const made = (what: TestedModel | TestedMacro, parent: NodeId | null, version: string | null): UnitTest => {
    const name = version === null ? spec.name : `${spec.name}_v${version}`;
    return {
      resource: 'unit_test',
      id: `unit_test.${project.name}.${tested}.${name}`,
      name,
      ...yamlEntry(project.name, fqn, spec),
      dependsOn: parent === null ? [] : [parent],
      checksum: checksumOf(JSON.stringify([spec.spec, what])),
      config: resolved.config,
      tested: what,
      version,
      spec: spec.spec,
    };
  };
  const off = { ...resolved.config, enabled: false };
  // What is switched off may name what is not there.
  if (!resolved.config.enabled) return [made(nothing, null, null)];
  if (spec.of === 'macro') {
    const found = testedMacro(compilation, names, spec, label);
    return found ? [made(found, null, null)] : [];
  }
  if (names.disabled.has(spec.model) && !names.refs.has(spec.model)) {
    return [{ ...made(nothing, null, null), config: off }];
  }
  return draftsOf(compilation, names, spec, label).flatMap((draft) => {
    const found = testedModel(compilation, names, spec, draft, label);
    return found ? [made(found, draft.id, draft.version)] : [];
  });
}

const nothing: TestedMacro = {
  kind: 'macro',
  macro: '',
  rendered: { text: '', inputs: [], map: [] },
  expected: { text: '', inputs: [], map: [] },
  users: [],
};

/** The versions of the model that are tested; none after saying what is wrong. */
function draftsOf(compilation: Compilation, names: Names, spec: ModelUnitTestSpec, label: string): ModelDraft[] {
  const call = readRelation(spec.model);
  const name = call.kind === 'ref' ? call.name : '';
  const all = [...names.enabled.values()].filter((draft): draft is ModelDraft => draft.kind === 'model');
  const versions = all.filter((draft) => draft.name === name && draft.version !== null);
  if (versions.length > 0) return chosenVersions(compilation, spec, versions, label);
  const at = inYaml(spec.place, 'model');
  const known = names.refs.has(name);
  const id = known ? (names.refs.get(name) ?? null) : resolveAt(compilation, names, call, at, label);
  const draft = id === null ? undefined : names.enabled.get(id);
  if (!draft) return [];
  if (draft.kind !== 'model') {
    report(compilation, 'M130', `\`${name}\` is a ${draft.kind}: a unit test tests a model`, at, { node: label });
    return [];
  }
  if (draft.version === null && (spec.include ?? spec.exclude)) {
    report(compilation, 'M130', `\`${name}\` has no versions`, inYaml(spec.place, 'versions'), { node: label });
  }
  return [draft];
}

function chosenVersions(
  compilation: Compilation,
  spec: ModelUnitTestSpec,
  versions: readonly ModelDraft[],
  label: string,
): ModelDraft[] {
  const known = versions.map(({ version }) => version ?? '');
  for (const key of ['include', 'exclude'] as const) {
    for (const [index, version] of (spec[key] ?? []).entries()) {
      if (known.includes(version)) continue;
      report(
        compilation,
        'M130',
        `\`${spec.model}\` has no version ${version}`,
        inYaml(spec.place, 'versions', key, index),
        { node: label, help: didYouMean(version, known) ?? `its versions are ${known.join(', ')}` },
      );
    }
  }
  return versions.filter(
    ({ version }) =>
      (spec.include === null || spec.include.includes(version ?? '')) && !spec.exclude?.includes(version ?? ''),
  );
}
