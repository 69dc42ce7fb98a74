import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { clone } from '../../src/index.ts';
import { mart } from '../cli/mart.ts';
import { project, write } from '../support/projects.ts';
import { built, rowsOf, statuses } from './runs.ts';

const projectYml = `name: shop
target: dev
targets:
  dev: { type: duckdb, path: shop.duckdb, schema: main, threads: 2 }
  prod: { type: duckdb, path: prod.duckdb, schema: analytics, threads: 2 }
  twin: { type: duckdb, path: prod.duckdb, schema: twin, threads: 1 }
  memory: { type: duckdb, path: ":memory:" }
`;
const shop = {
  'project.yml': projectYml,
  'seeds/raw.csv': 'id,v\n1,10\n2,20\n',
  'models/s.yml': `sources:
  - name: landing
    tables: [{ name: orders, files: 'landing/*.csv', format: csv, columns: [{ name: id, data_type: int }] }]
`,
  'models/orders.sql':
    '{{config materialized="incremental"}}select id, _source_file from {{source "landing" "orders"}}',
  'models/seen.sql': 'select * from {{ref "raw"}}',
  'models/total.sql': '{{config materialized="table"}}select sum(v) as total from {{ref "seen"}}',
  'models/history.sql':
    '{{config materialized="scd2" unique_key="id" strategy="check" check_cols="all"}}select id, v from {{ref "raw"}}',
  'landing/1.csv': 'id\n1\n',
};
const names = ['raw', 'orders', 'seen', 'total', 'history'];
const all = (status: string) => Object.fromEntries(names.map((name) => [name, status]));
const cloned = async (folder: string, settings: Parameters<typeof clone>[1]) => statuses(await clone(folder, settings));

it('a clone is what a build would have made, and the next build makes only what differs', async () => {
  const folder = project(shop);
  await built(folder, { target: 'prod' });
  await built(folder, { target: 'prod' });
  expect(await cloned(folder, { from: 'prod' })).toEqual(all('success'));
  expect(await built(folder)).toEqual(all('reused'));
  write(folder, {
    'models/total.sql': '{{config materialized="table"}}select sum(v) + 1 as total from {{ref "seen"}}',
    'landing/2.csv': 'id\n2\n',
  });
  expect(await built(folder)).toEqual({ ...all('reused'), total: 'success', orders: 'success' });
  expect(await rowsOf(folder, 'select id from orders order by id')).toEqual([{ id: 1 }, { id: 2 }]);
  expect(await rowsOf(folder, 'select total from total')).toEqual([{ total: 31 }]);
});

it('a clone knows the SQL of what it copied: an added column builds no table that does not read it', async () => {
  const folder = project({
    ...shop,
    'models/wide.sql': '{{config materialized="table"}}select id, v from {{ref "raw"}}',
    'models/narrow.sql': '{{config materialized="table"}}select sum(v) as total from {{ref "wide"}}',
  });
  await built(folder, { target: 'prod' });
  await cloned(folder, { from: 'prod' });
  write(folder, { 'models/wide.sql': '{{config materialized="table"}}select id, v, v + 1 as w from {{ref "raw"}}' });
  expect(await built(folder)).toMatchObject({ wide: 'success', narrow: 'reused' });
});

it('what is there already stays, unless it is told otherwise', async () => {
  const folder = project(shop);
  await built(folder);
  write(folder, { 'seeds/raw.csv': 'id,v\n1,10\n2,21\n' });
  await built(folder, { target: 'prod' });
  expect(await cloned(folder, { from: 'prod' })).toEqual(all('no-op'));
  expect(await rowsOf(folder, 'select total from total')).toEqual([{ total: 30 }]);
  expect(await cloned(folder, { from: 'prod', fullRefresh: true, select: ['total', 'raw', 'seen'] })).toEqual({
    total: 'success',
    raw: 'success',
    seen: 'success',
  });
  expect(await rowsOf(folder, 'select total from total')).toEqual([{ total: 31 }]);
  expect(await built(folder)).toMatchObject({ total: 'reused', raw: 'reused', history: 'success' });
});

it('a target in the same database, and the relations of a state, are cloned as well', async () => {
  const folder = project(shop);
  await built(folder, { target: 'prod' });
  await built(folder, { target: 'prod' });
  expect(await cloned(folder, { from: 'prod', target: 'twin' })).toEqual(all('success'));
  expect(await built(folder, { target: 'twin' })).toEqual(all('reused'));
  const other = project({ ...shop, 'project.yml': projectYml.replaceAll('prod.duckdb', 'shop.duckdb') });
  await built(other, { target: 'prod' });
  cpSync(join(other, 'target'), join(other, 'state'), { recursive: true });
  expect(await cloned(other, { state: join(other, 'state'), target: 'twin' })).toEqual(all('success'));
});

it('says what is not cloned, and why', async () => {
  const folder = project(shop);
  await built(folder, { target: 'prod' });
  write(folder, {
    'models/seen.sql': 'select id, v from {{ref "raw"}} where v > 0',
    'models/total.sql': 'select 1 as total',
    'models/fresh.sql': 'select 1 as id',
  });
  const { results } = await clone(folder, { from: 'prod' });
  const said = Object.fromEntries(results.map(({ name, message }) => [name, message]));
  expect(said).toEqual({
    raw: 'from prod',
    orders: 'from prod',
    history: 'from prod',
    seen: 'is another view in prod',
    total: 'is a table in prod',
    fresh: 'prod has no version of it',
  });
});

it('refuses where there is nothing to clone, and makes nothing', async () => {
  const folder = project(shop);
  const run = (...words: string[]) => mart(['clone', ...words], folder);
  expect((await run()).stderr).toContain('error[M416]: nobody says what is to be cloned');
  expect((await run('--from', 'dev')).stderr).toContain('error[M416]: target `dev` would be cloned from itself');
  expect((await run('--from', 'prd')).stderr).toContain('did you mean `prod`?');
  expect((await run('--from', 'memory')).stderr).toContain('has built nothing in `:memory:`');
  expect((await run('--from', 'prod')).stderr).toContain(
    'error[M416]: target `prod` has built nothing in `prod.duckdb`',
  );
  expect(existsSync(join(folder, 'prod.duckdb'))).toBe(false);
  await built(folder, { target: 'twin' });
  expect((await run('--from', 'prod')).stderr).toContain('error[M416]: target `prod` has built nothing');
});
