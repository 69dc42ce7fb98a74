import type { Constraint } from '../nodes/node.ts';
import type { YamlPlace } from '../source/yaml-place.ts';
import type { ConfigLayer } from './layer.ts';

/** Entries of properties files, shape-checked. Configuration is checked too; dbt's top-level shorthands are in `config`. */

export interface TestSpec {
  /** The generic test's name. */
  readonly test: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Where each argument was written. */
  readonly argPlaces: Readonly<Record<string, YamlPlace>>;
  /** A name of the author's own. */
  readonly name: string | null;
  readonly description: string;
  readonly config: ConfigLayer;
  readonly place: YamlPlace;
}

export interface ColumnSpec {
  readonly name: string;
  readonly description: string;
  readonly dataType: string | null;
  readonly quote: boolean | null;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly tags: readonly string[];
  readonly constraints: readonly Constraint[];
  readonly tests: readonly TestSpec[];
  readonly place: YamlPlace;
}

export interface Described {
  readonly name: string;
  readonly description: string;
  readonly config: ConfigLayer;
  readonly place: YamlPlace;
}

export interface DescribedTable extends Described {
  readonly columns: readonly ColumnSpec[];
  readonly tests: readonly TestSpec[];
}

/** From when on a model is not to be used. */
export interface Deprecation {
  /** ISO, as written. */
  readonly date: string;
  readonly at: YamlPlace;
}

export interface ModelSpec extends DescribedTable {
  readonly constraints: readonly Constraint[];
  readonly deprecation: Deprecation | null;
  readonly latestVersion: string | null;
  readonly versions: readonly VersionSpec[];
}

export interface VersionSpec {
  readonly version: string;
  /** null: as the model's. */
  readonly description: string | null;
  /** The file's name without its ending, when it is not `name_vN`. */
  readonly definedIn: string | null;
  readonly config: ConfigLayer;
  /** null: as the model's; with `include`/`exclude` already applied. */
  readonly columns: readonly ColumnSpec[] | null;
  readonly tests: readonly TestSpec[] | null;
  /** null: as the model's. */
  readonly constraints: readonly Constraint[] | null;
  readonly deprecation: Deprecation | null;
  readonly place: YamlPlace;
}

export type SeedSpec = DescribedTable;

export interface SourceTableSpec extends DescribedTable {
  readonly sourceName: string;
  readonly sourceDescription: string;
  /** Configuration of the whole source; the table's own (`config`) is nearer. */
  readonly sourceConfig: ConfigLayer;
  readonly loader: string;
  /** As written, templates of var and env included. */
  readonly files: string | null;
  readonly format: 'csv' | 'json' | 'parquet' | null;
  /** `schema.table` or `table`. */
  readonly relation: string | null;
  readonly schema: string | null;
  readonly identifier: string | null;
  readonly generator: string | null;
}

export interface ExposureSpec extends Described {
  readonly type: string;
  readonly label: string | null;
  readonly owner: Readonly<Record<string, unknown>>;
  readonly url: string | null;
  readonly maturity: string | null;
  /** `ref('x')` or `source('a', 'b')` as written. */
  readonly dependsOn: readonly { readonly text: string; readonly place: YamlPlace }[];
}

/** Rows as written: inline, or in a file below `fixtures/`. */
export interface RowsSpec {
  readonly format: 'dict' | 'csv' | 'sql';
  /** Mappings for `dict`, text for the others; null where there are none. */
  readonly rows: readonly Readonly<Record<string, unknown>>[] | string | null;
  readonly fixture: string | null;
  readonly place: YamlPlace;
}

export interface OverridesSpec {
  readonly vars: Readonly<Record<string, unknown>>;
  readonly macros: Readonly<Record<string, unknown>>;
  readonly env_vars: Readonly<Record<string, unknown>>;
  readonly place: YamlPlace;
}

interface UnitTestBase extends Described {
  readonly overrides: OverridesSpec;
  /** The whole entry as written. */
  readonly spec: Readonly<Record<string, unknown>>;
}

export interface ModelUnitTestSpec extends UnitTestBase {
  readonly of: 'model';
  readonly model: string;
  /** null: all of them. */
  readonly include: readonly string[] | null;
  readonly exclude: readonly string[] | null;
  readonly given: readonly { readonly input: string; readonly rows: RowsSpec }[];
  readonly expect: RowsSpec;
  readonly tolerance: number | null;
}

export interface MacroUnitTestSpec extends UnitTestBase {
  readonly of: 'macro';
  readonly macro: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly expect: string;
}

export type UnitTestSpec = ModelUnitTestSpec | MacroUnitTestSpec;

/** What a unit test is about. */
export function testedName(spec: UnitTestSpec): string {
  return spec.of === 'model' ? spec.model : spec.macro;
}

export interface MacroSpec {
  readonly name: string;
  readonly description: string;
  readonly place: YamlPlace;
}

export interface GroupSpec {
  readonly name: string;
  readonly owner: Readonly<Record<string, unknown>>;
  readonly description: string;
  readonly place: YamlPlace;
}

/** One properties file. */
export interface PropertiesFile {
  readonly path: string;
  readonly models: readonly ModelSpec[];
  readonly seeds: readonly SeedSpec[];
  readonly sources: readonly SourceTableSpec[];
  readonly exposures: readonly ExposureSpec[];
  readonly unitTests: readonly UnitTestSpec[];
  readonly macros: readonly MacroSpec[];
  /** Properties of singular tests and of stored generic ones (`data_tests:` at the top of a file). */
  readonly tests: readonly Described[];
  readonly groups: readonly GroupSpec[];
}
