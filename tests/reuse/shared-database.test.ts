import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mart } from '../cli/mart.ts';
import { project, write } from '../support/projects.ts';
import { built, rowsOf } from './runs.ts';

/** Two targets with schemas of their own in one database file. */
const projectYml = `name: shop
target: mine
targets:
  mine: { type: duckdb, path: shop.duckdb, schema: mine, threads: 2 }
  yours: { type: duckdb, path: shop.duckdb, schema: yours, threads: 2 }
`;
const shop = {
  'project.yml': projectYml,
  'models/s.yml': `sources:
  - name: landing
    tables: [{ name: orders, files: 'landing/*.csv', format: csv, columns: [{ name: id, data_type: int }, { name: placed, data_type: timestamp }] }]
models: [{ name: orders, config: { event_time: placed } }]
`,
  'models/orders.sql':
    '{{config materialized="incremental"}}select id, placed, _source_file from {{source "landing" "orders"}}',
  'models/daily.sql':
    '{{config materialized="incremental" incremental_strategy="microbatch" event_time="placed" batch_size="year" begin="2025-01-01"}}select id, placed from {{ref "orders"}}',
  'models/total.sql': '{{config materialized="table"}}select count(*) as n from {{ref "orders"}}',
  'landing/1.csv': 'id,placed\n1,2025-12-01 10:00:00\n',
};
const names = ['orders', 'daily', 'total'];
const everything = (status: string) => Object.fromEntries(names.map((name) => [name, status]));
const mine = { target: 'mine' };
const yours = { target: 'yours' };

const counts = (folder: string, schema: string) =>
  rowsOf(
    folder,
    `select (select count(*) from ${schema}.orders) as orders, (select count(*) from ${schema}.daily) as daily, n as total from ${schema}.total`,
  );

it('targets that share a database load each file and build each interval by themselves', async () => {
  const folder = project(shop);
  await built(folder, mine);
  await built(folder, yours);
  write(folder, { 'landing/2.csv': 'id,placed\n2,2025-12-02 10:00:00\n3,2025-12-03 10:00:00\n' });
  await built(folder, yours);
  expect(await counts(folder, 'yours')).toEqual([{ orders: 3, daily: 3, total: 3 }]);
  expect(await counts(folder, 'mine')).toEqual([{ orders: 1, daily: 1, total: 1 }]);
  await built(folder, mine);
  expect(await counts(folder, 'mine')).toEqual([{ orders: 3, daily: 3, total: 3 }]);
});

it('a model that is not built for one target is to be built, whatever the other one has', async () => {
  const folder = project({ ...shop, 'models/above.sql': 'select * from {{ref "total"}}' });
  await built(folder, mine);
  const show = async () => (await mart(['show', '-t', 'yours', '-s', 'above'], folder)).stderr;
  expect(await show()).toContain('help: if it is a model or a seed that was never built: `mart build -s +above`\n');
  await built(folder, { ...yours, select: ['orders'] });
  expect(await show()).toContain('help: if it is a model or a seed that was never built: `mart build -s +above`');
});

it('a table of that name elsewhere is named, too', async () => {
  const folder = project({ ...shop, 'models/above.sql': 'select * from {{ref "total"}}' });
  await built(folder, mine);
  write(folder, { 'project.yml': projectYml.replace('schema: yours', 'schema: main') });
  const { stderr } = await mart(['show', '-t', 'yours', '-s', 'above'], folder);
  expect(stderr).toContain('never built: `mart build -s +above`; otherwise: did you mean `mine.total`?');
});

it('a query that names what was never built is told which command builds', async () => {
  const folder = project(shop);
  await built(folder, mine);
  const { stderr } = await mart(['show', '-t', 'yours', '--sql', 'select * from {{ref "total"}}'], folder);
  expect(stderr).toContain('help: if it is a model or a seed that was never built: `mart build`');
});

it('targets that share a database are each up to date or not', async () => {
  const folder = project({ ...shop, 'models/daily.sql': 'select * from {{ref "orders"}}' });
  await built(folder, mine);
  await built(folder, yours);
  expect(await built(folder, mine)).toEqual(everything('reused'));
  expect(await built(folder, yours)).toEqual(everything('reused'));
  write(folder, { 'landing/2.csv': 'id,placed\n2,2025-12-02 10:00:00\n' });
  expect(await built(folder, mine)).toMatchObject({ orders: 'success', total: 'success' });
  expect(await built(folder, yours)).toMatchObject({ orders: 'success', total: 'success' });
  expect(await built(folder, mine)).toEqual(everything('reused'));
});

it('a run that defers to another target writes nothing down of what stands there', async () => {
  const table = '{{config materialized="table"}}';
  const folder = project({
    'project.yml': projectYml,
    'models/one.sql': `${table}select 1 as n`,
    'models/two.sql': `${table}select n from {{ref "one"}}`,
  });
  await built(folder, yours);
  cpSync(join(folder, 'target'), join(folder, 'state'), { recursive: true });
  await built(folder, { ...mine, select: ['one'] });
  write(folder, { 'models/one.sql': `${table}select 1 as n, 2 as more` });
  await mart(['build', '-t', 'mine', '-s', 'one', '--defer', '--state', 'state'], folder);
  expect((await mart(['clean', '--orphans', '--drop', '-t', 'mine'], folder)).stderr).toContain('no orphans');
  expect(
    await rowsOf(
      folder,
      "select distinct target from _mart.nodes join _mart.runs using (invocation) where relation = 'yours.two'",
    ),
  ).toEqual([{ target: 'yours' }]);
});
