import { describe, expect, it } from 'vitest';
import type { ProjectSpec, TestSpec } from './support/nodes.ts';
import { openShop } from './support/project.ts';

const rows =
  "select * from (values (1, 'a', date '2024-01-02', [1, 2]), (null, 'it''s', null, null), (null, null, null, [])) t(id, v, d, l)";
const project = (settings: Partial<TestSpec> = {}, sql = rows): ProjectSpec => ({
  models: { m: { sql, materialized: 'table' } },
  tests: { t: { on: 'm', sql: 'select * from {{m}} where id is null', store_failures: true, ...settings } },
});

const stored = 'select * from test_failures.t order by all';

describe('stored failures', () => {
  it('are kept by `test`, at most `limit` of them, anew each time, empty when it passes', async () => {
    const shop = await openShop();
    await shop.run(project(), { verb: 'run' });
    for (const _ of [1, 2]) {
      const { of } = await shop.run(project(), { verb: 'test' });
      expect(of('t')).toMatchObject({ status: 'fail', failures: 2 });
      expect(of('t').compiled).toContain('"main"."m"');
      expect(await shop.values(stored)).toEqual([
        [null, "it's", null, null],
        [null, null, null, '[]'],
      ]);
    }
    await shop.run(project({ limit: 1 }), { verb: 'test' });
    expect(await shop.values(stored)).toHaveLength(1);
    await shop.run(project({}, "select 1 as id, 'a' as v, null as d, null as l"), { verb: 'run' });
    await shop.run(project({}), { verb: 'test' });
    expect(await shop.values(stored)).toEqual([]);
  });

  it('are kept with their types although the version that they judge is not published', async () => {
    const shop = await openShop();
    const { of } = await shop.run(project());
    expect(of('m').status).toBe('error');
    expect(of('t').diagnostics[0]?.help).toContain('test_failures.t');
    expect(await shop.values(stored)).toEqual([
      [null, "it's", null, null],
      [null, null, null, '[]'],
    ]);
    const columns = await shop.adapter.read((session) => session.columns(stored));
    expect(columns.map((one) => one.type)).toEqual(['INTEGER', 'VARCHAR', 'DATE', 'INTEGER[]']);
    expect(await shop.values("select 1 from information_schema.tables where table_name = 'm'")).toEqual([]);
  });

  it('are kept together with a version that only gives a warning', async () => {
    const shop = await openShop();
    const { of } = await shop.run(project({ severity: 'warn' }));
    expect(of('m').status).toBe('success');
    expect(await shop.values(stored)).toHaveLength(2);
  });

  it('go where the test says, as a view when it says so', async () => {
    const shop = await openShop();
    const settings = { schema: 'audit', store_failures_as: 'view', severity: 'warn' } as const;
    await shop.run(project(settings));
    await shop.run(project({ ...settings, store_failures_as: 'table' }));
    await shop.run(project(settings), { verb: 'test' });
    expect(await shop.values("select table_type from information_schema.tables where table_schema = 'audit'")).toEqual([
      ['VIEW'],
    ]);
  });

  it('are kept for every test when the run is told so', async () => {
    const shop = await openShop();
    await shop.run(project({ store_failures: false }), { verb: 'run' });
    await shop.run(project({ store_failures: false }), { verb: 'test', storeFailures: true });
    expect(await shop.values(stored)).toHaveLength(2);
  });

  it('more rows than are written at once', async () => {
    const shop = await openShop();
    const { of } = await shop.run(
      project({}, "select null::integer as id, repeat('x', 5) || range as v, null as d, null as l from range(1234)"),
    );
    expect(of('t').failures).toBe(1234);
    expect(await shop.values('select count(*), count(distinct v) from test_failures.t')).toEqual([['1234', '1234']]);
  });
});
