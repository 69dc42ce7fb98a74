import { describe, expect, it } from 'vitest';
import type { ModelSpec } from './support/nodes.ts';
import { openShop, type Shop } from './support/project.ts';

/** Tables that keep the number of the transaction in which they were made. */
function numbered(count: number, config: Partial<ModelSpec> = {}): Record<string, ModelSpec> {
  const sql = 'select txid_current() as tx';
  return Object.fromEntries(
    Array.from({ length: count }, (_, n) => [`t${n}`, { sql, materialized: 'table' as const, ...config }]),
  );
}

async function transactions(shop: Shop, names: readonly string[]) {
  const rows = await shop.values(names.map((name) => `select tx from ${name}`).join(' union all '));
  return new Set(rows.map(([tx]) => tx)).size;
}

describe('small steps', () => {
  it('share transactions, and each is in the ledger once', async () => {
    const shop = await openShop(1);
    const models = numbered(30);
    const { statuses, results, events } = await shop.run({ models });
    expect(new Set(Object.values(statuses))).toEqual(new Set(['success']));
    expect(await transactions(shop, Object.keys(models))).toBeLessThan(30);
    expect(await shop.values('select count(*), count(distinct id) from _mart.nodes')).toEqual([['30', '30']]);
    expect(results.map((one) => one.id)).toEqual(Object.keys(models).map((name) => `model.shop.${name}`));
    expect(events.filter((one) => one.type === 'node_started')).toHaveLength(30);
    expect(results.every((one) => one.rows === 1 && one.compiled !== null)).toBe(true);
  });

  it('when one fails, the others are built all the same, each once', async () => {
    const shop = await openShop(1);
    const models = {
      ...numbered(10),
      t4: { sql: "select cast('x' as integer) as tx", materialized: 'table' as const },
    };
    const { statuses, of } = await shop.run({ models });
    expect(Object.entries(statuses).filter(([, status]) => status !== 'success')).toEqual([['t4', 'error']]);
    expect(of('t4').diagnostics).toMatchObject([{ code: 'M501' }]);
    expect(await shop.values('select status, count(*) from _mart.nodes group by 1 order by 1')).toEqual([
      ['error', '1'],
      ['success', '9'],
    ]);
  });

  it('when a test fails, only its own node keeps its old version', async () => {
    const shop = await openShop(1);
    const project = (condition: string) => ({
      models: numbered(6),
      tests: Object.fromEntries(
        Array.from({ length: 6 }, (_, n) => [
          `test${n}`,
          { on: `t${n}`, sql: `select * from {{t${n}}} where ${n === 3 ? condition : 'false'}` },
        ]),
      ),
    });
    await shop.run(project('false'));
    const before = await shop.values('select tx from t3');
    const { statuses } = await shop.run(project('true'));
    expect(Object.entries(statuses).filter(([, status]) => status !== 'success' && status !== 'pass')).toEqual([
      ['test3', 'fail'],
      ['t3', 'error'],
    ]);
    expect(await shop.values('select tx from t3')).toEqual(before);
    expect(await shop.values('select tx > (select tx from t3) from t4')).toEqual([['true']]);
  });

  it('a child sees what its parent wrote', async () => {
    const shop = await openShop(2);
    const chain = Object.fromEntries(
      Array.from({ length: 20 }, (_, n) => [
        `c${n}`,
        { sql: n === 0 ? 'select 0 as n' : `select n + 1 as n from {{c${n - 1}}}`, materialized: 'table' as const },
      ]),
    );
    await shop.run({ models: { ...numbered(20), ...chain } });
    expect(await shop.values('select n from c19')).toEqual([['19']]);
  });

  it('hooks, and what reads much, keep a transaction of their own', async () => {
    const shop = await openShop(1);
    const hooked = numbered(5, { pre_hook: ['select 1'] });
    await shop.run({ models: hooked });
    expect(await transactions(shop, Object.keys(hooked))).toBe(5);
    const other = await openShop(1);
    const spec = {
      seeds: { many: `id\n${Array.from({ length: 10_001 }, (_, n) => n).join('\n')}\n` },
      models: numbered(5, { sql: 'select txid_current() as tx from {{many}} limit 1' }),
    };
    await other.run(spec);
    expect(await transactions(other, Object.keys(spec.models))).toBe(5);
  });
});
