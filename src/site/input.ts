import type { LineageKind } from '../adapter/port.ts';
import type { NodeColumn } from '../check/lineage.ts';
import type { Manifest } from '../nodes/manifest.ts';
import type { DataTest, Model, NodeId } from '../nodes/node.ts';
import type { Report, RunEntry } from './contract.ts';

/** Columns of a node with where they come from, in the engine's own words. */
export interface KnownColumns {
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly kind: LineageKind | null;
    readonly from: readonly NodeColumn[];
  }[];
  readonly rows: readonly NodeColumn[];
  readonly unknown: string | null;
}

/** One result of `run_results.json`. */
export interface RecordedResult {
  readonly id: NodeId;
  readonly status: string;
  readonly startedAt: string | null;
  readonly seconds: number;
  readonly thread: string;
  readonly rows: number | null;
  readonly files: number | null;
  readonly failures: number | null;
  readonly message: string | null;
}

export interface RecordedRun {
  readonly at: string;
  readonly verb: string;
  readonly selection: string | null;
  readonly seconds: number;
  readonly results: readonly RecordedResult[];
}

/** What the warehouse's ledger remembers, newest first. */
export interface Memory {
  readonly nodes: ReadonlyMap<NodeId, readonly RunEntry[]>;
  readonly tests: ReadonlyMap<NodeId, RunEntry & { readonly failures: number | null }>;
  /** Of sources over files. */
  readonly deliveries: ReadonlyMap<NodeId, Deliveries>;
}

export interface Deliveries {
  readonly files: number;
  readonly refused: number;
  /** Rows that were loaded of them. */
  readonly rows: number | null;
  readonly newest: string;
}

/** Everything that the pages are made of. */
export interface SiteInput {
  readonly manifest: Manifest;
  /** mart's version, and the instant of this invocation. */
  readonly version: string;
  readonly generatedAt: string;
  readonly slim: boolean;
  readonly lineage: ReadonlyMap<NodeId, KnownColumns>;
  readonly compiled: (node: Model | DataTest) => string;
  readonly run: RecordedRun | null;
  readonly memory: Memory;
  /** Bad rows that the last run showed, by the test's display name. */
  readonly samples: ReadonlyMap<string, readonly string[]>;
  /** What `sources.json` says of a source: lines of label and value. */
  readonly freshness: ReadonlyMap<NodeId, readonly (readonly [string, string])[]>;
  readonly reports: readonly (Omit<Report, 'node'> & { readonly id: NodeId })[];
}
