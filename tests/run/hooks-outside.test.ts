import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { project, projectFile, write } from '../support/projects.ts';

const start = projectFile('on-run-start: ["create table if not exists main.log (what varchar)"]\n');
const outside = (sql: string) => `{ sql: "${sql}", transaction: false }`;
const log = (what: string) => `insert into main.log values ('${what}')`;

const model = (config: string, sql = 'select 1 as id') => ({
  'models/m.sql': sql,
  'models/p.yml': `models: [{ name: m, config: { materialized: table, ${config} }, columns: [{ name: id, data_tests: [not_null] }] }]\n`,
});

async function rows(folder: string, sql: string): Promise<unknown> {
  const { stdout } = await mart(['show', '-q', '--limit', '-1', '--output', 'json', '--sql', sql], folder);
  return JSON.parse(stdout);
}

async function logged(folder: string): Promise<readonly unknown[]> {
  return ((await rows(folder, 'select what from main.log order by rowid')) as { what: string }[]).map(
    (row) => row.what,
  );
}

const around = `pre_hook: [${outside(log('before'))}], post_hook: [${outside('checkpoint')}, ${outside(log('after'))}]`;

test('hooks outside of the transaction run before and after it, and may do what a transaction cannot', async () => {
  const folder = project({ 'project.yml': start, ...model(around) });
  expect((await mart(['build', '-q'], folder)).stderr).toBe('');
  expect(await logged(folder)).toEqual(['before', 'after']);
  const steady = project({ 'project.yml': start, ...model(`post_hook: ${outside(log('after'))}`) });
  await mart(['build', '-q'], steady);
  expect((await mart(['plan'], steady)).stdout).toContain('0 to build, 1 to reuse');
});

test('what one before did stays when the node fails, and none after it runs', async () => {
  const folder = project({ 'project.yml': start, ...model(around, 'select cast(null as integer) as id') });
  expect((await mart(['build', '-q'], folder)).exit).toBe(1);
  expect(await logged(folder)).toEqual(['before']);
  expect(await rows(folder, "select count(*) as n from duckdb_tables() where table_name = 'm'")).toEqual([{ n: 0 }]);
});

test('where one before fails the node is not begun', async () => {
  const failing = `pre_hook: [${outside(log('first'))}, ${outside("insert into main.log select error('no luck')")}]`;
  const folder = project({ 'project.yml': start, ...model(failing) });
  const { stderr, exit } = await mart(['build'], folder);
  expect([exit, stderr.includes('M506'), stderr.includes('no luck')]).toEqual([1, true, true]);
  expect(await logged(folder)).toEqual(['first']);
  expect(await rows(folder, "select count(*) as n from duckdb_tables() where table_name = 'm'")).toEqual([{ n: 0 }]);
});

test('where one after fails readers have the new version, and the next build and retry finish it', async () => {
  const failing = `post_hook: ${outside("insert into main.log select case when (select count(*) from main.gate) > 0 then 'done' else error('shut') end")}`;
  const gate = 'create table if not exists main.gate (n integer)';
  const folder = project({
    'project.yml': start.replace('on-run-start: [', `on-run-start: ["${gate}", `),
    ...model(failing, 'select 1 as id'),
    'models/below.sql': 'select * from {{ref "m"}}',
  });
  const first = await mart(['build', '-v'], folder);
  expect(first.exit).toBe(1);
  expect(first.stderr).toContain('readers have its new version');
  expect(first.stderr).toMatch(/below.*skipped/);
  expect(await rows(folder, 'select id from main.m')).toEqual([{ id: 1 }]);
  const planned = (await mart(['plan', '-s', 'm', 'below'], folder)).stdout;
  expect(planned).toMatch(/main\.m .*its last build was not finished/);
  expect(planned).toMatch(/main\.below .*it was never built here/);
  expect((await mart(['build', '-q'], folder)).exit).toBe(1);

  write(folder, {
    'project.yml': start.replace('on-run-start: [', `on-run-start: ["${gate}", "insert into main.gate values (1)", `),
  });
  const { stderr, exit } = await mart(['retry'], folder);
  expect([exit, stderr.includes('main.below')]).toEqual([0, true]);
  expect(await logged(folder)).toEqual(['done']);
  expect((await mart(['retry'], folder)).stderr).toContain('nothing to retry');
});

test('the version of an edit that is taken back is made again when its hook had failed', async () => {
  const folder = project({ 'project.yml': start, ...model(`post_hook: ${outside(log('ok'))}`) });
  await mart(['build', '-q'], folder);
  write(folder, model(`post_hook: ${outside("insert into main.log select error('no')")}`, 'select 2 as id'));
  expect((await mart(['build', '-q'], folder)).exit).toBe(1);
  expect(await rows(folder, 'select id from main.m')).toEqual([{ id: 2 }]);
  write(folder, model(`post_hook: ${outside(log('ok'))}`));
  expect((await mart(['build', '-q'], folder)).exit).toBe(0);
  expect(await rows(folder, 'select id from main.m')).toEqual([{ id: 1 }]);
});

test('a run that is killed during a hook after the node leaves the node to the next build', async () => {
  const gate = 'create table if not exists main.gate as select range as n from range(10000000)';
  const slow =
    "insert into main.log select 'sum ' || coalesce(sum(a.n * b.n), 0) from main.gate as a cross join main.gate as b";
  const folder = project({
    'project.yml': start.replace('on-run-start: [', `on-run-start: ["${gate}", `),
    ...model(`post_hook: ${outside(slow)}`),
  });
  let isSent = false;
  const killed = await mart(['build', '--log-format', 'json'], folder, {}, (said, kill) => {
    if (isSent || !/node_started.*model\.shop\.m/.test(said)) return;
    isSent = true;
    setTimeout(() => kill('SIGKILL'), 3000);
  });
  expect(killed.exit).toBe(null);
  const instance = await DuckDBInstance.create(join(folder, 'shop.duckdb'));
  const connection = await instance.connect();
  const published = await connection.runAndReadAll("select status from _mart.nodes where name = 'm'");
  await connection.run('delete from main.gate');
  connection.closeSync();
  instance.closeSync();
  expect(published.getRows()).toEqual([['published']]);
  expect((await mart(['build', '-q'], folder)).stderr).toBe('');
  expect(await logged(folder)).toEqual(['sum 0']);
});

test('hooks of a run may be outside of a transaction too, also of an atomic one', async () => {
  const hooks = `on-run-start: ["create table if not exists main.log (what varchar)", ${outside("attach ':memory:' as aside; create table aside.t as select 1 as n; insert into main.log values ('start')")}]
on-run-end: [${outside("insert into main.log values ('end'); insert into main.log select error('late'); insert into main.log values ('never')")}]
`;
  for (const args of [['build'], ['build', '--atomic']]) {
    const folder = project({ 'project.yml': projectFile(hooks), 'models/m.sql': 'select what from main.log' });
    const { stderr, exit } = await mart(args, folder);
    expect([exit, stderr.includes('M506'), stderr.includes('late')]).toEqual([1, true, true]);
    // Each statement stands by itself: a transaction would have taken back the first, or refused a second database.
    expect(await logged(folder)).toEqual(['start', 'end']);
  }
});
