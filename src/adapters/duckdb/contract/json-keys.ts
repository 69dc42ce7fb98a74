import type { ColumnType, Session } from '../../../adapter/port.ts';

/** The keys of the records of each file of raw rows, by path. */
export async function keysIn(session: Session, raw: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await session.rows(
    `select file, list(distinct key) as keys from (select "_mart_file" as file, unnest(json_keys("_mart_record")) as key from ${raw}) group by file`,
  );
  return new Map(rows.map(({ file, keys }) => [String(file), keys as readonly string[]]));
}

/** Declared columns that no record has, and keys that are not declared; keys of JSON are exact. */
export function exactDrift(columns: readonly ColumnType[], names: readonly string[]) {
  const declared = new Set(columns.map(({ name }) => name));
  const there = new Set(names);
  return {
    missing: [...declared].filter((name) => !there.has(name)),
    extra: names.filter((name) => !declared.has(name)),
  };
}

/**
 * Why keys cannot be columns beside those of `spelled` (by name in lower case), to which they are added if they can: two
 * spellings of a name would be one column, with the values of one key.
 */
export function otherCase(names: readonly string[], spelled: Map<string, string>): string | null {
  const known = new Map(spelled);
  for (const name of names) {
    if (name.includes('\0')) return `has ${JSON.stringify(name)}, which cannot be the name of a column`;
    const other = known.get(name.toLowerCase());
    if (other !== undefined && other !== name) return `has "${name}" where "${other}" is a column: they differ in case`;
    known.set(name.toLowerCase(), name);
  }
  for (const [key, name] of known) spelled.set(key, name);
  return null;
}
