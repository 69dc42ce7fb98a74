import type { LintConfig } from '../nodes/lint.ts';
import type { Group, Target } from '../nodes/manifest.ts';
import type { YamlPlace } from '../source/yaml-place.ts';
import type { ConfigLayer } from './layer.ts';

/** Kinds of node that folders of project.yml configure. */
export type ConfiguredKind = 'models' | 'seeds' | 'sources' | 'tests' | 'unit_tests' | 'exposures';

/** `+key` configuration of a folder of project.yml; what has no `+` is a folder below it. */
export interface FolderConfig {
  readonly place: YamlPlace;
  readonly own: ConfigLayer;
  readonly folders: ReadonlyMap<string, FolderConfig>;
}

/** A hook's template and where it was written. */
export interface HookText {
  readonly text: string;
  readonly place: YamlPlace;
  /** Whether it runs outside of a transaction. */
  readonly isOutside?: true;
}

export interface GeneratorSpec {
  readonly name: string;
  readonly description: string;
  readonly program: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly writes: Readonly<Record<string, string>>;
  readonly place: YamlPlace;
}

export interface Paths {
  readonly models: string;
  readonly seeds: string;
  readonly macros: string;
  readonly generators: string;
  readonly tests: string;
  readonly target: string;
}

/** project.yml, resolved. */
export interface ProjectConfig {
  readonly name: string;
  /** The chosen target: `--target`, else `target:`. */
  readonly target: Target;
  readonly targetNames: readonly string[];
  /** project.yml's `vars` under `--vars`. */
  readonly vars: Readonly<Record<string, unknown>>;
  readonly paths: Paths;
  readonly folders: Readonly<Record<ConfiguredKind, FolderConfig>>;
  readonly generators: readonly GeneratorSpec[];
  readonly onRunStart: readonly HookText[];
  readonly onRunEnd: readonly HookText[];
  readonly lint: LintConfig;
  readonly groups: readonly Group[];
}
