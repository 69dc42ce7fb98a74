import { expect, it } from 'vitest';
import { openShop } from './support/project.ts';

const table = { materialized: 'table' } as const;
const project = (total: string, seed = 'id\n1\n') => ({
  seeds: { raw: seed },
  models: {
    stg: { sql: 'select id, {{raw}}.id * 10 as v from {{raw}}', ...table },
    log: { sql: 'select id from {{raw}}', materialized: 'incremental' } as const,
    seen: 'select * from {{stg}}',
    total: { sql: total, ...table },
  },
  tests: { good: { on: 'total', sql: 'select * from {{total}} where v < 0' } },
});
const good = 'select sum(v) as v from {{seen}}';

it('publishes everything at one instant', async () => {
  const shop = await openShop();
  const { statuses } = await shop.run(project(good), { atomic: true });
  expect(statuses).toMatchObject({ raw: 'success', stg: 'success', log: 'success', seen: 'success', total: 'success' });
  expect(await shop.values('select v from total')).toEqual([['10']]);
  expect(await shop.values("select count(*) from _mart.nodes where status = 'success'")).toEqual([['5']]);
});

it.each([
  ['a failing test', 'select -1 as v', 'total'],
  ['a failing statement', "select cast('x' as integer) as v", 'total'],
])('undoes everything after %s', async (_, bad, name) => {
  const shop = await openShop(2);
  await shop.run(project(good), { atomic: true });
  const { of, statuses } = await shop.run(project(bad, 'id\n1\n2\n'), { atomic: true });
  expect(of(name).status).toBe('error');
  expect(statuses).toMatchObject({ raw: 'skipped', stg: 'skipped', log: 'skipped', seen: 'skipped' });
  expect(of('stg').message).toMatch(/^undone: /);
  expect(await shop.values('select (select count(*) from raw), (select count(*) from log), v from total')).toEqual([
    ['1', '1', '10'],
  ]);
  const mended = await shop.run(project(good, 'id\n1\n2\n'), { atomic: true });
  expect(mended.statuses).toMatchObject({ raw: 'success', stg: 'success', total: 'success' });
  expect(await shop.values('select v from total')).toEqual([['30']]);
});
