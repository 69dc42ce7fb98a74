import type { LineageKind } from '../adapter/port.ts';
import type { Placed } from './layout/placed.ts';

/**
 * What the pages read: files of data, each loaded when a page needs it. A node is its number: its place in
 * `SiteIndex.nodes`, parents before children. Names, descriptions, SQL and rows come from others and are never markup.
 */
export interface SiteFiles {
  readonly index: SiteIndex;
  readonly map: SiteMap;
  readonly search: SearchData;
  readonly select: SelectData;
  readonly run: RunDetail;
  readonly tests: readonly TestEntry[];
  readonly erd: Erd;
  readonly reports: readonly Report[];
  readonly [details: `details-${number}`]: readonly NodeDetail[];
  readonly [sql: `sql-${number}`]: readonly NodeSql[];
}

/** Few different words in a long column: `of` are places in `words`. */
export interface Words {
  readonly words: readonly string[];
  readonly of: readonly number[];
}

export interface SiteIndex {
  /** mart's version. */
  readonly mart: string;
  readonly project: string;
  readonly target: string;
  /** ISO instant. */
  readonly generatedAt: string;
  /** SQL was left out. */
  readonly slim: boolean;
  readonly nodes: NodeTable;
  /** The first node of every file of details, and of SQL. */
  readonly details: readonly number[];
  readonly sql: readonly number[];
  readonly run: RunSummary | null;
  /** How many tests there are, tables in the ERD, and reports. */
  readonly tests: number;
  readonly erd: number;
  readonly reports: number;
}

/** Columns of equal length. */
export interface NodeTable {
  /** As `mart ls` prints it; unique. */
  readonly name: readonly string[];
  readonly resource: Words;
  /** The materialization; for what is no model the resource. */
  readonly kind: Words;
  /** The first folder, or the resource. */
  readonly layer: Words;
  readonly path: readonly string[];
  readonly tags: readonly (readonly string[])[];
  readonly parents: readonly (readonly number[])[];
  /** Of the last run that touched it: dbt's words, '' for never. */
  readonly status: Words;
  readonly seconds: readonly (number | null)[];
  /** Rows that the last run wrote, and the one before. */
  readonly rows: readonly (number | null)[];
  readonly rowsBefore: readonly (number | null)[];
  /** The worst result of its tests: `fail`, `error`, `warn`, `pass`, `not run`, '' without tests. */
  readonly worstTest: Words;
  readonly tests: readonly number[];
  /** Columns whose engine types are known or that are declared; of them, with a description and with a test. */
  readonly columns: readonly number[];
  readonly columnsDescribed: readonly number[];
  readonly columnsTested: readonly number[];
  /** 1 where there is a description. */
  readonly described: readonly (0 | 1)[];
}

/** Markdown as it is to be shown: text, and elements of a few kinds. Nothing in it is HTML. */
export type Rich = readonly (string | RichElement)[];

export interface RichElement {
  readonly tag: RichTag;
  readonly children: Rich;
  /** Of `a`: an address of the web or of mail. */
  readonly href?: string;
}

export const richTags = [
  'p',
  'strong',
  'em',
  'del',
  'code',
  'br',
  'a',
  'pre',
  'blockquote',
  'hr',
  'ul',
  'ol',
  'li',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
] as const;
export type RichTag = (typeof richTags)[number];

/** A column of a node, by the node's number. */
export type ColumnRef = readonly [node: number, column: string];

export interface ColumnDetail {
  readonly name: string;
  /** In the engine's spelling; '' where it is not known. */
  readonly type: string;
  /** Its first paragraph. */
  readonly description: Rich;
  /** What was declared in a properties file, where it differs from the engine's. */
  readonly declared: string | null;
  readonly constraints: readonly string[];
  /** How its value comes about; null where that is not known or not done here. */
  readonly kind: LineageKind | null;
  readonly from: readonly ColumnRef[];
  /** Columns that are computed from it. */
  readonly to: readonly (readonly [node: number, column: string, kind: LineageKind | null])[];
}

export interface RunEntry {
  /** ISO instant. */
  readonly at: string;
  readonly status: string;
  readonly seconds: number;
  readonly rows: number | null;
  readonly message: string | null;
}

export interface NodeDetail {
  readonly description: Rich;
  readonly patchPath: string | null;
  readonly relation: string | null;
  /** Configuration and other facts worth reading, in order. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly columns: readonly ColumnDetail[];
  /** Columns that decide which rows there are. */
  readonly rows: readonly ColumnRef[];
  /** Why the lineage of its columns is not known. */
  readonly unknown: string | null;
  readonly tests: readonly TestEntry[];
  /** Newest first. */
  readonly history: readonly RunEntry[];
  /** Of a source: what was delivered, as lines of label and value. */
  readonly delivered: readonly (readonly [label: string, value: string])[];
}

export interface NodeSql {
  readonly raw: string;
  readonly compiled: string;
}

export interface TestEntry {
  readonly name: string;
  readonly type: 'generic' | 'singular' | 'unit';
  /** `unique`, …; the name for a test without a kind. */
  readonly kind: string;
  /** The node on which it is declared, else the first that it reads; -1 for none. */
  readonly node: number;
  readonly column: string | null;
  readonly severity: string;
  /** '' when it never ran. */
  readonly status: string;
  readonly failures: number | null;
  readonly message: string | null;
  readonly seconds: number | null;
  readonly path: string;
  readonly description: Rich;
  /** Some of its bad rows, a line each. */
  readonly sample: readonly string[];
}

/** Texts for the search, by node. */
export interface SearchData {
  /** Names of columns, a line each. */
  readonly columns: readonly string[];
  /** The description, and those of columns. */
  readonly text: readonly string[];
}

/** What the selector grammar needs beside the index. The shown nodes come first, then tests. */
export interface SelectData {
  readonly configs: readonly Readonly<Record<string, unknown>>[];
  readonly config: readonly number[];
  /** Folders of `fqn`, without the name. */
  readonly folders: readonly (readonly string[])[];
  readonly folder: readonly number[];
  /** `fqn`'s last part and `name`; equal ones are written once. */
  readonly leaf: readonly string[];
  readonly name: readonly (string | 0)[];
  readonly patchPath: Words;
  /** Of versioned models: version and latest version, by node. */
  readonly versions: Readonly<Record<string, readonly [string, string | null]>>;
  readonly tests: readonly SelectTest[];
  readonly selectors: readonly { readonly name: string; readonly default: boolean; readonly definition: unknown }[];
}

export interface SelectTest {
  readonly unit: boolean;
  readonly generic: string | null;
  readonly path: string;
  readonly parents: readonly number[];
}

/** Where every node stands in the picture of everything, in pixels from the upper left. */
export interface SiteMap {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly width: number;
  readonly height: number;
}

export interface RunSummary {
  /** ISO instant. */
  readonly at: string;
  readonly verb: string;
  /** As typed; null for everything. */
  readonly selection: string | null;
  readonly seconds: number;
  /** How many of each status, of nodes and of tests. */
  readonly nodes: Readonly<Record<string, number>>;
  readonly tests: Readonly<Record<string, number>>;
}

export interface RunDetail {
  readonly steps: readonly RunStep[];
  /** Steps that the end of the run waited for, from the first to the last. */
  readonly critical: readonly number[];
  readonly threads: readonly string[];
}

export interface RunStep {
  readonly name: string;
  /** -1 for a test or a hook. */
  readonly node: number;
  readonly resource: string;
  readonly kind: string;
  readonly status: string;
  /** Seconds since the run's first step. */
  readonly start: number;
  readonly seconds: number;
  /** A place in `threads`. */
  readonly thread: number;
  readonly rows: number | null;
  readonly failures: number | null;
  readonly message: string | null;
}

/** Tables and how they refer to each other, as `relationships` tests say. */
export interface Erd {
  readonly tables: readonly ErdTable[];
  readonly joins: readonly ErdJoin[];
  readonly layout: Placed;
}

export interface ErdTable {
  readonly node: number;
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly key: 'primary' | 'foreign' | null;
  }[];
  /** Columns that are neither key. */
  readonly more: number;
  readonly width: number;
  readonly height: number;
}

/** From the table that refers to the one that is referred to, by place in `tables`. */
export interface ErdJoin {
  readonly from: number;
  readonly column: string;
  readonly to: number;
  readonly field: string;
  /** The status of the test. */
  readonly status: string;
}

/** The rows of a model that the project shows at the end of a run. */
export interface Report {
  readonly name: string;
  /** -1 when the model is gone. */
  readonly node: number;
  readonly description: Rich;
  /** ISO instant of the run that built it. */
  readonly builtAt: string;
  readonly columns: readonly { readonly name: string; readonly description: string; readonly isNumber: boolean }[];
  /** Values as text. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** There are more rows than these. */
  readonly cut: boolean;
}
