import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Interval } from './interval.ts';
import type { NodeId, Resource } from './node.ts';

/** dbt's statuses, and `reused` for what `build` found up to date. */
export type Status =
  | 'success'
  | 'partial success'
  | 'error'
  | 'skipped'
  | 'reused'
  | 'pass'
  | 'fail'
  | 'warn'
  /** Its signal, or that of something above it, is not there yet. */
  | 'waiting'
  | 'no-op';

const failures: ReadonlySet<Status> = new Set(['error', 'fail', 'partial success']);

/** Whether it went wrong by itself. */
export function hasFailed(status: Status): boolean {
  return failures.has(status);
}

/** Whether it went wrong, or was not run because something else did. */
export function isBad(status: Status): boolean {
  return hasFailed(status) || status === 'skipped';
}

/** Intervals of a microbatch model by how their build ended. */
export interface BatchResults {
  readonly successful: readonly Interval[];
  readonly failed: readonly Interval[];
}

/** What a model left out of delivered files: whole files, rows, values that are NULL in it. */
export interface Quarantined {
  readonly files: number;
  readonly rows: number;
  readonly values: number;
}

/** What became of one step of a run. */
export interface NodeResult {
  readonly id: NodeId;
  /** As `ls` prints it. */
  readonly name: string;
  readonly resource: Resource | 'operation';
  /** `view`, `table`, `seed`, `test` …: the kind that a line of output shows. */
  readonly kind: string;
  readonly status: Status;
  /** One line for people; null when the status says it all. */
  readonly message: string | null;
  /** Bad rows of a test as dbt counts them; null for everything else. */
  readonly failures: number | null;
  /** Rows written; null where nothing is written (views). */
  readonly rows: number | null;
  /** Delivered files that were loaded; null where there are none. */
  readonly files: number | null;
  /** What was left out of delivered files; absent where everything was loaded. */
  readonly quarantined?: Quarantined;
  /** null for everything but microbatch models. */
  readonly batches: BatchResults | null;
  readonly relation: string | null;
  /** For a skipped node the one that failed. */
  readonly cause: NodeId | null;
  /** ISO instants; execution, not waiting. */
  readonly startedAt: string;
  readonly completedAt: string;
  readonly seconds: number;
  readonly thread: string;
  /** The SQL that was sent, for artifacts; null when nothing was. */
  readonly compiled: string | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Of a unit test that failed: how the rows differ from the expected ones, as JSON. */
  readonly difference?: unknown;
}
