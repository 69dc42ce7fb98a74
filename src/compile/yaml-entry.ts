import type { YamlPlace } from '../source/yaml-place.ts';

interface Entry {
  readonly place: YamlPlace;
  readonly description: string;
}

/** What every node has that is declared by an entry of a properties file and by nothing else. */
export function yamlEntry(project: string, fqn: readonly string[], { place, description }: Entry) {
  return { project, path: place.file, patchPath: null, fqn, description, place: { kind: 'yaml', at: place } } as const;
}
