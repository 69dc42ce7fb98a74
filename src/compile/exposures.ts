import { folderLayers, fqnOf } from '../config/folder-layers.ts';
import type { ExposureSpec } from '../config/properties.ts';
import { resolveConfig } from '../config/resolve.ts';
import type { Exposure } from '../nodes/node.ts';
import { checksumOf } from './checksum.ts';
import { distinct } from './codes.ts';
import { type Compilation, report } from './compilation.ts';
import { type Names, resolveAt } from './names.ts';
import { readCall } from './test-arguments.ts';
import { yamlEntry } from './yaml-entry.ts';

export function exposure(compilation: Compilation, names: Names, spec: ExposureSpec): Exposure {
  const { config: project } = compilation.raw;
  const fqn = fqnOf(project, project.paths.models, spec.place.file, spec.name);
  const resolved = resolveConfig(
    'exposure',
    [...folderLayers(project, 'exposures', fqn), spec.config],
    compilation.readText,
  );
  compilation.diagnostics.push(...resolved.diagnostics);
  const parents = spec.dependsOn.map(({ text, place }) => {
    const call = readCall(text);
    if (call) return resolveAt(compilation, names, call, { kind: 'yaml', at: place }, `exposure:${spec.name}`) ?? '';
    report(
      compilation,
      'M104',
      `\`${text}\` is not a reference`,
      { kind: 'yaml', at: place },
      {
        node: `exposure:${spec.name}`,
        help: "write `ref('model')` or `source('name', 'table')`",
      },
    );
    return '';
  });
  return {
    resource: 'exposure',
    id: `exposure.${project.name}.${spec.name}`,
    name: spec.name,
    ...yamlEntry(project.name, fqn, spec),
    dependsOn: distinct(parents),
    checksum: checksumOf(JSON.stringify(spec)),
    config: resolved.config,
    type: spec.type,
    label: spec.label,
    owner: spec.owner,
    url: spec.url,
    maturity: spec.maturity,
  };
}
