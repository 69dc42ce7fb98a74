import type { Dag } from '../graph/dag.ts';
import type { LintConfig } from './lint.ts';
import type { Hook, Node, NodeId } from './node.ts';

/** A connection that project.yml names. */
export interface Target {
  readonly name: string;
  readonly type: string;
  /** The database file relative to the project or absolute, or ":memory:". */
  readonly path: string;
  readonly schema: string;
  readonly schemaPrefix: boolean;
  readonly threads: number;
  /** Targets whose tables `build` copies where they hold the same. */
  readonly reuse: readonly string[];
  /** Engine settings, handed over as they are (`settings: {memory_limit: 2GB}`). */
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface MacroInfo {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly description: string;
  /** Names of the macros that it uses. */
  readonly macros: readonly string[];
}

export interface Group {
  readonly name: string;
  readonly owner: Readonly<Record<string, unknown>>;
  readonly description: string;
}

/** A part of selectors.yml as written: a string, a method record, or union, intersection and exclude lists. */
export interface NamedSelector {
  readonly name: string;
  readonly description: string;
  readonly default: boolean;
  readonly definition: unknown;
}

/** The compiled project as data: what every later stage reads. Disabled nodes are not in `nodes`. */
export interface Manifest {
  readonly project: string;
  readonly target: Target;
  readonly vars: Readonly<Record<string, unknown>>;
  readonly nodes: ReadonlyMap<NodeId, Node>;
  /** Over the ids of `nodes`; edges go from parent to child. */
  readonly graph: Dag;
  readonly disabled: ReadonlyMap<NodeId, Node>;
  readonly macros: readonly MacroInfo[];
  readonly lint: LintConfig;
  readonly groups: readonly Group[];
  readonly selectors: readonly NamedSelector[];
  readonly onRunStart: readonly Hook[];
  readonly onRunEnd: readonly Hook[];
  /** The folder of the programs that write source files, relative to the project. */
  readonly generatorsPath: string;
  /** Files of helpers, relative to the project. */
  readonly helperFiles: readonly string[];
  /** The folder of everything generated, relative to the project. */
  readonly targetPath: string;
}
