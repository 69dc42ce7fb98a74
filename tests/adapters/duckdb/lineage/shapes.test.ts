import { describe, expect, test } from 'vitest';
import { keep, open } from '../scratch.ts';
import { linesOf, shapes, tables } from './shapes.ts';

const all = shapes();

describe('the lineage of a query is what one finds by hand', () => {
  test('there are many of them, each once', () => {
    expect(all.length).toBeGreaterThan(250);
    expect(new Set(all.map(({ sql }) => sql)).size).toBe(all.length);
  });

  test('every shape', async () => {
    const adapter = await open();
    for (const sql of tables) await keep(adapter, sql);
    await adapter.read(async (session) => {
      for (const { sql, lineage } of all) {
        expect.soft([sql, ...linesOf(await session.lineage(sql))]).toEqual([sql, ...lineage]);
      }
    });
  });
});
