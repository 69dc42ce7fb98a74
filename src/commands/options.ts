/** Options of the verbs as plain records; the program fills them from the command line. */

export interface ProjectOptions {
  /** Where project.yml is, or a folder below it; relative to the working directory. */
  readonly projectDir: string;
  readonly target: string | null;
  /** The text of `--vars`. */
  readonly vars: string | null;
  readonly threads: number | null;
}

export interface SelectionOptions {
  readonly select: readonly string[];
  readonly exclude: readonly string[];
  readonly selector: string | null;
  readonly resourceTypes: readonly string[];
  readonly excludeResourceTypes: readonly string[];
  /** A folder with the artifacts of an earlier invocation, relative to the working directory; or null. */
  readonly state: string | null;
  readonly indirectSelection: 'eager' | 'cautious' | 'buildable' | 'empty' | null;
}

export interface RunOptions extends ProjectOptions, SelectionOptions {
  readonly fullRefresh: boolean;
  readonly force: boolean;
  /** Whether everything becomes visible at one instant, or nothing does. */
  readonly atomic: boolean;
  /** Whether relations that mart did not make are taken over. */
  readonly adopt: boolean;
  /** Whether refs to what is not selected lead to the relations of `state`, where there are none here. */
  readonly defer: boolean;
  /** Whether they do so although there are some here. */
  readonly favorState: boolean;
  readonly failFast: boolean;
  readonly empty: boolean;
  /** `3 days`, or null. */
  readonly sample: string | null;
  /** Days or times in UTC; both or none. */
  readonly eventTimeStart: string | null;
  readonly eventTimeEnd: string | null;
  /** `2025-12-03..2025-12-05`, or null. */
  readonly restate: string | null;
  readonly storeFailures: boolean;
  /** The target whose tables are cloned, or null. */
  readonly from: string | null;
  readonly waitSeconds: number;
}

export interface ShowOptions extends ProjectOptions, SelectionOptions {
  readonly sql: string | null;
  /** -1 for all. */
  readonly limit: number;
  readonly output: 'table' | 'json' | 'csv';
  readonly waitSeconds: number;
}

export interface PlanCommandOptions extends ProjectOptions, SelectionOptions {
  readonly output: 'text' | 'json';
  readonly fullRefresh: boolean;
  readonly force: boolean;
  readonly waitSeconds: number;
}

export interface OrphansOptions extends ProjectOptions {
  readonly drop: boolean;
  readonly waitSeconds: number;
}

export interface LsOptions extends ProjectOptions, SelectionOptions {
  readonly output: 'name' | 'path' | 'selector' | 'json';
}

export interface FreshnessOptions extends ProjectOptions, SelectionOptions {
  readonly waitSeconds: number;
}

export interface CheckOptions extends ProjectOptions, SelectionOptions {}

export interface LintOptions extends ProjectOptions, SelectionOptions {
  readonly fix: boolean;
}

export interface LineageOptions extends ProjectOptions, SelectionOptions {
  /** `model.column`; null for the selected models. */
  readonly column: string | null;
  readonly direction: 'up' | 'down';
  /** How many models to follow it through; null to the end. */
  readonly depth: number | null;
  readonly output: 'text' | 'json' | 'mermaid';
}

export interface DocsExportOptions extends ProjectOptions, SelectionOptions {
  readonly format: 'mermaid' | 'dot' | 'json' | 'markdown' | 'svg';
}

export interface TypesOptions extends ProjectOptions {
  /** Only says whether the file is up to date. */
  readonly check: boolean;
}

export interface DocsGenerateOptions extends ProjectOptions {
  /** One HTML file instead of a folder. */
  readonly singleFile: boolean;
  /** Without SQL. */
  readonly slim: boolean;
  /** The least percentages of what is described and of what is tested. */
  readonly failUnder: { readonly docs: number | null; readonly tests: number | null };
}

export interface DocsServeOptions extends ProjectOptions {
  readonly slim: boolean;
  /** 0: any that is free. */
  readonly port: number;
  /** A name or an address of this machine itself. */
  readonly host: string;
  /** Opens a browser. */
  readonly open: boolean;
}

export interface DocsDiffOptions extends ProjectOptions {
  /** The folder of earlier artifacts, relative to the working directory. */
  readonly state: string | null;
  readonly format: 'markdown' | 'json';
}

export interface UnitTestOptions extends ProjectOptions {
  /** The target whose rows are sampled; null for the one that is used anyway. */
  readonly from: string | null;
  /** How many rows of each input. */
  readonly rows: number;
  readonly waitSeconds: number;
}

export interface CompileOptions extends ProjectOptions, SelectionOptions {}

export interface GenerateOptions extends ProjectOptions {
  /** null: every generator. */
  readonly name: string | null;
  /** From `--start`, `--days`, `--seed` and `--set key=value`. */
  readonly params: Readonly<Record<string, unknown>>;
}
