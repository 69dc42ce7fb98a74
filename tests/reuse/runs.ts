import { openDuckDB } from '../../src/adapters/duckdb/open.ts';
import { build, type RunSettings, run } from '../../src/index.ts';
import { plainTarget } from '../support/target.ts';

/** What became of each node and test of a build, by its name. */
export async function built(folder: string, settings: RunSettings = {}): Promise<Readonly<Record<string, string>>> {
  return statuses(await build(folder, settings));
}

export async function ran(folder: string, settings: RunSettings = {}): Promise<Readonly<Record<string, string>>> {
  return statuses(await run(folder, settings));
}

export function statuses({
  results,
  diagnostics,
}: Awaited<ReturnType<typeof build>>): Readonly<Record<string, string>> {
  const found = results.map(({ name, status }) => [name, status]);
  if (found.length === 0 && diagnostics.length > 0) throw new Error(diagnostics.map((one) => one.message).join('\n'));
  return Object.fromEntries(found);
}

/** Statements by other hands than mart's. */
export async function byHand(folder: string, ...statements: readonly string[]): Promise<void> {
  await inWarehouse(folder, async (session) => {
    for (const sql of statements) await session.run(sql);
  });
}

export async function rowsOf(folder: string, sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  let rows: readonly Readonly<Record<string, unknown>>[] = [];
  await inWarehouse(folder, async (session) => {
    rows = await session.rows(sql);
  });
  return rows;
}

type Work = Parameters<Awaited<ReturnType<typeof openDuckDB>>['publish']>[0];

async function inWarehouse(folder: string, work: (session: Parameters<Work>[0]) => Promise<void>): Promise<void> {
  const options = { root: folder, readOnly: false, waitSeconds: 0 };
  const adapter = await openDuckDB(plainTarget('shop.duckdb'), options);
  try {
    await adapter.publish(async (session) => {
      await work(session);
      return { keep: true, value: undefined };
    });
  } finally {
    await adapter.close();
  }
}
