import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceText } from '../source/text.ts';
import { child, type Entry, entries, entryOf, has, label, missing, onlyKeys, text } from './entry.ts';
import type { ConfiguredKind, FolderConfig, ProjectConfig } from './project-config.ts';
import { noFolders, readFolders } from './read-folders.ts';
import { readGenerators } from './read-generators.ts';
import { readLint } from './read-lint.ts';
import { readGroup } from './read-others.ts';
import { readPaths } from './read-paths.ts';
import { readRunHooks } from './read-run-hooks.ts';
import { readTargets, type ValueTemplate } from './read-target.ts';
import { projectVars, type Vars } from './read-vars.ts';
import { inOrder, inside, report, startReading } from './reading.ts';
import type { ConfigKind } from './rules.ts';

export interface ProjectConfigOptions {
  /** project.yml. */
  readonly source: SourceText;
  /** `--target`. */
  readonly targetName?: string | undefined;
  /** `--vars`, read. */
  readonly vars?: Vars | undefined;
  readonly valueTemplate: ValueTemplate;
}

/** The singular of each key that configures by folder. */
export const configuredKinds: Readonly<Record<ConfiguredKind, ConfigKind>> = {
  models: 'model',
  seeds: 'seed',
  sources: 'source',
  tests: 'test',
  unit_tests: 'unit_test',
  exposures: 'exposure',
};

const keys = [
  'name',
  'version',
  'config-version',
  'require-dbt-version',
  'target',
  'targets',
  'vars',
  'paths',
  ...Object.keys(configuredKinds),
  'data_tests',
  'generators',
  'groups',
  'lint',
  'on-run-start',
  'on-run-end',
];
const otherSpellings = ['on_run_start', 'on_run_end', 'config_version', 'require_dbt_version'];

const folderHelp = (kind: string) => `name the folder with \`paths: {${kind}: …}\``;
const helps = {
  profile: 'connections are `targets` of project.yml',
  snapshots: 'a snapshot is a model with `materialized: scd2`',
  'model-paths': folderHelp('models'),
  'source-paths': folderHelp('models'),
  'seed-paths': folderHelp('seeds'),
  'data-paths': folderHelp('seeds'),
  'test-paths': folderHelp('tests'),
  'macro-paths': folderHelp('macros'),
  'target-path': folderHelp('target'),
  'snapshot-paths': 'a snapshot is a model with `materialized: scd2`',
  'analysis-paths': 'take it away: an analysis is an ephemeral model',
  'docs-paths': 'take it away: descriptions stand in the properties files',
  'asset-paths': 'take it away',
  'log-path': 'take it away: logs lie in `target/logs`',
  'clean-targets': 'take it away: `mart clean` empties the target folder',
  'packages-install-path': 'take it away: there are no packages',
  'query-comment': 'take it away',
  dispatch: 'take it away: there are no packages',
  flags: 'give them on the command line',
  quoting: 'take it away: every name is quoted',
};

/** Reads project.yml. `config` is null only when the text is no mapping; with errors it holds defaults in their places. */
export function readProjectConfig(options: ProjectConfigOptions): {
  readonly config: ProjectConfig | null;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { reading, value, place } = startReading(options.source);
  const { diagnostics } = reading;
  if (value === null && diagnostics.length > 0) return { config: null, diagnostics };
  const entry = entryOf(reading, value ?? {}, place, 'project.yml');
  if (!entry) return { config: null, diagnostics };
  onlyKeys(entry, 'project.yml', [...keys, ...otherSpellings], helps);
  label(entry, 'version');
  const name = readName(entry);
  const { target, names } = readTargets(entry, options.targetName, options.valueTemplate);
  const config: ProjectConfig = {
    name,
    target,
    targetNames: names,
    vars: projectVars(child(entry, 'vars'), name, options.vars ?? {}),
    paths: readPaths(entry),
    folders: readAllFolders(entry),
    generators: readGenerators(entry),
    onRunStart: readRunHooks(entry, 'on-run-start'),
    onRunEnd: readRunHooks(entry, 'on-run-end'),
    lint: readLint(entry),
    groups: entries(entry, 'groups', 'a group').flatMap((one) => readGroup(one) ?? []),
  };
  return { config, diagnostics: inOrder(diagnostics) };
}

function readName(entry: Entry): string {
  if (!has(entry, 'name')) missing(entry, 'project.yml', 'name', 'write `name: shop`');
  const name = text(entry, 'name');
  if (name !== null && !/^[A-Za-z_]\w*$/.test(name)) {
    report(entry.reading, 'M104', `\`${name}\` cannot name a project`, inside(entry.place, 'name'), {
      help: 'use letters, digits and `_`, and no digit first',
    });
  }
  return name ?? 'project';
}

function readAllFolders(entry: Entry): Readonly<Record<ConfiguredKind, FolderConfig>> {
  if (has(entry, 'tests') && has(entry, 'data_tests')) {
    report(entry.reading, 'M113', '`tests` and `data_tests` are the same: keep one', inside(entry.place, 'tests'), {
      part: 'key',
      help: 'write all of them under `data_tests`',
    });
  }
  const of = (kind: ConfiguredKind): FolderConfig => {
    const key = kind === 'tests' && has(entry, 'data_tests') ? 'data_tests' : kind;
    const folder = child(entry, key);
    return folder ? readFolders(configuredKinds[kind], folder) : noFolders(inside(entry.place, key));
  };
  return {
    models: of('models'),
    seeds: of('seeds'),
    sources: of('sources'),
    tests: of('tests'),
    unit_tests: of('unit_tests'),
    exposures: of('exposures'),
  };
}
