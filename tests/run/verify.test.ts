import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Adapter } from '../../src/adapter/port.ts';
import type { Failpoint } from '../../src/run/failpoints.ts';
import type { ProjectSpec } from './support/nodes.ts';
import { openShop, type RunSettings, type Shop } from './support/project.ts';

/**
 * A run whose engine loses one transaction and says that it was kept, as DuckDB does with one in which a statement had
 * failed: the next one after a failpoint is come to for the first time.
 */
function losing({ adapter }: Shop, after: Failpoint): RunSettings {
  let [loses, isOver] = [false, false];
  const lossy: Adapter = {
    ...adapter,
    publish: (work) =>
      adapter.publish(async (session) => {
        const { keep, value } = await work(session);
        const isLost = loses;
        loses = false;
        return { keep: keep && !isLost, value };
      }),
  };
  const reach = async (point: Failpoint) => {
    if (point !== after || isOver) return;
    [loses, isOver] = [true, true];
  };
  return { adapter: lossy, reach };
}

const table = (sql: string) => ({ sql, materialized: 'table', post_hook: [] }) as const;

it('a table that the engine says it kept and did not is an error, and readers have the old one', async () => {
  const shop = await openShop();
  // A node with a timeout has a transaction of its own.
  const spec = (id: number): ProjectSpec => ({ models: { s: { ...table(`select ${id} as id`), timeout: '1h' } } });
  await shop.run(spec(1));
  const lost = await shop.run(spec(2), losing(shop, 'before commit'));
  expect([lost.statuses, lost.codes]).toEqual([{ s: 'error' }, ['M536']]);
  expect(await shop.values('from s')).toEqual([['1']]);
  expect((await shop.run(spec(2), { force: false })).statuses).toEqual({ s: 'success' });
  expect(await shop.values('from s')).toEqual([['2']]);
});

it('small nodes that share a transaction which was lost are made again, each by itself', async () => {
  const shop = await openShop();
  const { statuses } = await shop.run(
    { models: { a: table('select 1 as id'), b: table('select 2 as id') } },
    losing(shop, 'before shared commit'),
  );
  expect(statuses).toEqual({ a: 'success', b: 'success' });
  expect(await shop.values('select (from a), (from b)')).toEqual([['1', '2']]);
});

it('an interval that was lost has failed, and the next run makes it', async () => {
  const shop = await openShop();
  const spec: ProjectSpec = {
    models: {
      m: {
        sql: "select * from (values (1, timestamp '2025-11-30 10:00'), (2, timestamp '2025-12-01 01:00')) as t(id, ts) where ts >= {{batch.start}} and ts < {{batch.end}}",
        ...{ materialized: 'incremental', incremental_strategy: 'microbatch', event_time: 'ts' },
        ...{ batch_size: 'day', begin: '2025-11-30' },
      },
    },
  };
  const lost = await shop.run(spec, losing(shop, 'after interval memory'));
  expect([lost.statuses, lost.codes]).toEqual([{ m: 'partial success' }, ['M536']]);
  expect((await shop.run(spec, { force: false })).statuses).toEqual({ m: 'success' });
  expect(await shop.values('select id from m order by id')).toEqual([['1'], ['2']]);
});

it('an atomic run that was lost is undone as a whole, files too', async () => {
  const shop = await openShop();
  const spec = (id: number): ProjectSpec => ({
    models: {
      f: { sql: `select ${id} as id`, materialized: 'external', location: 'out/f.csv', format: 'csv' },
      t: table(`select ${id} as id`),
    },
  });
  await shop.run(spec(1), { atomic: true });
  const file = () => readFileSync(join(shop.root, 'out/f.csv'), 'utf8');
  expect(file()).toBe('id\n1\n');
  const lost = await shop.run(spec(2), { atomic: true, ...losing(shop, 'before atomic commit') });
  expect(lost.statuses).toEqual({ f: 'skipped', t: 'skipped' });
  expect(new Set(lost.codes)).toEqual(new Set(['M536']));
  expect([file(), await shop.values('select (from f), (from t)')]).toEqual(['id\n1\n', [['1', '1']]]);
  await shop.run(spec(2), { atomic: true });
  expect([file(), await shop.values('select (from f), (from t)')]).toEqual(['id\n2\n', [['2', '2']]]);
});

it('a file whose version was lost is as it was', async () => {
  const shop = await openShop();
  const spec = (id: number): ProjectSpec => ({
    models: { f: { sql: `select ${id} as id`, materialized: 'external', location: 'out/f.csv', format: 'csv' } },
  });
  await shop.run(spec(1));
  const lost = await shop.run(spec(2), losing(shop, 'before commit'));
  expect([lost.statuses, lost.codes]).toEqual([{ f: 'error' }, ['M536']]);
  expect(readFileSync(join(shop.root, 'out/f.csv'), 'utf8')).toBe('id\n1\n');
  expect(await shop.values('from f')).toEqual([['1']]);
});
