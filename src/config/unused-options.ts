import type { Code } from '../diagnostics/codes.ts';
import type { Severity } from '../diagnostics/diagnostic.ts';
import type { Materialization, ModelConfig } from '../nodes/config.ts';

/** What is wrong with values together. */
export interface Finding {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  /** The keys whose values disagree, the one to point at first. */
  readonly keys: readonly string[];
  readonly help: string;
}

const built: readonly Materialization[] = ['view', 'table', 'incremental', 'scd2', 'external'];

/** Which materializations look at an option; what is not here is for all of them. */
const users: Readonly<Partial<Record<keyof ModelConfig, readonly Materialization[]>>> = {
  unique_key: ['incremental', 'scd2'],
  incremental_strategy: ['incremental', 'external'],
  on_schema_change: ['incremental'],
  incremental_predicates: ['incremental'],
  merge_update_columns: ['incremental'],
  merge_exclude_columns: ['incremental'],
  batch_size: ['incremental'],
  begin: ['incremental'],
  lookback: ['incremental'],
  strategy: ['scd2'],
  updated_at: ['scd2'],
  check_cols: ['scd2'],
  hard_deletes: ['scd2'],
  snapshot_meta_column_names: ['scd2'],
  location: ['external'],
  format: ['external'],
  partition_by: ['external'],
  report: built,
  timeout: built,
};

/** Options that nothing looks at; `isOwn` tells those that were written for this model from those of a whole folder. */
export function unusedOptions(config: ModelConfig, isOwn: (key: string) => boolean): Finding[] {
  const { materialized } = config;
  const unused = (Object.keys(users) as (keyof ModelConfig)[]).filter(
    (key) => !users[key]?.includes(materialized) && isGiven(config[key]) && isOwn(key),
  );
  return [
    ...unused.map((key): Finding => {
      const forWhom = users[key]?.map((one) => `\`materialized: ${one}\``).join(' or ');
      return {
        code: 'M113',
        severity: 'warning',
        message: `\`${key}\` has no effect in \`materialized: ${materialized}\``,
        keys: [key],
        help: `it is for ${forWhom}: change that, or take \`${key}\` away`,
      };
    }),
    ...(materialized === 'incremental' ? ofOtherStrategies(config, isOwn) : []),
    ...(materialized === 'scd2' ? ofOtherHistory(config, isOwn) : []),
  ];
}

/** Without the option that its author counts on, other columns would be written: errors. */
function ofOtherStrategies(config: ModelConfig, isOwn: (key: string) => boolean): Finding[] {
  const byDefault = config.unique_key.length > 0 ? 'delete+insert' : 'append';
  const strategy = config.incremental_strategy ?? byDefault;
  const found: Finding[] = [];
  for (const key of ['merge_update_columns', 'merge_exclude_columns'] as const) {
    if (strategy === 'merge' || config[key] === null || !isOwn(key)) continue;
    const given = config.incremental_strategy === null ? ', which is the default here' : '';
    found.push({
      code: 'M113',
      severity: 'error',
      message: `\`${key}\` is for \`incremental_strategy: merge\`, and this is \`${strategy}\`${given}`,
      keys: [key, 'incremental_strategy'],
      help: `use \`merge\`, or take \`${key}\` away`,
    });
  }
  if (strategy === 'append' && config.incremental_predicates.length > 0 && isOwn('incremental_predicates')) {
    found.push({
      code: 'M113',
      severity: 'warning',
      message: '`incremental_predicates` has no effect in `incremental_strategy: append`',
      keys: ['incremental_predicates', 'incremental_strategy'],
      help: 'write the condition into the query: `append` looks at no row of the table',
    });
  }
  for (const key of strategy === 'microbatch' ? [] : (['batch_size', 'begin', 'lookback'] as const)) {
    if (config[key] === null || !isOwn(key)) continue;
    found.push({
      code: 'M113',
      severity: 'warning',
      message: `\`${key}\` has no effect in \`incremental_strategy: ${strategy}\``,
      keys: [key, 'incremental_strategy'],
      help: `it is for \`microbatch\`: use that, or take \`${key}\` away`,
    });
  }
  return found;
}

function ofOtherHistory(config: ModelConfig, isOwn: (key: string) => boolean): Finding[] {
  const { strategy, check_cols, snapshot_meta_column_names: names } = config;
  const found: Finding[] = [];
  // Changes would be looked for in other columns than its author names.
  if (strategy === 'timestamp' && check_cols !== null && isOwn('check_cols')) {
    found.push({
      code: 'M113',
      severity: 'error',
      message: '`strategy: timestamp` looks at `updated_at` only, and never at `check_cols`',
      keys: ['check_cols', 'strategy'],
      help: 'use `strategy: check`, which may have an `updated_at` too, or take `check_cols` away',
    });
  }
  if (names.updated_at !== undefined && isOwn('snapshot_meta_column_names')) {
    found.push({
      code: 'M113',
      severity: 'warning',
      message: '`snapshot_meta_column_names` names `updated_at`, a column that mart does not add',
      keys: ['snapshot_meta_column_names'],
      help: 'a version has the `updated_at` of its row, and starts at it: take the name away',
    });
  }
  return found;
}

function isGiven(value: unknown): boolean {
  if (value === null) return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}
