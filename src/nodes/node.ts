import type { Range } from '../source/span.ts';
import type { YamlPlace } from '../source/yaml-place.ts';
import type { Relation } from '../sql/relation.ts';
import type { Code } from './code.ts';
import type { ModelConfig, PlainConfig, SeedConfig, SourceConfig, TestConfig } from './config.ts';

/** dbt's unique ids: `model.shop.orders`, `source.shop.raw.orders`, `test.shop.not_null_orders_id.a1b2c3d4e5`. */
export type NodeId = string;

/** Where a node was declared: a whole SQL or CSV file, or an entry of a properties file. */
export type NodePlace =
  | { readonly kind: 'file'; readonly range: Range }
  | { readonly kind: 'yaml'; readonly at: YamlPlace };

/** SQL to run beside a node or a run, and where its text was written. */
export interface Hook extends Code {
  readonly place: NodePlace;
  /** Whether it runs outside of its node's transaction. */
  readonly isOutside?: true;
}

/** A named export of a TypeScript file, relative to the project, and where a model asks for it. */
export interface SignalProgram {
  readonly file: string;
  readonly name: string;
  readonly place: NodePlace;
}

interface NodeBase {
  readonly id: NodeId;
  /** Unique among the nodes that `ref` can name; for a source table the table's name. */
  readonly name: string;
  readonly project: string;
  /** The file that defines it, relative to the project. */
  readonly path: string;
  /** The properties file that describes it, or null. */
  readonly patchPath: string | null;
  /** Project, folders, name: what `fqn:` selects by. */
  readonly fqn: readonly string[];
  readonly description: string;
  readonly place: NodePlace;
  /** Direct parents in order of appearance, each once. */
  readonly dependsOn: readonly NodeId[];
  /** SHA-256 of what defines it (file content; for tests name and arguments). */
  readonly checksum: string;
}

export interface Column {
  readonly name: string;
  readonly description: string;
  readonly dataType: string | null;
  readonly quote: boolean | null;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly tags: readonly string[];
  readonly constraints: readonly Constraint[];
  readonly place: YamlPlace;
}

export interface Constraint {
  readonly type: 'not_null' | 'check' | 'unique' | 'primary_key' | 'foreign_key' | 'custom';
  readonly expression: string | null;
  readonly columns: readonly string[];
  readonly name: string | null;
  /** Whether to warn where it is not held; absent: yes. */
  readonly warnUnsupported?: boolean;
}

/** Code whose ephemeral parents are inputs like any other. */
export interface Unexpanded {
  readonly code: Code;
  readonly incrementalCode: Code | null;
}

export interface Model extends NodeBase {
  readonly resource: 'model';
  readonly config: ModelConfig;
  readonly relation: Relation;
  readonly columns: readonly Column[];
  readonly constraints: readonly Constraint[];
  readonly rawCode: string;
  /** `is_incremental` false. Ephemeral parents are already CTEs in it. */
  readonly code: Code;
  /** `is_incremental` true; null when the template never asks. */
  readonly incrementalCode: Code | null;
  /** As written, with ephemeral parents among the inputs; absent where there is none. */
  readonly unexpanded?: Unexpanded;
  readonly preHooks: readonly Hook[];
  readonly postHooks: readonly Hook[];
  /** A query whose value says whether the model may be built; absent where it waits for nothing. */
  readonly signal?: Hook;
  /** A function that says it; absent where there is none. */
  readonly signalProgram?: SignalProgram;
  readonly refs: readonly { readonly name: string; readonly package: string | null; readonly version: string | null }[];
  readonly sources: readonly (readonly [string, string])[];
  readonly macros: readonly string[];
  readonly version: string | null;
  readonly latestVersion: string | null;
  /** From when on it is not to be used, as written (`2026-01-31`); absent where nobody says. */
  readonly deprecation?: { readonly date: string; readonly at: YamlPlace };
}

export interface Seed extends NodeBase {
  readonly resource: 'seed';
  readonly config: SeedConfig;
  readonly relation: Relation;
  readonly columns: readonly Column[];
  /** Where `column_types` was written; absent where nobody gives any. */
  readonly columnTypesAt?: YamlPlace;
  /** The header's names in order. */
  readonly header: readonly string[];
  readonly preHooks: readonly Hook[];
  readonly postHooks: readonly Hook[];
}

/** Files delivered by somebody else, read in place. */
export interface SourceFiles {
  /** A path or glob relative to the project. */
  readonly glob: string;
  readonly format: 'csv' | 'json' | 'parquet';
}

export interface Source extends NodeBase {
  readonly resource: 'source';
  readonly config: SourceConfig;
  readonly sourceName: string;
  readonly sourceDescription: string;
  readonly loader: string;
  readonly columns: readonly Column[];
  /** Either files or an existing relation. */
  readonly files: SourceFiles | null;
  readonly relation: Relation | null;
  /** The generator that writes its files, or null. */
  readonly generator: NodeId | null;
}

export interface DataTest extends NodeBase {
  readonly resource: 'test';
  readonly config: TestConfig;
  /** null for a singular test. */
  readonly generic: { readonly name: string; readonly args: Readonly<Record<string, unknown>> } | null;
  readonly columnName: string | null;
  /** The node on which it was declared; null for a singular test. */
  readonly attached: NodeId | null;
  /** A query for bad rows; `where` is already in it. */
  readonly code: Code;
  /** As written, with ephemeral parents among the inputs; absent where there is none. */
  readonly unexpanded?: Unexpanded;
  readonly rawCode: string;
  /** Where failures are kept when `store_failures` asks for it. */
  readonly relation: Relation;
}

export interface UnitTest extends NodeBase {
  readonly resource: 'unit_test';
  readonly config: PlainConfig;
  /** What it is about: a model on given rows, or a macro with given arguments. */
  readonly tested: TestedModel | TestedMacro;
  /** The version of the model that is tested; null where there are no versions. */
  readonly version: string | null;
  /** As written in the properties file. */
  readonly spec: Readonly<Record<string, unknown>>;
}

export interface TestedModel {
  readonly kind: 'model';
  readonly model: NodeId;
  /** Which side of `is_incremental` is tested. */
  readonly isIncremental: boolean;
  /** The model's query where `overrides` or given inputs behind ephemeral models change it; null: as the model has it. */
  readonly code: Code | null;
  readonly given: readonly UnitInput[];
  readonly expect: UnitRows;
  /** How far two floating point numbers may lie apart; null: not at all. */
  readonly tolerance: number | null;
  /** The interval of a microbatch model, as it is written; null where none is asked for. */
  readonly batch: { readonly start: string; readonly end: string } | null;
}

export interface TestedMacro {
  readonly kind: 'macro';
  readonly macro: string;
  /** What the macro rendered, and what was expected of it. */
  readonly rendered: Code;
  readonly expected: Code;
  /** Models that use the macro. */
  readonly users: readonly NodeId[];
}

/** The rows of one input; `node` is the tested model itself for `this`. */
export interface UnitInput {
  readonly node: NodeId;
  readonly rows: UnitRows;
  readonly place: YamlPlace;
}

/** Rows as a unit test gives or expects them. */
export type UnitRows =
  | { readonly kind: 'dict'; readonly rows: readonly Readonly<Record<string, UnitCell>>[]; readonly place: YamlPlace }
  | { readonly kind: 'csv'; readonly text: string; readonly place: TextPlace }
  | { readonly kind: 'sql'; readonly code: Code; readonly place: TextPlace }
  /** The rows of a seed's own file. */
  | { readonly kind: 'seed'; readonly place: YamlPlace };

/** A value as text for the engine to cast; a list or a mapping as JSON. */
export type UnitCell = string | null | { readonly json: string };

/** Where a text stands: as a value of a YAML file, or as a file of its own. */
export type TextPlace =
  | { readonly kind: 'yaml'; readonly at: YamlPlace }
  | { readonly kind: 'file'; readonly file: string };

export interface Exposure extends NodeBase {
  readonly resource: 'exposure';
  readonly config: PlainConfig;
  readonly type: string;
  readonly label: string | null;
  readonly owner: Readonly<Record<string, unknown>>;
  readonly url: string | null;
  readonly maturity: string | null;
}

/** A program that writes source files. */
export interface Generator extends NodeBase {
  readonly resource: 'generator';
  readonly config: PlainConfig;
  readonly program: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Folder by name, relative to the project. */
  readonly writes: Readonly<Record<string, string>>;
}

/**
 * Whether the constraints of a model are held to its rows when it is built, as dbt has it: a view has no rows of its
 * own, and the versions of a row in a history repeat its key.
 */
export function holdsConstraints({ config: { materialized, contract } }: Model): boolean {
  return contract.enforced && ['table', 'incremental', 'external'].includes(materialized);
}

export type Node = Model | Seed | Source | DataTest | UnitTest | Exposure | Generator;
export type Resource = Node['resource'];

/** The name of one version of a model: `orders.v2`; the plain name where there are no versions. */
export function versionedName(name: string, version: string | null): string {
  return version === null ? name : `${name}.v${version}`;
}

/** The name of a node as people read and select it: `orders`, `orders.v2`, `source:raw.orders`, `test:not_null_orders_id`. */
export function displayName(node: Node): string {
  switch (node.resource) {
    case 'model':
      return versionedName(node.name, node.version);
    case 'seed':
      return node.name;
    case 'source':
      return `source:${node.sourceName}.${node.name}`;
    case 'unit_test':
      return `unit_test:${node.fqn.at(-2)}.${node.name}`;
    default:
      return `${node.resource}:${node.name}`;
  }
}
