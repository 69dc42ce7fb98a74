import type { ColumnType } from '../adapter/port.ts';
import type { ModelConfig } from '../nodes/config.ts';
import { identifier } from '../sql/identifier.ts';

type HistoryConfig = Pick<ModelConfig, 'hard_deletes' | 'snapshot_meta_column_names'>;

/** The columns that scd2 adds, as SQL. */
export interface Meta {
  readonly validFrom: string;
  readonly validTo: string;
  readonly isCurrent: string;
  readonly scdId: string;
  readonly isDeleted: string;
}

const types = {
  valid_from: 'TIMESTAMP',
  valid_to: 'TIMESTAMP',
  is_current: 'BOOLEAN',
  scd_id: 'VARCHAR',
  is_deleted: 'BOOLEAN',
} as const;

/** The name of an added column as configured: keys with or without `dbt_`. */
export function metaName({ snapshot_meta_column_names: names }: HistoryConfig, key: keyof typeof types): string {
  return names[key] ?? names[`dbt_${key}`] ?? key;
}

export function metaOf(config: HistoryConfig): Meta {
  const sql = (key: keyof typeof types): string => identifier(metaName(config, key));
  return {
    validFrom: sql('valid_from'),
    validTo: sql('valid_to'),
    isCurrent: sql('is_current'),
    scdId: sql('scd_id'),
    isDeleted: sql('is_deleted'),
  };
}

/** What a history has beside the columns of its query; deletions have a column only where they make versions. */
export function metaColumns(config: HistoryConfig): readonly ColumnType[] {
  const keys = (Object.keys(types) as (keyof typeof types)[]).filter(
    (key) => key !== 'is_deleted' || config.hard_deletes === 'new_record',
  );
  return keys.map((key) => ({ name: metaName(config, key), type: types[key] }));
}

/** A version's id: every part of the key with its length before it, so that no two keys give one text. */
export function versionId(key: readonly string[], start: string): string {
  const parts = key.map((name) => {
    const text = `cast(${identifier(name)} as varchar)`;
    return `coalesce(length(${text}) || ':' || ${text}, '-')`;
  });
  return `md5(${parts.join(` || ',' || `)} || '@' || cast(${start} as varchar))`;
}
