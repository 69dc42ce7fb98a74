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
