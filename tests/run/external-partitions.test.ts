import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ModelSpec } from './support/nodes.ts';
import { openShop, type Run, type Shop } from './support/project.ts';

const place = 'exports/out';
const config: Partial<ModelSpec> = {
  materialized: 'external',
  location: place,
  partition_by: ['region'],
  incremental_strategy: 'insert_overwrite',
};
const sql = (...rows: string[]) => `select * from (values ${rows.join(', ')}) t(id, region)`;

function build(shop: Shop, query: string, more: Partial<ModelSpec> = {}, settings = {}): Promise<Run> {
  return shop.run(
    { models: { out: { sql: query, ...config, ...more }, below: 'select * from {{out}}' } },
    { force: true, ...settings },
  );
}

const rows = (shop: Shop) => shop.values('select id, region from below order by id');
const folders = (shop: Shop) => readdirSync(join(shop.root, place)).sort();
function files(shop: Shop): Record<string, string> {
  const names = readdirSync(join(shop.root, place), { recursive: true, encoding: 'utf8' });
  const found = names.map((name) => [name, statSync(join(shop.root, place, name))] as const);
  return Object.fromEntries(
    found.flatMap(([name, { ino, mtimeMs }]) => (/\./.test(name) ? [[name, `${ino} ${mtimeMs}`]] : [])),
  );
}

describe('an external model that adds partitions', () => {
  it.each(['parquet', 'csv'] as const)(
    '%s: replaces those that it gives whole, and leaves the others alone',
    async (format) => {
      const shop = await openShop();
      await build(shop, sql("(1, 'eu')", "(2, 'eu')", "(3, 'us')", '(4, null)'), { format });
      const before = files(shop);
      const run = await build(shop, sql("(5, 'eu')", "(6, 'asia')"), { format });
      expect(run.of('out')).toMatchObject({ status: 'success', rows: 2 });
      expect(await rows(shop)).toEqual([
        ['3', 'us'],
        ['4', null],
        ['5', 'eu'],
        ['6', 'asia'],
      ]);
      const after = files(shop);
      const us = `region=us/data_0.${format}`;
      expect([after[us], Object.keys(after).length]).toEqual([before[us], 4]);
      await build(shop, sql('(7, null)'), { format });
      expect(await rows(shop)).toContainEqual(['7', null]);
      expect(await rows(shop)).not.toContainEqual(['4', null]);
      expect(readdirSync(join(shop.root, 'exports'))).toEqual(['out']);
    },
  );

  it('takes the branch that is meant, and is made anew by a full refresh, which takes away what is gone', async () => {
    const shop = await openShop();
    const next = "select max(id) + 1 as id, 'us' as region from {{this}}";
    const first = await build(shop, sql("(1, 'eu')", "(2, 'us')"), { next });
    expect(first.of('out').compiled).toContain('values');
    for (const _ of [1, 2]) await build(shop, sql("(9, 'never')"), { next });
    expect(await rows(shop)).toEqual([
      ['1', 'eu'],
      ['4', 'us'],
    ]);
    await build(shop, sql("(9, 'asia')"), { next }, { fullRefresh: true });
    expect([await rows(shop), folders(shop)]).toEqual([[['9', 'asia']], ['region=asia']]);
  });

  it('with no rows changes nothing, and begins with a file that has the columns', async () => {
    const shop = await openShop();
    await build(shop, `${sql("(1, 'eu')")} where false`);
    expect(await rows(shop)).toEqual([]);
    const read = `select * from read_parquet('${join(shop.root, place)}/**/*.parquet', hive_partitioning = true)`;
    expect((await shop.adapter.read((session) => session.columns(read))).map(({ name }) => name)).toEqual([
      'id',
      'region',
    ]);
    await build(shop, sql("(1, 'eu')"));
    const before = files(shop);
    expect((await build(shop, `${sql("(1, 'eu')")} where false`)).of('out').rows).toBe(0);
    expect(files(shop)).toEqual(before);
    expect(await rows(shop)).toEqual([['1', 'eu']]);
  });

  it('judges the whole: a test sees old and new partitions, and when it fails none is replaced', async () => {
    const shop = await openShop();
    const project = (query: string) => ({
      models: { out: { sql: query, ...config } },
      tests: { unique_id: { on: 'out', sql: 'select id from {{out}} group by id having count(*) > 1' } },
    });
    await shop.run(project(sql("(1, 'eu')", "(2, 'us')")));
    const before = files(shop);
    const run = await shop.run(project(sql("(1, 'asia')")));
    expect(run.statuses).toEqual({ unique_id: 'fail', out: 'error' });
    expect(files(shop)).toEqual(before);
    expect(readdirSync(join(shop.root, 'exports'))).toEqual(['out']);
  });

  it('refuses other columns, which the files that stay do not have; their order and case do not matter', async () => {
    const shop = await openShop();
    await build(shop, sql("(1, 'eu')", "(2, 'us')"), { format: 'csv' });
    const swapped = "select 'eu' as REGION, 3 as ID";
    const run = await build(shop, swapped, { format: 'csv' });
    expect(run.statuses.out).toBe('success');
    expect(folders(shop)).toEqual(['region=eu', 'region=us']);
    expect(await rows(shop)).toEqual([
      ['2', 'us'],
      ['3', 'eu'],
    ]);
    const wider = await build(shop, "select 3 as id, 'eu' as region, 1 as more", { format: 'csv' });
    expect(wider.of('out').diagnostics[0]).toMatchObject({
      code: 'M503',
      message: 'the columns of the model have changed: `more` new',
    });
    expect(await rows(shop)).toHaveLength(2);
  });

  it('is made anew where the format, the partitions or the place are others, and where the folder is gone', async () => {
    const shop = await openShop();
    await build(shop, sql("(1, 'eu')"));
    await build(shop, sql("(2, 'us')"), { format: 'csv' });
    expect(await rows(shop)).toEqual([['2', 'us']]);
    await build(shop, sql("(3, 'us')"), { location: 'exports/other' });
    expect(await rows(shop)).toEqual([['3', 'us']]);
    await build(shop, sql("(4, 'eu')"));
    expect(await rows(shop)).toEqual([['4', 'eu']]);
  });

  it('partitions of several columns are replaced one by one', async () => {
    const shop = await openShop();
    const two = (...values: string[]) => `select * from (values ${values.join(', ')}) t(id, region, day)`;
    const both = { partition_by: ['region', 'day'] };
    await build(shop, two("(1, 'eu', 1)", "(2, 'eu', 2)", "(3, 'us', 1)"), both);
    await build(shop, two("(4, 'eu', 2)", "(5, 'us', 3)"), both);
    expect(await shop.values('select id, region, day from below order by id')).toEqual([
      ['1', 'eu', '1'],
      ['3', 'us', '1'],
      ['4', 'eu', '2'],
      ['5', 'us', '3'],
    ]);
  });
});

describe('names of partitions', () => {
  const hostile = ['a/b', '..', '.', '50%', 'x=y', '', ' ', 'ü ☃', '\'"', '*?[x]', 'a\\b', 'l\nf', '%2F', 'a+b', '-'];

  it.each(['parquet', 'csv'] as const)(
    '%s: every value comes back, and nothing is written elsewhere',
    async (format) => {
      const shop = await openShop();
      const values = hostile.map((one, id) => `(${id}, '${one.replaceAll("'", "''")}')`);
      expect((await build(shop, sql(...values), { format })).statuses).toEqual({ out: 'success', below: 'success' });
      expect((await rows(shop)).map(([, region]) => region)).toEqual(hostile);
      expect(folders(shop)).toHaveLength(hostile.length);
      expect(readdirSync(shop.root).sort()).toEqual(['exports', 'shop.duckdb', 'shop.duckdb.wal']);
      await build(shop, sql("(99, '..')"), { format });
      expect((await rows(shop)).at(-1)).toEqual(['99', '..']);
      expect(await rows(shop)).toHaveLength(hostile.length);
    },
  );

  it.each(['NULL', '__HIVE_DEFAULT_PARTITION__'])('%s as a text would come back as NULL: an error', async (value) => {
    const shop = await openShop();
    await build(shop, sql("(1, 'eu')"));
    const run = await build(shop, sql(`(2, '${value}')`));
    expect(run.of('out').diagnostics[0]).toMatchObject({
      code: 'M553',
      message: `the partition region = '${value}' would not come back from the name of its folder`,
    });
    expect(await rows(shop)).toEqual([['1', 'eu']]);
    expect(readdirSync(join(shop.root, 'exports'))).toEqual(['out']);
  });

  it('every column in the names would leave nothing to write', async () => {
    const shop = await openShop();
    const run = await build(shop, sql("(1, 'eu')"), { partition_by: ['region', 'id'] });
    expect(run.codes).toEqual(['M113']);
  });
});
