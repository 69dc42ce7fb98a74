import { readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { project, projectFile, write } from '../support/projects.ts';

const shop = {
  'seeds/raw.csv': 'id,v\n1,10\n',
  'models/kept.sql': '{{config materialized="table"}}select * from {{ref "raw"}}',
  'models/gone.sql': '{{config materialized="table"}}select * from {{ref "kept"}}',
  'models/seen.sql': 'select * from {{ref "gone"}}',
};

async function rows(folder: string, sql: string): Promise<unknown> {
  const { stdout, stderr } = await mart(['show', '-q', '--limit', '-1', '--output', 'json', '--sql', sql], folder);
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

const standing = `select schema_name || '.' || table_name as name from duckdb_tables() where schema_name <> '_mart'
  union all select schema_name || '.' || view_name from duckdb_views() where not internal and schema_name <> '_mart' order by name`;

async function names(folder: string): Promise<unknown> {
  return ((await rows(folder, standing)) as { name: string }[]).map(({ name }) => name);
}

test('what mart made and no model stands for is listed, and dropped when that is said', async () => {
  const folder = project({
    ...shop,
    'project.yml': projectFile('on-run-start: ["create table if not exists main.theirs as select 1 as n"]\n'),
  });
  expect((await mart(['build', '-q'], folder)).exit).toBe(0);
  expect(await mart(['clean', '--orphans'], folder)).toMatchObject({ exit: 0, stdout: '' });

  rmSync(join(folder, 'models/gone.sql'));
  rmSync(join(folder, 'models/seen.sql'));
  write(folder, { 'models/kept.sql': `{{config schema="gold"}}${shop['models/kept.sql']}` });
  await mart(['build', '-q'], folder);
  const listed = await mart(['clean', '--orphans'], folder);
  expect(listed.stdout).toBe(
    [
      'main.gone  table  model.shop.gone is gone',
      'main.kept  table  model.shop.kept is gold.kept now',
      'main.seen  view  model.shop.seen is gone\n',
    ].join('\n'),
  );
  expect(listed.stderr).toContain('`mart clean --orphans --drop` drops these 3');
  expect(await names(folder)).toEqual(['gold.kept', 'main.gone', 'main.kept', 'main.raw', 'main.seen', 'main.theirs']);

  const dropped = await mart(['clean', '--orphans', '--drop'], folder);
  expect([dropped.stdout, dropped.exit]).toEqual([listed.stdout, 0]);
  expect(dropped.stderr).toContain('dropped 3 of 3');
  expect(await names(folder)).toEqual(['gold.kept', 'main.raw', 'main.theirs']);
  expect((await mart(['clean', '--orphans'], folder)).stdout).toBe('');

  write(folder, { 'models/gone.sql': shop['models/gone.sql'] });
  expect((await mart(['build', '-q'], folder)).exit).toBe(0);
  expect(await rows(folder, 'select v from {{ref "gone"}}')).toEqual([{ v: 10 }]);
});

test('a relation of the same name that stands there after the dropping is not mart’s', async () => {
  const folder = project(shop);
  await mart(['build', '-q'], folder);
  rmSync(join(folder, 'models/gone.sql'));
  rmSync(join(folder, 'models/seen.sql'));
  await mart(['clean', '--orphans', '--drop'], folder);
  write(folder, { 'project.yml': projectFile('on-run-start: ["create table main.gone as select 99 as n"]\n') });
  await mart(['build', '-q'], folder);
  expect((await mart(['clean', '--orphans', '--drop'], folder)).stdout).toBe('');
  write(folder, { 'project.yml': projectFile(), 'models/gone.sql': shop['models/gone.sql'] });
  expect((await mart(['build'], folder)).stderr).toContain('M535');
});

test('what other hands have replaced stays, and so does everything of a project that cannot be read', async () => {
  const folder = project(shop);
  await mart(['build', '-q'], folder);
  rmSync(join(folder, 'models/gone.sql'));
  rmSync(join(folder, 'models/seen.sql'));
  write(folder, { 'models/broken.sql': 'select * from {{ref "nothing"}}' });
  expect(await mart(['clean', '--orphans', '--drop'], folder)).toMatchObject({ exit: 1, stdout: '' });
  rmSync(join(folder, 'models/broken.sql'));

  write(folder, {
    'project.yml': projectFile('on-run-end: ["create or replace table main.gone as select 99 as n"]\n'),
  });
  await mart(['build', '-q', '-s', 'kept'], folder);
  const { stdout, stderr } = await mart(['clean', '--orphans', '--drop'], folder);
  expect(stdout).toContain('main.gone  table  model.shop.gone is gone; not what mart left there, so it stays\n');
  expect(stderr).toContain('dropped 1 of 2');
  expect(await names(folder)).toEqual(['main.gone', 'main.kept', 'main.raw']);
});

test('relations of another target, of disabled models and of sources are nobody’s orphans', async () => {
  const targets = `name: shop\ntarget: dev\ntargets:\n  dev: { type: duckdb, path: shop.duckdb, schema: main }\n  other: { type: duckdb, path: shop.duckdb, schema: side }\n`;
  const folder = project({ ...shop, 'project.yml': targets });
  await mart(['build', '-q'], folder);
  await mart(['build', '-q', '-t', 'other'], folder);
  rmSync(join(folder, 'models/seen.sql'));
  write(folder, {
    'models/gone.sql': `{{config enabled=false}}${shop['models/gone.sql']}`,
    'models/s.yml': 'sources: [{ name: main, tables: [{ name: seen }] }]\n',
  });
  expect((await mart(['clean', '--orphans'], folder)).stdout).toBe('');
  expect((await mart(['clean', '--orphans', '-t', 'other'], folder)).stdout).toBe(
    'side.seen  view  model.shop.seen is gone\n',
  );
  expect((await mart(['clean', '--drop'], folder)).stderr).toContain('`--drop` goes with `--orphans`');
});

test('files of external models and tables of stored failures are listed and dropped when nothing names them', async () => {
  const external = (location: string, sql = 'select 1 as id, 2 as k') =>
    `{{config materialized="external" ${location}}}${sql}`;
  const stored =
    'models: [{ name: kept, columns: [{ name: id, data_tests: [{ not_null: { config: { store_failures: true } } }] }] }]\n';
  const folder = project({
    ...shop,
    'models/s.yml': stored,
    'models/one.sql': external('location="exports/one.csv"'),
    'models/many.sql': external('location="exports/many" partition_by="k"'),
    'models/moved.sql': external('location="exports/before.csv"'),
    'models/read.sql': external('location="exports/read/day.csv"'),
    'models/theirs.sql': external('location="exports/theirs.csv"'),
  });
  expect((await mart(['build', '-q'], folder)).stderr).toBe('');
  write(folder, {
    'models/s.yml':
      'sources: [{ name: back, tables: [{ name: day, files: exports/read/*.csv, format: csv, columns: [{ name: id, data_type: integer }, { name: k, data_type: integer }] }] }]\n',
    'models/moved.sql': external('location="exports/after.csv"'),
    'models/uses.sql': 'select * from {{source "back" "day"}}',
    'exports/mine.csv': 'id\n1\n',
    'exports/theirs.csv': 'id,k\n9,9\n',
  });
  for (const name of ['one', 'many', 'read', 'theirs']) rmSync(join(folder, `models/${name}.sql`));
  expect((await mart(['build', '-q'], folder)).stderr).toBe('');
  const listed = await mart(['clean', '--orphans'], folder);
  expect(listed.stdout.split('\n')).toEqual([
    'main.many  view  model.shop.many is gone',
    'main.one  view  model.shop.one is gone',
    'main.read  view  model.shop.read is gone',
    'main.theirs  view  model.shop.theirs is gone',
    'test_failures.not_null_kept_id  table  test.shop.not_null_kept_id.702707f309 is gone',
    'exports/before.csv  file  model.shop.moved is exports/after.csv now',
    'exports/many  folder  model.shop.many is gone',
    'exports/one.csv  file  model.shop.one is gone',
    'exports/theirs.csv  file  model.shop.theirs is gone; not what mart left there, so it stays',
    '',
  ]);
  expect((await mart(['clean', '--orphans', '--drop'], folder)).stderr).toContain('dropped 8 of 9');
  expect(readdirSync(join(folder, 'exports')).sort()).toEqual(['after.csv', 'mine.csv', 'read', 'theirs.csv']);
  expect(await names(folder)).not.toContain('test_failures.not_null_kept_id');
  expect((await mart(['clean', '--orphans'], folder)).stdout).toContain('exports/theirs.csv');
  write(folder, { 'exports/one.csv': 'id\n7\n' });
  expect((await mart(['clean', '--orphans', '--drop'], folder)).stdout).not.toContain('exports/one.csv');
  expect(readFileSync(join(folder, 'exports/one.csv'), 'utf8')).toBe('id\n7\n');
});

test('a file that came to lie outside of the project, and a table of failures that is somebody else’s now, stay', async () => {
  const outside = project({ 'exports/out.csv': 'id\n1\n' });
  const folder = project({
    ...shop,
    'models/out.sql': '{{config materialized="external" location="exports/out.csv"}}select 1 as id',
    'models/s.yml':
      'models: [{ name: kept, columns: [{ name: id, data_tests: [{ not_null: { config: { store_failures: true } } }] }] }]\n',
  });
  await mart(['build', '-q'], folder);
  rmSync(join(folder, 'models/out.sql'));
  rmSync(join(folder, 'models/s.yml'));
  rmSync(join(folder, 'exports'), { recursive: true });
  symlinkSync(join(outside, 'exports'), join(folder, 'exports'));
  write(folder, {
    'project.yml': projectFile(
      'on-run-end: ["create or replace table test_failures.not_null_kept_id as select 99 as n"]\n',
    ),
  });
  await mart(['build', '-q'], folder);
  const { stdout } = await mart(['clean', '--orphans', '--drop'], folder);
  expect(stdout.split('\n')).toEqual([
    'main.out  view  model.shop.out is gone',
    'test_failures.not_null_kept_id  table  test.shop.not_null_kept_id.702707f309 is gone; not what mart left there, so it stays',
    '',
  ]);
  expect(readFileSync(join(outside, 'exports/out.csv'), 'utf8')).toBe('id\n1\n');
  expect(await rows(folder, 'select n from test_failures.not_null_kept_id')).toEqual([{ n: 99 }]);
});
