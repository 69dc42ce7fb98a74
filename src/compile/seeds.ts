import { folderLayers, fqnOf } from '../config/folder-layers.ts';
import type { SeedSpec } from '../config/properties.ts';
import { spanAt } from '../config/reading.ts';
import { resolveConfig } from '../config/resolve.ts';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { RawSeed } from '../project/raw-project.ts';
import type { Span } from '../source/span.ts';
import type { YamlPlace } from '../source/yaml-place.ts';
import { type Compilation, inYaml } from './compilation.ts';
import type { SeedDraft } from './drafts.ts';
import { checkGroup } from './groups.ts';
import { relationOf } from './relations.ts';

export function draftSeed(compilation: Compilation, raw: RawSeed, spec: SeedSpec | null): SeedDraft {
  const { config } = compilation.raw;
  const fqn = fqnOf(config, config.paths.seeds, raw.path, raw.name);
  const layers = [...folderLayers(config, 'seeds', fqn), ...(spec ? [spec.config] : [])];
  const resolved = resolveConfig('seed', layers, compilation.readText);
  compilation.diagnostics.push(...resolved.diagnostics.map((one) => ({ ...one, node: one.node ?? raw.name })));
  const typesAt = resolved.placeOf('column_types');
  const columnTypesAt = typesAt?.kind === 'yaml' ? typesAt.at : null;
  checkGroup(compilation, resolved.config.group, resolved.placeOf('group'), raw.name);
  if (spec) checkColumns(compilation, raw, spec);
  if (columnTypesAt && isOwn(columnTypesAt, raw)) {
    checkTypes(compilation, raw, Object.keys(resolved.config.column_types), columnTypesAt);
  }
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
    placesOf: resolved.placesOf,
    columnTypesAt,
    relation: relationOf(config.target, resolved.config, raw.name),
  };
}

/** A seed's columns are known from its header, so a misspelt one is found without an engine. */
function checkColumns(compilation: Compilation, raw: RawSeed, spec: SeedSpec): void {
  for (const { name, place } of spec.columns) {
    if (!hasColumn(raw, name)) noColumn(compilation, raw, name, spanAt(inYaml(place, 'name'), compilation.readText));
  }
}

function checkTypes(compilation: Compilation, raw: RawSeed, names: readonly string[], at: YamlPlace): void {
  for (const name of names) {
    if (!hasColumn(raw, name)) noColumn(compilation, raw, name, spanAt(inYaml(at, name), compilation.readText, 'key'));
  }
}

/** Types of a whole folder are for those of its seeds that have the columns. */
function isOwn(at: YamlPlace, raw: RawSeed): boolean {
  return at.file !== 'project.yml' || at.path.at(-2) === raw.name;
}

function hasColumn(raw: RawSeed, name: string): boolean {
  return raw.header.some((one) => one.toLowerCase() === name.toLowerCase());
}

function noColumn(compilation: Compilation, raw: RawSeed, name: string, span: Span): void {
  compilation.diagnostics.push(
    diagnostic('M111', `the seed \`${raw.name}\` has no column \`${name}\``, {
      labels: [{ span, text: '' }],
      node: raw.name,
      help: didYouMean(name, raw.header),
      notes: [`columns: ${raw.header.join(', ')}`],
    }),
  );
}
