import { folderLayers, fqnOf, stem } from '../config/folder-layers.ts';
import type { ProjectConfig } from '../config/project-config.ts';
import type { PropertiesFile, SeedSpec } from '../config/properties.ts';
import { resolveConfig } from '../config/resolve.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { readTextFile } from './decode.ts';
import type { Files, FoundFile } from './files.ts';
import type { RawSeed } from './raw-project.ts';
import { readHeader, seedChecksum } from './seed-header.ts';

/** Reads the seeds' headers with the delimiter that is configured for each. */
export function readSeeds(
  files: Files,
  found: readonly FoundFile[],
  config: ProjectConfig,
  properties: readonly PropertiesFile[],
  diagnostics: Diagnostic[],
): readonly RawSeed[] {
  const specs = new Map(properties.flatMap((file) => file.seeds.map((spec) => [spec.name, spec])));
  return found.flatMap((file) => {
    const text = readTextFile(files, file, diagnostics);
    if (!text) return [];
    const name = stem(file.path);
    const delimiter = delimiterOf(config, file.path, name, specs.get(name));
    const header = readHeader(text, delimiter, diagnostics) ?? [];
    return { name, path: file.path, header, checksum: seedChecksum(text.text) };
  });
}

function delimiterOf(config: ProjectConfig, path: string, name: string, spec: SeedSpec | undefined): string {
  const fqn = fqnOf(config, config.paths.seeds, path, name);
  const layers = [...folderLayers(config, 'seeds', fqn), ...(spec ? [spec.config] : [])];
  // Every layer is checked already, so nothing is said here.
  return resolveConfig('seed', layers, () => undefined).config.delimiter;
}
