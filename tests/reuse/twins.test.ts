import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { build } from '../../src/index.ts';
import { project, write } from '../support/projects.ts';
import { built, byHand, rowsOf } from './runs.ts';

const projectYml = `name: shop
target: dev
targets:
  dev: { type: duckdb, path: shop.duckdb, schema: main, threads: 1, reuse: [prod, dev] }
  prod: { type: duckdb, path: prod.duckdb, schema: analytics, threads: 2 }
`;
const table = '{{config materialized="table"}}';
const shop = {
  'project.yml': projectYml,
  'seeds/raw.csv': `id,v\n${Array.from({ length: 20_000 }, (_, at) => `${at},${at % 7}`).join('\n')}\n`,
  'models/big.sql': `${table}select v, count(*) as n from {{ref "raw"}} group by v`,
  'models/stamped.sql': `${table}select v, now() as at_time from {{ref "raw"}}`,
  'models/p.yml': 'models:\n  - name: big\n    columns: [{ name: v, data_tests: [unique] }]\n',
};

async function said(folder: string): Promise<Record<string, string | null>> {
  const { results } = await build(folder);
  return Object.fromEntries(results.map(({ name, status, message }) => [name, message ?? status]));
}

it('a table that another target has with the same content is copied from it, and tested here', async () => {
  const folder = project(shop);
  await built(folder, { target: 'prod' });
  expect(await said(folder)).toEqual({
    raw: 'success',
    big: 'from prod',
    stamped: 'success',
    'test:unique_big_v': 'pass',
  });
  expect(await rowsOf(folder, 'select count(*) as n from big')).toEqual([{ n: 7 }]);
  expect(await said(folder)).toMatchObject({ raw: 'reused', big: 'reused', stamped: 'success' });
  write(folder, { 'models/big.sql': `${table}select v, count(*) as n, max(id) as most from {{ref "raw"}} group by v` });
  expect(await said(folder)).toMatchObject({ big: 'success' });
});

it('a table that makes its rows itself is looked for, too, before its first build', async () => {
  const alone = `${table}select count(*) as n from range(1000) as a cross join range(1000) as b`;
  const folder = project({ 'project.yml': projectYml, 'models/alone.sql': alone });
  await built(folder, { target: 'prod' });
  expect(await said(folder)).toEqual({ alone: 'from prod' });
  expect(await rowsOf(folder, 'select n from alone')).toEqual([{ n: 1_000_000 }]);
});

it('two models with the same content share one build', async () => {
  const folder = project(shop);
  await built(folder);
  write(folder, { 'models/again.sql': `${table}\nselect v,count(*) as n from {{ref "raw"}} group by v -- the same` });
  expect(await said(folder)).toMatchObject({ again: 'from main.big', big: 'reused' });
  await byHand(folder, 'drop table again', 'create or replace table big as select 1 as v');
  expect(await said(folder)).toMatchObject({ again: 'success', big: 'success' });
});

it('tables of a target that is not named are not taken over, though they are in the same file', async () => {
  const other = '  other: { type: duckdb, path: prod.duckdb, schema: other, threads: 1 }\n';
  const folder = project({ ...shop, 'project.yml': projectYml.replace('[prod, dev]', '[prod]') + other });
  await built(folder, { target: 'prod', select: ['raw'] });
  await built(folder, { target: 'other' });
  expect(await said(folder)).toMatchObject({ big: 'success' });
});

it('a table with the name of a relation among its rows is not copied from where names are others', async () => {
  const folder = project({
    ...shop,
    'models/signed.sql': `${table}select '{{this}}' as made_by, v from {{ref "raw"}}`,
    'models/sourced.sql': `${table}select 'of {{ref "raw"}}' as source, v from {{ref "raw"}}`,
  });
  await built(folder, { target: 'prod' });
  expect(await said(folder)).toMatchObject({ big: 'from prod', signed: 'success', sourced: 'success' });
  expect(
    await rowsOf(
      folder,
      'select distinct made_by, source from signed join (select min(source) as source from sourced) on true',
    ),
  ).toEqual([{ made_by: '"main"."signed"', source: 'of "main"."raw"' }]);
  expect(await said(folder)).toMatchObject({ signed: 'reused', sourced: 'reused' });
});

it('a target that is in use is told, and what it has is built', async () => {
  const folder = project(shop);
  await built(folder, { target: 'prod' });
  const hold = `import { DuckDBInstance } from '@duckdb/node-api';
    const instance = await DuckDBInstance.create(${JSON.stringify(join(folder, 'prod.duckdb'))});
    console.log('held'); setInterval(() => instance, 1000);`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', hold], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void holder.kill());
  await once(holder.stdout, 'data');
  const { ok, results, diagnostics } = await build(folder);
  expect(ok).toBe(true);
  expect(results.find(({ name }) => name === 'big')).toMatchObject({ status: 'success', message: null });
  expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
    ['M417', expect.stringMatching(/^no table of target `prod` is taken over: prod\.duckdb is in use: PID \d+/)],
  ]);
  expect((await build(folder, { exclude: ['stamped'] })).diagnostics).toEqual([]);
});
