import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { project, write } from '../support/projects.ts';

const shop = {
  'seeds/orders.csv': 'id,total\n1,2.5\n',
  'models/a.sql': 'select id from {{ref "orders"}}',
  'models/wrong.sql':
    '{{config materialized="table" post_hook="create table main.touched as select 1 as a"}}select nosuch from {{ref "a"}}',
  'models/below.sql': 'select * from {{ref "wrong"}}',
};

test('a refused model fails alone and first, what stands below it is skipped, the rest is built', async () => {
  const folder = project(shop);
  const { exit, stderr } = await mart(['build'], folder);
  expect(exit).toBe(1);
  const lines = stderr.split('\n').filter((line) => /\d+\/4/.test(line));
  expect(
    lines.map((line) =>
      line
        .replace(/ +/g, ' ')
        .trim()
        .replace(/ \d+\.\d+s$/, ''),
    ),
  ).toEqual([
    '✗ 1/4 main.wrong table',
    '✓ 2/4 main.orders seed 1 row',
    '✓ 3/4 main.a view',
    '⊘ 4/4 main.below skipped: wrong failed',
  ]);
  expect(stderr).toContain('models/wrong.sql:1:94');
  const touched = await mart(['show', '--sql', 'select * from main.touched'], folder);
  expect(touched.exit).toBe(1);
});

test('what is not built now is taken as it stands in the warehouse', async () => {
  const folder = project({
    'models/a.sql': '{{config materialized="table"}}select 1 as old',
    'models/b.sql': 'select old from {{ref "a"}}',
  });
  expect((await mart(['run'], folder)).exit).toBe(0);
  write(folder, { 'models/a.sql': '{{config materialized="table"}}select 1 as fresh' });
  expect((await mart(['run', '-s', 'b'], folder)).exit).toBe(0);
  const both = await mart(['run'], folder);
  expect(both.exit).toBe(1);
  expect(both.stderr).toContain('`old`');
});

test('a table of the warehouse that nobody declared can be read by name', async () => {
  const folder = project({ 'models/a.sql': '{{config materialized="table"}}select 1 as one' });
  await mart(['run'], folder);
  write(folder, { 'models/a.sql': 'select 1 as x', 'models/b.sql': 'select one from main.kept' });
  expect((await mart(['check'], folder)).exit).toBe(1);
  write(folder, {
    'models/a.sql': '{{config materialized="table" alias="kept"}}select 1 as one',
    'models/b.sql': 'select 1 as one',
  });
  await mart(['run'], folder);
  write(folder, { 'models/a.sql': 'select 1 as x', 'models/b.sql': 'select one from main.kept' });
  expect((await mart(['run'], folder)).exit).toBe(0);
  expect((await mart(['check'], folder)).exit).toBe(0);
});

test('`check` needs no database and makes none', async () => {
  const folder = project(shop);
  const { exit, stderr } = await mart(['check'], folder);
  expect(exit).toBe(1);
  expect(stderr).toContain('not checked: below, because wrong is refused');
  expect(stderr).toMatch(/REFUSED {2}4 checked · 1 refused · 1 not checked · \d+\.\ds/);
  expect(existsSync(join(folder, 'shop.duckdb'))).toBe(false);
});
