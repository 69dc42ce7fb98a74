import { expect, test } from 'vitest';
import type { QueryLineage } from '../../../../src/adapter/port.ts';
import { EngineError } from '../../../../src/adapter/port.ts';
import fc from '../../../support/property.ts';
import { lessenings, objections } from './oracle.ts';
import { query } from './queries.ts';
import { shapes } from './shapes.ts';
import { data, type Warehouse, warehouse } from './warehouse.ts';

const stable = shapes().filter(({ isStable }) => isStable);

function lineageOf(house: Warehouse, sql: string): Promise<QueryLineage> {
  return house.adapter.read((session) => session.lineage(sql));
}

test('what lineage calls unused changes nothing in any shape', async () => {
  const house = await warehouse();
  await fc.assert(
    fc.asyncProperty(data, async (sets) => {
      await house.fill(sets);
      for (const { sql } of stable) {
        expect.soft([sql, ...(await objections(house, sql, await lineageOf(house, sql)))]).toEqual([sql]);
      }
    }),
    { numRuns: 1, endOnFailure: true },
  );
});

test('what it names is needed: without it the data object', async () => {
  const house = await warehouse();
  const [sets] = fc.sample(data, 1);
  if (sets) await house.fill(sets);
  const missed: string[] = [];
  let asked = 0;
  for (const { sql } of stable.filter((_, at) => at % 8 === 0)) {
    for (const less of lessenings(await lineageOf(house, sql))) {
      asked++;
      if ((await objections(house, sql, less)).length === 0) missed.push(sql);
    }
  }
  expect(asked).toBeGreaterThan(50);
  // Some data are too much alike to show it.
  expect(missed.length / asked, missed.join('\n')).toBeLessThan(0.1);
});

test('what it calls unused changes nothing in queries that nobody wrote', async () => {
  const house = await warehouse();
  const seed = fc.readConfigureGlobal().seed ?? 0;
  for (const [at, sets] of fc.sample(data, 3).entries()) {
    await house.fill(sets);
    await fc.assert(
      fc.asyncProperty(query, async (sql) => {
        const size = await sizeOf(house, sql);
        fc.pre(size < 3000);
        expect(await objections(house, sql, await lineageOf(house, sql))).toEqual([]);
      }),
      { numRuns: 80, seed: seed + at },
    );
  }
});

/** How many rows a query has; very many where the engine does not take it, as some subqueries that it cannot unnest. */
async function sizeOf(house: Warehouse, sql: string): Promise<number> {
  try {
    const [row] = await house.rows(`select count(*) as n from (${sql})`);
    return Number(row?.n);
  } catch (error) {
    if (error instanceof EngineError) return Number.POSITIVE_INFINITY;
    throw error;
  }
}
