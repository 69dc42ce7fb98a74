import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mart } from '../cli/mart.ts';
import { project, write } from '../support/projects.ts';
import { built, rowsOf } from './runs.ts';

const projectYml = `name: shop
target: dev
targets:
  dev: { type: duckdb, path: shop.duckdb, schema: main, threads: 1 }
models: { +materialized: table }
`;
const remove = (folder: string, path: string) => rmSync(join(folder, path));

it('a model whose table another one took for a while is built again, and so is what reads it', async () => {
  const folder = project({
    'project.yml': projectYml,
    'models/orders.sql': 'select 1 as n',
    'models/total.sql': 'select sum(n) as n from {{ref "orders"}}',
  });
  await built(folder);
  remove(folder, 'models/orders.sql');
  write(folder, {
    'models/others.sql': '{{config alias="orders"}}select 2 as n',
    'models/total.sql': 'select sum(n) as n from {{ref "others"}}',
  });
  await built(folder);
  remove(folder, 'models/others.sql');
  write(folder, {
    'models/orders.sql': 'select 1 as n',
    'models/total.sql': 'select sum(n) as n from {{ref "orders"}}',
  });
  expect((await mart(['plan'], folder)).stdout).toContain('another node was built to its relation since');
  expect(await built(folder)).toEqual({ orders: 'success', total: 'success' });
  expect(await rowsOf(folder, 'select o.n as one, t.n as all_of_it from orders as o, total as t')).toEqual([
    { one: 1, all_of_it: 1 },
  ]);
  expect(await built(folder)).toEqual({ orders: 'reused', total: 'reused' });
});

it('an incremental table that another model took for a while is made anew, with every file and interval', async () => {
  const models = {
    'models/loaded.sql':
      '{{config materialized="incremental" alias="one"}}select id, day from {{source "landing" "orders"}}',
    'models/daily.sql':
      '{{config materialized="incremental" incremental_strategy="microbatch" event_time="day" batch_size="year" begin="2024-01-01" lookback=0 alias="two"}}select id, day from {{ref "given"}}',
  };
  const folder = project({
    'project.yml': projectYml,
    'models/s.yml': `sources:
  - name: landing
    tables: [{ name: orders, files: 'landing/*.csv', format: csv, columns: [{ name: id, data_type: int }, { name: day, data_type: date }] }]
`,
    'landing/1.csv': 'id,day\n1,2024-12-01\n2,2025-12-01\n',
    'models/given.sql': "select 1 as id, date '2024-12-01' as day union all select 2, date '2025-12-01'",
    ...models,
  });
  await built(folder);
  for (const path of Object.keys(models)) remove(folder, path);
  const taken = (alias: string) => `{{config alias="${alias}"}}select 9 as id, date '2023-01-01' as day`;
  write(folder, { 'models/x.sql': taken('one'), 'models/y.sql': taken('two') });
  await built(folder);
  for (const path of ['models/x.sql', 'models/y.sql']) remove(folder, path);
  write(folder, models);
  expect(await built(folder)).toMatchObject({ loaded: 'success', daily: 'success' });
  expect(
    await rowsOf(
      folder,
      'select (select list(id order by id) from one)::varchar as one, (select list(id order by id) from two)::varchar as two',
    ),
  ).toEqual([{ one: '[1, 2]', two: '[1, 2]' }]);
});
