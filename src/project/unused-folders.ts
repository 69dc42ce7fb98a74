import { foldersOf } from '../config/folder-layers.ts';
import type { ConfiguredKind, FolderConfig, ProjectConfig } from '../config/project-config.ts';
import type { PropertiesFile } from '../config/properties.ts';
import { isConfigKey, missedPlus } from '../config/read-folders.ts';
import { configuredKinds } from '../config/read-project-config.ts';
import { inside, type Reading, report } from '../config/reading.ts';
import { didYouMean } from '../diagnostics/suggest.ts';

/** What a project holds, for the folders of project.yml that configure it. */
export interface Holdings {
  readonly models: readonly { readonly path: string; readonly name: string }[];
  readonly seeds: readonly { readonly path: string; readonly name: string }[];
  readonly properties: readonly PropertiesFile[];
}

interface Tree {
  readonly parts: Map<string, Tree>;
}

/**
 * Folders of project.yml that hold nothing. One that is called like a configuration key was meant with a `+`. Tests have
 * names that only the compile knows, so of theirs only that is looked for.
 */
export function unusedFolders(reading: Reading, config: ProjectConfig, holdings: Holdings): void {
  const { paths, folders } = config;
  const known: Readonly<Record<ConfiguredKind, Tree | null>> = {
    models: tree([
      ...holdings.models.map((one) => [...foldersOf(paths.models, one.path), one.name]),
      ...versioned(holdings.properties, paths.models),
    ]),
    seeds: tree(holdings.seeds.map((one) => [...foldersOf(paths.seeds, one.path), one.name])),
    sources: tree(
      holdings.properties.flatMap(({ path, sources }) =>
        sources.map((one) => [...foldersOf(paths.models, path), one.sourceName, one.name]),
      ),
    ),
    tests: null,
    unit_tests: null,
    exposures: null,
  };
  for (const kind of Object.keys(known) as ConfiguredKind[]) {
    const top = folders[kind];
    const own = top.folders.get(config.name);
    const there = known[kind];
    compare(reading, kind, top, there, there?.parts.has(config.name) ? null : (own ?? null));
    if (own && !there?.parts.has(config.name)) compare(reading, kind, own, there, null);
  }
}

function compare(
  reading: Reading,
  kind: ConfiguredKind,
  folder: FolderConfig,
  there: Tree | null,
  skip: FolderConfig | null,
): void {
  for (const [name, below] of folder.folders) {
    if (below === skip) continue;
    const found = there?.parts.get(name);
    if (found) {
      compare(reading, kind, below, found, null);
      continue;
    }
    const place = inside(folder.place, name);
    if (isConfigKey(configuredKinds[kind], name)) missedPlus(reading, place, name);
    else if (there) {
      report(reading, 'M111', `\`${name}\` configures nothing: ${what[kind]} lies there`, place, {
        part: 'key',
        severity: 'warning',
        help: didYouMean(name, there.parts.keys()),
      });
    }
  }
}

const what: Readonly<Record<ConfiguredKind, string>> = {
  models: 'no model',
  seeds: 'no seed',
  sources: 'no source',
  tests: 'no test',
  unit_tests: 'no unit test',
  exposures: 'no exposure',
};

function versioned(files: readonly PropertiesFile[], models: string): string[][] {
  return files.flatMap(({ path, models: all }) =>
    all.filter((one) => one.versions.length > 0).map((one) => [...foldersOf(models, path), one.name]),
  );
}

function tree(paths: readonly (readonly string[])[]): Tree {
  const top: Tree = { parts: new Map() };
  for (const path of paths) {
    let at = top;
    for (const part of path) {
      const next: Tree = at.parts.get(part) ?? { parts: new Map() };
      at.parts.set(part, next);
      at = next;
    }
  }
  return top;
}
