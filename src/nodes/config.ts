import type { Severities } from './lint.ts';

/** Configuration as users write it (dbt's keys, snake case), resolved: every key is present. */

export type Materialization = 'view' | 'table' | 'ephemeral' | 'incremental' | 'scd2' | 'external';
export type IncrementalStrategy = 'append' | 'merge' | 'delete+insert' | 'microbatch' | 'insert_overwrite';
export type OnSchemaChange = 'ignore' | 'append_new_columns' | 'sync_all_columns' | 'fail';

/** SQL of a hook; as a mapping where it runs outside of its node's transaction. */
export type HookConfig = string | { readonly sql: string; readonly transaction: false };

/** A query, or a function of a TypeScript file: `signals/landing.ts#is_complete`. */
export type SignalConfig = { readonly sql: string } | { readonly ts: string };

interface CommonConfig {
  readonly enabled: boolean;
  readonly tags: readonly string[];
  readonly meta: Readonly<Record<string, unknown>>;
}

/** What seeds and models share: they become relations. */
interface RelationConfig extends CommonConfig {
  readonly schema: string | null;
  readonly alias: string | null;
  readonly group: string | null;
  readonly full_refresh: boolean | null;
  readonly pre_hook: readonly HookConfig[];
  readonly post_hook: readonly HookConfig[];
  readonly grants: Readonly<Record<string, readonly string[]>>;
  readonly event_time: string | null;
  readonly on_error: 'skip_children' | 'continue';
  /** How long it may take: `10m`. */
  readonly timeout: string | null;
  /** Over the severities of project.yml. */
  readonly lint: Severities;
}

/** What columns may take over from the columns that they are, unchanged and under the same name. */
export type Inherited = 'description' | 'tests';

export interface ModelConfig extends RelationConfig {
  readonly inherit: readonly Inherited[];
  readonly materialized: Materialization;
  readonly access: 'private' | 'protected' | 'public';
  readonly contract: { readonly enforced: boolean };
  readonly incremental_strategy: IncrementalStrategy | null;
  /** Empty when there is none. */
  readonly unique_key: readonly string[];
  readonly on_schema_change: OnSchemaChange;
  readonly incremental_predicates: readonly string[];
  readonly merge_update_columns: readonly string[] | null;
  readonly merge_exclude_columns: readonly string[] | null;
  readonly batch_size: 'hour' | 'day' | 'month' | 'year' | null;
  readonly begin: string | null;
  readonly lookback: number;
  readonly strategy: 'timestamp' | 'check' | null;
  readonly updated_at: string | null;
  readonly check_cols: readonly string[] | 'all' | null;
  readonly hard_deletes: 'ignore' | 'invalidate' | 'new_record';
  readonly snapshot_meta_column_names: Readonly<Record<string, string>>;
  /** What says whether the model may be built yet. */
  readonly signal: SignalConfig | null;
  readonly location: string | null;
  readonly format: 'parquet' | 'csv' | 'json' | null;
  readonly partition_by: readonly string[];
  /** Its rows are shown at the end of a run that builds it. */
  readonly report: boolean;
}

/** Whether a model is built interval by interval of event time. */
export function isMicrobatch({ materialized, incremental_strategy }: ModelConfig): boolean {
  return materialized === 'incremental' && incremental_strategy === 'microbatch';
}

/** Whether an external model replaces the partitions that its query gives, and leaves the others. */
export function isByPartition({ materialized, incremental_strategy }: ModelConfig): boolean {
  return materialized === 'external' && incremental_strategy === 'insert_overwrite';
}

export interface SeedConfig extends RelationConfig {
  readonly column_types: Readonly<Record<string, string>>;
  readonly delimiter: string;
  readonly quote_columns: boolean;
}

/** What becomes of what does not fit the declared columns: the source grows, the file, the row or the value goes. */
export const contractModes = ['evolve', 'freeze', 'discard_row', 'discard_value'] as const;
export type ContractMode = (typeof contractModes)[number];

/** `columns`: those that are not declared, or not there; `data_type`: values that do not fit. Absent: nobody says. */
export type SchemaContract = Readonly<Partial<Record<'columns' | 'data_type', ContractMode>>>;

export interface SourceConfig extends CommonConfig {
  readonly lint: Severities;
  readonly event_time: string | null;
  readonly loaded_at_field: string | null;
  readonly loaded_at_query: string | null;
  readonly freshness: unknown;
  readonly schema_contract: SchemaContract;
}

export interface TestConfig extends CommonConfig {
  readonly severity: 'error' | 'warn';
  readonly error_if: string;
  readonly warn_if: string;
  readonly where: string | null;
  readonly limit: number | null;
  readonly store_failures: boolean;
  readonly store_failures_as: 'table' | 'view' | null;
  readonly fail_calc: string;
  readonly schema: string | null;
  readonly alias: string | null;
}

export type PlainConfig = CommonConfig;
