import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { ModelConfig } from '../nodes/config.ts';
import { externalFormat, isMiscalled } from '../nodes/external.ts';
import type { ReadText } from '../source/text.ts';
import type { ValuePlace } from './layer.ts';
import { oneOf, spanAt } from './reading.ts';
import { type Finding, unusedOptions } from './unused-options.ts';

type PlaceOf = (key: string) => ValuePlace | null;

/** Values that are right by themselves and wrong together. */
export function checkModel(config: ModelConfig, placeOf: PlaceOf, readText: ReadText): readonly Diagnostic[] {
  const found = [
    ...(config.materialized === 'incremental' ? incremental(config) : []),
    ...(config.materialized === 'scd2' ? scd2(config) : []),
    ...(config.materialized === 'external' ? external(config) : []),
    ...unusedOptions(config, (key) => isOwn(placeOf(key))),
  ];
  return found.map(({ code, severity, message, keys, help }) => {
    const places = keys.flatMap((key) => placeOf(key) ?? []);
    const labels = places.map((place) => ({ span: spanAt(place, readText), text: '' }));
    return diagnostic(code, message, { severity, labels, help });
  });
}

/** project.yml is for many models at once, of which not all need what it says. */
function isOwn(place: ValuePlace | null): boolean {
  return place !== null && !(place.kind === 'yaml' && place.at.file === 'project.yml');
}

function incremental(config: ModelConfig): Finding[] {
  const found: Finding[] = [];
  const { incremental_strategy: strategy } = config;
  const hasKey = config.unique_key.length > 0;
  if ((strategy === 'merge' || strategy === 'delete+insert') && !hasKey) {
    found.push({
      code: 'M113',
      severity: 'error',
      message: `\`incremental_strategy: ${strategy}\` needs a \`unique_key\``,
      keys: ['incremental_strategy'],
      help: 'name the column that tells rows apart, or use `append`',
    });
  }
  if (strategy === 'insert_overwrite') {
    found.push({
      code: 'M113',
      severity: 'error',
      message: '`incremental_strategy: insert_overwrite` is for `materialized: external` with `partition_by`',
      keys: ['incremental_strategy'],
      help: 'a table has no partitions: use `delete+insert` with the key of what is replaced',
    });
  }
  if (strategy === 'append' && hasKey) {
    found.push({
      code: 'M518',
      severity: 'warning',
      message: '`incremental_strategy: append` does not look at `unique_key`: rows may come twice',
      keys: ['incremental_strategy', 'unique_key'],
      help: 'use `delete+insert` or `merge`, or take `unique_key` away',
    });
  }
  if (strategy === 'microbatch') {
    for (const key of ['event_time', 'batch_size', 'begin'] as const) {
      if (config[key] !== null) continue;
      found.push({
        code: 'M113',
        severity: 'error',
        message: `\`incremental_strategy: microbatch\` needs \`${key}\``,
        keys: ['incremental_strategy'],
        help: needs[key]?.help ?? '',
      });
    }
  }
  if (config.merge_update_columns && config.merge_exclude_columns) {
    found.push({
      code: 'M113',
      severity: 'error',
      message: '`merge_update_columns` and `merge_exclude_columns` exclude each other',
      keys: ['merge_update_columns', 'merge_exclude_columns'],
      help: 'keep one of them',
    });
  }
  const { on_schema_change: change } = config;
  if (config.contract.enforced && change !== 'append_new_columns' && change !== 'fail') {
    found.push({
      code: 'M113',
      severity: 'error',
      message: `a contract of an incremental model needs \`on_schema_change: append_new_columns\` or \`fail\`, and this is \`${change}\``,
      keys: ['contract', 'on_schema_change'],
      help: 'else its table may keep columns that the contract does not have, and the model stops at them later',
    });
  }
  return found;
}

function scd2(config: ModelConfig): Finding[] {
  const missing: string[] = [];
  if (config.unique_key.length === 0) missing.push('unique_key');
  if (config.strategy === null) missing.push('strategy');
  if (config.strategy === 'timestamp' && config.updated_at === null) missing.push('updated_at');
  if (config.strategy === 'check' && config.check_cols === null) missing.push('check_cols');
  return missing.map((key) => ({
    code: 'M113' as const,
    severity: 'error' as const,
    message: `\`materialized: scd2\`${needs[key]?.when ?? ''} needs \`${key}\``,
    keys: key === 'updated_at' || key === 'check_cols' ? ['strategy'] : ['materialized'],
    help: needs[key]?.help ?? '',
  }));
}

function external(config: ModelConfig): Finding[] {
  const found: Finding[] = [];
  if (isMiscalled(config)) {
    found.push({
      code: 'M113',
      severity: 'error',
      message: `\`location: ${config.location}\` is called otherwise than \`format: ${config.format}\``,
      keys: ['location', 'format'],
      help: 'take `format` away, or let the location end as it says',
    });
  }
  const { incremental_strategy: strategy, partition_by } = config;
  if (strategy !== null && strategy !== 'insert_overwrite') {
    found.push({
      code: 'M113',
      severity: 'error',
      message: `\`incremental_strategy: ${strategy}\` is for tables, and this is \`materialized: external\``,
      keys: ['incremental_strategy'],
      help: 'files are replaced: `insert_overwrite` with `partition_by` leaves partitions that the query does not give',
    });
  }
  if (strategy === 'insert_overwrite' && partition_by.length === 0) {
    found.push({
      code: 'M113',
      severity: 'error',
      message: '`incremental_strategy: insert_overwrite` needs `partition_by`',
      keys: ['incremental_strategy'],
      help: 'name the column, or list the columns, whose values are partitions',
    });
  }
  if (externalFormat(config) === 'json' && config.partition_by.length > 0) {
    found.push({
      code: 'M113',
      severity: 'error',
      message: '`format: json` cannot have partitions',
      keys: ['partition_by', 'format'],
      help: 'use `parquet` or `csv`, or take `partition_by` away',
    });
  }
  return found;
}

const needs: Readonly<Record<string, { readonly when?: string; readonly help: string }>> = {
  unique_key: { help: 'name the column, or list the columns, that tell rows apart' },
  strategy: { help: `it is ${oneOf(['timestamp', 'check'])}` },
  updated_at: { when: ' with `strategy: timestamp`', help: 'name the column that says when a row changed' },
  check_cols: { when: ' with `strategy: check`', help: 'list the columns to compare, or write `all`' },
  event_time: { help: 'name the column that says when a row happened' },
  batch_size: { help: `it is ${oneOf(['hour', 'day', 'month', 'year'])}` },
  begin: { help: 'name the day from which there are rows: `begin="2025-12-01"`' },
};
