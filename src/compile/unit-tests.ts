import { folderLayers, fqnOf } from '../config/folder-layers.ts';
import type { UnitTestSpec } from '../config/properties.ts';
import { resolveConfig } from '../config/resolve.ts';
import type { UnitTest } from '../nodes/node.ts';
import { checksumOf } from './checksum.ts';
import { type Compilation, inYaml } from './compilation.ts';
import { type Names, resolveAt } from './names.ts';
import { readRelation } from './test-arguments.ts';

export function unitTest(compilation: Compilation, names: Names, spec: UnitTestSpec): UnitTest | null {
  const { config: project } = compilation.raw;
  const fqn = [...fqnOf(project, project.paths.models, spec.place.file, spec.model), spec.name];
  const layers = [...folderLayers(project, 'unit_tests', fqn), spec.config];
  const resolved = resolveConfig('unit_test', layers, compilation.readText);
  compilation.diagnostics.push(...resolved.diagnostics);
  const name = `unit_test:${spec.model}.${spec.name}`;
  const model = resolveAt(compilation, names, readRelation(spec.model), inYaml(spec.place, 'model'), name);
  if (model === null) return null;
  return {
    resource: 'unit_test',
    id: `unit_test.${project.name}.${spec.model}.${spec.name}`,
    name: spec.name,
    project: project.name,
    path: spec.place.file,
    patchPath: null,
    fqn,
    description: spec.description,
    place: { kind: 'yaml', at: spec.place },
    dependsOn: [model],
    checksum: checksumOf(JSON.stringify(spec.spec)),
    config: resolved.config,
    model,
    spec: spec.spec,
  };
}
