import { identifier } from '../sql/identifier.ts';

/** The columns that scd2 adds, as SQL, and their plain names. */
export interface Meta {
  readonly validFrom: string;
  readonly validTo: string;
  readonly isCurrent: string;
  readonly scdId: string;
  readonly names: readonly string[];
}

/** Names as configured: keys with or without `dbt_`. */
export function metaNames(configured: Readonly<Record<string, string>>): Meta {
  const name = (key: string): string => configured[key] ?? configured[`dbt_${key}`] ?? key;
  const names = ['valid_from', 'valid_to', 'is_current', 'scd_id'].map(name);
  const [validFrom = '', validTo = '', isCurrent = '', scdId = ''] = names.map(identifier);
  return { validFrom, validTo, isCurrent, scdId, names };
}

/** A version's id: every part of the key with its length before it, so that no two keys give one text. */
export function versionId(key: readonly string[], start: string): string {
  const parts = key.map((name) => {
    const text = `cast(${identifier(name)} as varchar)`;
    return `coalesce(length(${text}) || ':' || ${text}, '-')`;
  });
  return `md5(${parts.join(` || ',' || `)} || '@' || cast(${start} as varchar))`;
}
