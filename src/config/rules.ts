import type { ModelConfig, PlainConfig, SeedConfig, SourceConfig, TestConfig } from '../nodes/config.ts';
import type { Severities } from '../nodes/lint.ts';
import { ruleSeverities } from './read-lint.ts';
import {
  anyCase,
  character,
  checkedColumns,
  choice,
  contract,
  count,
  flag,
  freshness,
  grants,
  hooks,
  inherited,
  instant,
  mapping,
  type ReadValue,
  type Refusal,
  schemaContract,
  signal,
  snapshotNames,
  templateText,
  text,
  textMapping,
  texts,
  timeSpan,
} from './value-readers.ts';

/** One configuration key: how its value is read, what it is when nobody says, and how a nearer value meets a farther one. */
export interface Rule<T> {
  readonly read: ReadValue<NonNullable<T>>;
  readonly initial: T;
  /** Without it the nearer value replaces the farther. */
  readonly combine?: (far: T, near: T) => T;
}

type Rules<C> = { readonly [K in keyof C]-?: Rule<C[K]> };

type Texts = readonly string[];
type Mapping = Readonly<Record<string, unknown>>;

const maybe = <T>(read: ReadValue<T>): Rule<T | null> => ({ read: read as ReadValue<NonNullable<T>>, initial: null });
const added = <T>(read: ReadValue<readonly T[]>): Rule<readonly T[]> => ({
  read,
  initial: [],
  combine: (far, near) => [...far, ...near],
});

const common: Rules<PlainConfig> = {
  enabled: { read: flag, initial: true },
  tags: { read: texts, initial: [], combine: (far, near) => [...new Set([...far, ...near])] },
  meta: { read: mapping, initial: {}, combine: (far, near) => ({ ...far, ...near }) },
};

const lint: Rule<Severities> = { read: ruleSeverities, initial: {}, combine: (far, near) => ({ ...far, ...near }) };

const relation = {
  ...common,
  schema: maybe(text),
  alias: maybe(text),
  group: maybe(text),
  full_refresh: maybe(flag),
  pre_hook: added(hooks),
  post_hook: added(hooks),
  grants: { read: grants, initial: {}, combine: combineGrants },
  event_time: maybe(text),
  on_error: { read: choice(['skip_children', 'continue']), initial: 'skip_children' as const },
  timeout: maybe(timeSpan),
  lint,
};

function combineGrants(far: Readonly<Record<string, Texts>>, near: Readonly<Record<string, Texts>>) {
  const all: Record<string, Texts> = { ...far };
  for (const [written, names] of Object.entries(near)) {
    const privilege = written.replace(/^\+/, '');
    all[privilege] = privilege === written ? names : [...(all[privilege] ?? []), ...names];
  }
  return all;
}

const use = (problem: string, help: string): Refusal => ({ problem, help });
const unsupported = (what: string, help: string): Refusal => ({ code: 'M114', problem: `cannot be ${what} yet`, help });

const modelRules: Rules<ModelConfig> = {
  ...relation,
  materialized: {
    read: choice(['view', 'table', 'ephemeral', 'incremental', 'scd2', 'external'], {
      snapshot: use('cannot be `snapshot`', 'mart calls it `scd2`: a model with `unique_key` and `strategy`'),
      materialized_view: unsupported('`materialized_view`', 'use `table` or `incremental`'),
      materializedview: unsupported('`materialized_view`', 'use `table` or `incremental`'),
    }),
    initial: 'view',
  },
  inherit: { read: inherited, initial: [] },
  access: { read: choice(['private', 'protected', 'public']), initial: 'protected' },
  contract: { read: contract, initial: { enforced: false } },
  incremental_strategy: maybe(
    choice(['append', 'merge', 'delete+insert', 'microbatch', 'insert_overwrite'], {
      delete_insert: use('cannot be `delete_insert`', 'did you mean `delete+insert`?'),
    }),
  ),
  unique_key: { read: texts, initial: [] },
  on_schema_change: {
    read: choice(['ignore', 'append_new_columns', 'sync_all_columns', 'fail']),
    initial: 'ignore',
  },
  incremental_predicates: { read: texts, initial: [] },
  merge_update_columns: maybe(texts),
  merge_exclude_columns: maybe(texts),
  batch_size: maybe(choice(['hour', 'day', 'month', 'year'])),
  begin: maybe(instant),
  lookback: { read: count(0), initial: 1 },
  strategy: maybe(choice(['timestamp', 'check'])),
  updated_at: maybe(text),
  check_cols: maybe(checkedColumns),
  hard_deletes: { read: choice(['ignore', 'invalidate', 'new_record']), initial: 'ignore' },
  snapshot_meta_column_names: { read: snapshotNames, initial: {} },
  signal: maybe(signal),
  location: maybe(text),
  format: maybe(choice(['parquet', 'csv', 'json'])),
  partition_by: { read: texts, initial: [] },
  report: { read: flag, initial: false },
};

const seedRules: Rules<SeedConfig> = {
  ...relation,
  column_types: { read: textMapping, initial: {} },
  delimiter: { read: character, initial: ',' },
  quote_columns: { read: flag, initial: false },
};

const sourceRules: Rules<SourceConfig> = {
  ...common,
  lint,
  event_time: maybe(text),
  loaded_at_field: maybe(templateText),
  loaded_at_query: maybe(templateText),
  freshness: { read: freshness, initial: null, combine: (far, near) => merged(far, near) },
  schema_contract: { read: schemaContract, initial: {}, combine: (far, near) => ({ ...far, ...near }) },
};

/** A table's `freshness` over its source's. */
function merged(far: unknown, near: unknown): Mapping {
  return { ...(far as Mapping | null), ...(near as Mapping) };
}

/** A test's configuration as written; `ephemeral` is dbt's word for not storing failures. */
type WrittenTestConfig = Omit<TestConfig, 'store_failures_as'> & {
  readonly store_failures_as: 'table' | 'view' | 'ephemeral' | null;
};

const testRules: Rules<WrittenTestConfig> = {
  ...common,
  severity: { read: anyCase(choice(['error', 'warn'])), initial: 'error' },
  error_if: { read: templateText, initial: '!=0' },
  warn_if: { read: templateText, initial: '!=0' },
  where: maybe(templateText),
  limit: maybe(count(1)),
  store_failures: { read: flag, initial: false },
  store_failures_as: maybe(choice(['table', 'view', 'ephemeral'])),
  fail_calc: { read: templateText, initial: 'count(*)' },
  schema: maybe(text),
  alias: maybe(text),
};

const plainRules: Rules<PlainConfig> = common;

/** What the kinds of node are configured to. */
export interface Configs {
  readonly model: ModelConfig;
  readonly seed: SeedConfig;
  readonly source: SourceConfig;
  readonly test: TestConfig;
  readonly unit_test: PlainConfig;
  readonly exposure: PlainConfig;
}

export type ConfigKind = keyof Configs;

/** Rules by key, whatever they are of. */
export type RuleTable = Readonly<Record<string, Rule<unknown>>>;

/** A rule only ever meets values that it has read itself, so the types of its own key may be forgotten. */
function table<C>(own: Rules<C>): RuleTable {
  return own as unknown as RuleTable;
}

export const rules: Readonly<Record<ConfigKind, RuleTable>> = {
  model: table(modelRules),
  seed: table(seedRules),
  source: table(sourceRules),
  test: table(testRules),
  unit_test: table(plainRules),
  exposure: table(plainRules),
};
