import { rmSync } from 'node:fs';
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
  union all select schema_name || '.' || view_name from duckdb_views() where not internal order by name`;

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
