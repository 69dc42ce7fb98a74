import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Session } from '../../../src/adapter/port.ts';
import { openDuckDB } from '../../../src/adapters/duckdb/open.ts';
import { plainTarget } from '../../support/target.ts';

const target = plainTarget('shop.duckdb');

/** Looks into the warehouse of a folder as a reader does. */
export async function looking<T>(root: string, work: (session: Session) => Promise<T>): Promise<T> {
  const adapter = await openDuckDB(target, { root, readOnly: true, waitSeconds: 0 });
  try {
    return await adapter.read(work);
  } finally {
    await adapter.close();
  }
}

/** Hashes of rows by relation. */
export type State = Readonly<Record<string, string>>;

/** Every relation with a hash of its rows, whatever their order; of a table of intervals each day by itself. */
export async function stateOf(folder: string, byDay: readonly string[] = ['days']): Promise<State> {
  if (!existsSync(join(folder, 'shop.duckdb'))) return {};
  return looking(folder, async (session) => {
    const names = await session.rows(
      `select table_schema as schema, table_name as name from information_schema.tables where table_schema <> '_mart' order by 2`,
    );
    const state: Record<string, string> = {};
    for (const { schema, name } of names) {
      const day = byDay.includes(String(name)) ? "'/' || cast(ts as date)" : "''";
      const rows = await session.rows(
        `select ${day} as day, count(*) || ' rows ' || md5(sum(hash(t))::varchar || bit_xor(hash(t))::varchar) as rows from "${schema}"."${name}" as t group by 1`,
      );
      for (const row of rows) state[`${name}${row.day}`] = String(row.rows);
      if (rows.length === 0 && day === "''") state[String(name)] = '0 rows';
    }
    return state;
  });
}

/** What the ledger counts: each version of a file and each interval that a table holds, and what is unfinished. */
export function ledgerOf(folder: string): Promise<readonly string[]> {
  return looking(folder, async (session) => {
    const rows = await session.rows(`
      select 'file ' || path || ' ' || status || ' ' || count(*) as line from _mart.files where path <> '' group by path, status, sha256
      union all
      select 'interval ' || start_at || ' ' || last(status order by seq) from _mart.intervals where status <> 'reset' group by start_at
      union all
      select 'node ' || id || ' ' || last(status order by seq) from _mart.nodes where status not in ('skipped', 'reused', 'error') and kind <> 'generator' group by id
      order by 1`);
    return rows.map(({ line }) => String(line));
  });
}

/** What readers see that is neither as it was nor as it is to be. */
export function neitherOldNorNew(now: State, old: State, end: State): readonly string[] {
  const names = new Set([...Object.keys(now), ...Object.keys(old)]);
  return [...names].filter((name) => now[name] !== old[name] && now[name] !== end[name]);
}
