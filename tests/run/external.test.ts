import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ModelSpec } from './support/nodes.ts';
import { openShop, type Shop } from './support/project.ts';

const every = `select 1::bigint as id, 'a,"b' as text, '' as blank, null::varchar as nothing, date '2024-02-29' as day,
  timestamp '2024-01-01 10:00:00.123456' as at, 12.50::decimal(10, 2) as price, true as ok, [1, 2] as list,
  {'a': 1} as struct, 170141183460469231731687303::hugeint as big`;

const build = (shop: Shop, sql: string, config: Partial<ModelSpec> = {}) =>
  shop.run({ models: { out: { sql, materialized: 'external', ...config }, below: 'select * from {{out}}' } });
const left = (shop: Shop, folder = 'exports') =>
  readdirSync(join(shop.root, folder), { recursive: true, encoding: 'utf8' }).sort();

describe('an external model', () => {
  it.each(['parquet', 'csv', 'json'] as const)(
    '%s: every value and type comes back, with rows and without',
    async (format) => {
      const shop = await openShop();
      const location = `exports/out.${format}`;
      const wanted = await shop.adapter.read(async (session) => ({
        rows: await session.rows(every),
        columns: await session.columns(every),
      }));
      for (const where of ['', ' where false']) {
        const run = await build(shop, `select * from (${every})${where}`, { location });
        expect(run.statuses).toEqual({ out: 'success', below: 'success' });
        expect(run.of('out')).toMatchObject({ kind: 'external', rows: where === '' ? 1 : 0 });
        expect(await shop.rows('select * from below')).toEqual(where === '' ? wanted.rows : []);
        expect(await shop.adapter.read((session) => session.columns('from out'))).toEqual(wanted.columns);
      }
      expect(left(shop)).toEqual([`out.${format}`]);
    },
  );

  it('has a place of its own where none is named', async () => {
    const shop = await openShop();
    await build(shop, 'select 1 as id');
    expect(existsSync(join(shop.root, 'target/external/dev/out.parquet'))).toBe(true);
  });

  it('with partitions is a folder that is replaced as a whole, and empty it keeps its columns', async () => {
    const shop = await openShop();
    const config = { location: 'exports/out', partition_by: ['Region', 'day'], format: 'csv' } as const;
    const rows = "(1, 'eu', date '2024-01-01'), (2, null, date '2024-01-02'), (3, 'u/s', date '2024-01-02')";
    const sql = (values: string) => `select id, region, day from (values ${values}) t(id, region, day)`;
    await build(shop, sql(rows), config);
    expect(await shop.values('select id, region, day from below order by id')).toEqual([
      ['1', 'eu', '2024-01-01'],
      ['2', null, '2024-01-02'],
      ['3', 'u/s', '2024-01-02'],
    ]);
    await build(shop, `${sql(rows)} where id = 1`, config);
    expect(left(shop, 'exports/out').filter((one) => one.endsWith('.csv'))).toEqual([
      'region=eu/day=2024-01-01/data_0.csv',
    ]);
    const none = await build(shop, `${sql(rows)} where false`, config);
    expect(none.statuses).toEqual({ out: 'success', below: 'success' });
    const columns = await shop.adapter.read((session) => session.columns('from below'));
    expect(columns).toEqual([
      { name: 'id', type: 'INTEGER' },
      { name: 'region', type: 'VARCHAR' },
      { name: 'day', type: 'DATE' },
    ]);
    expect(left(shop, 'exports/out').filter((one) => one.endsWith('.csv'))).toEqual([
      'region=__HIVE_DEFAULT_PARTITION__/day=__HIVE_DEFAULT_PARTITION__/data_0.csv',
    ]);
    expect(readFileSync(join(shop.root, 'exports/out', left(shop, 'exports/out').at(-1) ?? ''), 'utf8')).toBe('id\n');
  });

  it('keeps its old file when its query or one of its tests fails, and leaves nothing beside it', async () => {
    const shop = await openShop();
    const location = 'exports/out.csv';
    await build(shop, 'select 1 as id', { location });
    expect((await build(shop, "select error('no') as id", { location })).statuses).toMatchObject({ out: 'error' });
    const models = { out: { sql: 'select 2 as id', materialized: 'external', location } } as const;
    const tests = { few: { on: 'out', sql: 'select * from {{out}} where id = 2' } };
    const judged = await shop.run({ models, tests });
    expect(judged.statuses).toEqual({ few: 'fail', out: 'error' });
    expect(readFileSync(join(shop.root, location), 'utf8')).toBe('id\n1\n');
    expect(await shop.values('from out')).toEqual([['1']]);
    expect(left(shop)).toEqual(['out.csv']);
  });

  it('takes the place of a table, and a table its', async () => {
    const shop = await openShop();
    for (const materialized of ['table', 'external', 'table', 'external'] as const) {
      expect((await build(shop, 'select 1 as id', { materialized })).statuses).toEqual({
        out: 'success',
        below: 'success',
      });
    }
  });

  it('writes into no folder that holds something else, over no other kind, and through no link', async () => {
    const shop = await openShop();
    mkdirSync(join(shop.root, 'exports/notes'), { recursive: true });
    writeFileSync(join(shop.root, 'exports/notes/mine.txt'), 'mine');
    symlinkSync('/tmp', join(shop.root, 'elsewhere'));
    const codes = async (config: Partial<ModelSpec>) => (await build(shop, 'select 1 as id, 2 as k', config)).codes;
    expect(await codes({ location: 'exports/notes', partition_by: ['k'] })).toEqual(['M525']);
    expect(await codes({ location: 'exports/notes' })).toEqual(['M525']);
    expect(await codes({ location: 'exports/notes/mine.txt', partition_by: ['k'] })).toEqual(['M525']);
    expect(await codes({ location: 'elsewhere/out.parquet' })).toEqual(['M108']);
    expect(await codes({ location: 'exports/a.parquet', partition_by: ['nosuch'] })).toEqual(['M301']);
    expect(readFileSync(join(shop.root, 'exports/notes/mine.txt'), 'utf8')).toBe('mine');
  });

  it('a place that the system refuses is a finding at the model, and other spellings of a place are that place', async () => {
    const shop = await openShop();
    shop.write('taken', 'mine');
    const run = await build(shop, 'select 1 as id', { location: 'taken/out.csv' });
    expect(run.of('out').diagnostics).toMatchObject([
      { code: 'M120', node: 'out', labels: [{ span: { file: 'models/out.sql' } }] },
    ]);
    const config = { partition_by: ['k'], format: 'csv' } as const;
    for (const location of ['exports/out/', './exports/out', 'exports//out']) {
      const again = await build(shop, 'select 1 as id, 2 as k', { ...config, location });
      expect(again.statuses).toEqual({ out: 'success', below: 'success' });
    }
    expect(await shop.values('select distinct path from _mart.externals')).toEqual([[join(shop.root, 'exports/out')]]);
    expect(left(shop)).toEqual(['out', 'out/k=2', 'out/k=2/data_0.csv']);
  });
});
