import type { GeneratorSpec } from '../config/project-config.ts';
import type { Generator } from '../nodes/node.ts';
import { checksumOf } from './checksum.ts';
import type { Compilation } from './compilation.ts';
import { renderValue } from './values.ts';

export function generator(compilation: Compilation, spec: GeneratorSpec): Generator {
  const { config: project } = compilation.raw;
  const at = (key: string) => ({ ...spec.place, path: [...spec.place.path, key] });
  const params = renderValue(compilation, spec.params, at('params')) as Record<string, unknown>;
  const writes = renderValue(compilation, spec.writes, at('writes')) as Record<string, unknown>;
  return {
    resource: 'generator',
    id: `generator.${project.name}.${spec.name}`,
    name: spec.name,
    project: project.name,
    path: spec.program,
    patchPath: null,
    fqn: [project.name, spec.name],
    description: spec.description,
    place: { kind: 'yaml', at: spec.place },
    dependsOn: [],
    checksum: checksumOf(JSON.stringify([spec.program, params, writes])),
    config: { enabled: true, tags: [], meta: {} },
    program: spec.program,
    params,
    writes: Object.fromEntries(Object.entries(writes).map(([name, folder]) => [name, String(folder)])),
  };
}
