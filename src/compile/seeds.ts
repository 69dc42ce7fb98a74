import { folderLayers, fqnOf } from '../config/folder-layers.ts';
import type { SeedSpec } from '../config/properties.ts';
import { resolveConfig } from '../config/resolve.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { RawSeed } from '../project/raw-project.ts';
import { type Compilation, inYaml, report } from './compilation.ts';
import type { SeedDraft } from './drafts.ts';
import { relationOf } from './relations.ts';

export function draftSeed(compilation: Compilation, raw: RawSeed, spec: SeedSpec | null): SeedDraft {
  const { config } = compilation.raw;
  const fqn = fqnOf(config, config.paths.seeds, raw.path, raw.name);
  const layers = [...folderLayers(config, 'seeds', fqn), ...(spec ? [spec.config] : [])];
  const resolved = resolveConfig('seed', layers, compilation.readText);
  compilation.diagnostics.push(...resolved.diagnostics.map((one) => ({ ...one, node: one.node ?? raw.name })));
  if (spec) checkColumns(compilation, raw, spec);
  return {
    kind: 'seed',
    id: `seed.${config.name}.${raw.name}`,
    name: raw.name,
    path: raw.path,
    fqn,
    columns: spec?.columns ?? [],
    tests: spec?.tests ?? [],
    raw,
    spec,
    config: resolved.config,
    relation: relationOf(config.target, resolved.config, raw.name),
  };
}

/** A seed's columns are known from its header, so a misspelt one is found without an engine. */
function checkColumns(compilation: Compilation, raw: RawSeed, spec: SeedSpec): void {
  const names = new Set(raw.header.map((name) => name.toLowerCase()));
  for (const column of spec.columns) {
    if (names.has(column.name.toLowerCase())) continue;
    report(
      compilation,
      'M111',
      `the seed \`${raw.name}\` has no column \`${column.name}\``,
      inYaml(column.place, 'name'),
      {
        node: raw.name,
        help: didYouMean(column.name, raw.header),
        notes: [`columns: ${raw.header.join(', ')}`],
      },
    );
  }
}
