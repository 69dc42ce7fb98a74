import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { project, write } from '../support/projects.ts';

const shop = {
  'seeds/raw.csv': 'id,v\n1,10\n',
  'macros/money.sql': 'round({{col}} / 100, {{> digits}})',
  'macros/digits.sql': '2',
  'models/a.sql': 'select id, {{> money col="v"}} as v from {{ref "raw"}}',
  'models/b.sql': '{{config materialized="table"}}select * from {{ref "a"}}',
  'models/p.yml': `models:
  - name: b
    description: old words
    config: { contract: { enforced: true } }
    columns: [{ name: id, data_type: integer, data_tests: [not_null] }, { name: v, data_type: double }]
sources:
  - { name: land, tables: [{ name: t, files: 'landing/*.csv', format: csv, columns: [{ name: id, data_type: integer }] }] }
`,
};

async function selected(folder: string, ...words: readonly string[]): Promise<readonly string[]> {
  const { stdout, exit } = await mart(
    ['ls', '-q', '-s', ...words, '--state', 'state', '--indirect-selection', 'empty'],
    folder,
  );
  expect(exit).toBe(0);
  return stdout.split('\n').filter((line) => line !== '');
}

async function withState(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = project({ ...shop, ...files });
  const { stderr } = await mart(['build', '-q'], folder);
  if (!('models/bad.sql' in files)) expect(stderr).toBe('');
  cpSync(join(folder, 'target'), join(folder, 'state'), { recursive: true });
  return folder;
}

test('each kind of modification is told from the others', async () => {
  const folder = await withState({});
  expect(await selected(folder, 'state:modified')).toEqual([]);
  expect(await selected(folder, 'state:unmodified', '--resource-type', 'model', 'seed')).toEqual(['a', 'b', 'raw']);

  write(folder, { 'macros/digits.sql': '3' });
  expect(await selected(folder, 'state:modified.macros')).toEqual(['a']);
  expect(await selected(folder, 'state:modified.body')).toEqual([]);
  expect(await selected(folder, 'state:modified+', '--resource-type', 'model')).toEqual(['a', 'b']);
  write(folder, { 'macros/digits.sql': '2 {{!-- as always --}}' });

  const properties = shop['models/p.yml'];
  write(folder, {
    'models/p.yml': properties.replace('old words', 'new words').replace('contract:', 'tags: [x], contract:'),
  });
  expect(await selected(folder, 'state:modified')).toEqual([]);
  write(folder, { 'models/p.yml': properties.replace('integer, data_tests', 'bigint, data_tests') });
  expect(await selected(folder, 'state:modified.contract')).toEqual(['b']);
  write(folder, { 'models/p.yml': properties.replace('contract:', 'schema: gold, contract:') });
  expect(await selected(folder, 'state:modified.relation')).toEqual(['b']);
  write(folder, { 'models/p.yml': properties.replace('data_type: integer }] }] }', 'data_type: varchar }] }] }') });
  expect(await selected(folder, 'state:modified')).toEqual(['source:land.t']);
  write(folder, {
    'models/p.yml': properties,
    'models/c.sql': 'select 1 as one',
    'models/b.sql': `${shop['models/b.sql']} where true`,
  });
  expect(await selected(folder, 'state:modified', '--resource-type', 'model')).toEqual(['b', 'c']);
  expect(await selected(folder, 'state:new')).toEqual(['c']);
  expect(await selected(folder, 'state:old', '--resource-type', 'model')).toEqual(['a', 'b']);
});

/** What is selected beside the ledger; a folder with the name of a state does not matter. */
async function since(folder: string, ...words: readonly string[]): Promise<readonly string[]> {
  const { stdout, exit, stderr } = await mart(['ls', '-s', ...words, '--indirect-selection', 'empty'], folder);
  expect({ exit, stderr: stderr.includes('error') }).toEqual({ exit: 0, stderr: false });
  return stdout.split('\n').filter((line) => line !== '');
}

test('without a folder the ledger says what is modified', async () => {
  const folder = await withState({
    'models/d.sql': '{{config materialized="table"}}select {{var "n" default=1}} as n',
  });
  expect(await since(folder, 'state:modified')).toEqual([]);
  expect(await since(folder, 'state:new')).toEqual([]);
  expect(await since(folder, 'state:unmodified')).toEqual(['a', 'b', 'd', 'raw']);
  expect(await since(folder, 'state:old')).toEqual(['a', 'b', 'd', 'raw']);

  // Nothing of this modifies anything, in the ledger, in a folder, and for a build.
  const properties = shop['models/p.yml'];
  const [models = '', sources = ''] = properties.split('sources:\n');
  rmSync(join(folder, 'models/b.sql'));
  write(folder, {
    'macros/digits.sql': '{{!-- two --}}2',
    'seeds/raw.csv': 'id,v\r\n1,10\r\n',
    'models/a.sql': '-- as it was\nselect id,\r\n  {{> money col="v"}} as v\r\n  from {{ref "raw"}};\r\n',
    'models/gold/b.sql': shop['models/b.sql'],
    'models/a.yml': `sources:\n${sources}`,
    'models/p.yml': models.replace('old words', 'new words').replace('contract:', 'tags: [x], contract:'),
  });
  expect(await since(folder, 'state:modified')).toEqual([]);
  expect(await selected(folder, 'state:modified')).toEqual([]);
  const { stdout } = await mart(['plan', '--output', 'json'], folder);
  expect(JSON.parse(stdout).nodes.filter((one: { action: string }) => one.action === 'build')).toEqual([]);

  write(folder, { 'macros/digits.sql': '3', 'models/a.sql': shop['models/a.sql'] });
  expect(await since(folder, 'state:modified.macros')).toEqual(['a']);
  expect(await since(folder, 'state:modified.body')).toEqual([]);
  expect(await since(folder, 'state:modified+', '--resource-type', 'model')).toEqual(['a', 'b']);
  write(folder, { 'macros/digits.sql': '2', 'models/a.sql': `${shop['models/a.sql']} where true` });
  expect(await since(folder, 'state:modified.body')).toEqual(['a']);
  expect(await since(folder, 'state:modified.macros')).toEqual([]);
  write(folder, { 'models/a.sql': shop['models/a.sql'], 'seeds/raw.csv': 'id,v\n1,11\n' });
  expect(await since(folder, 'state:modified')).toEqual(['raw']);
  write(folder, {
    'seeds/raw.csv': shop['seeds/raw.csv'],
    'models/p.yml': models.replace('integer, data', 'bigint, data'),
  });
  expect(await since(folder, 'state:modified.contract')).toEqual(['b']);
  write(folder, { 'models/p.yml': models.replace('contract:', 'schema: gold, contract:') });
  expect(await since(folder, 'state:modified.relation')).toEqual(['b']);
  write(folder, { 'models/p.yml': models.replace('contract:', 'materialized: view, contract:') });
  expect(await since(folder, 'state:modified.configs')).toEqual([]);
  write(folder, { 'models/p.yml': models, 'models/gold/b.sql': 'select * from {{ref "a"}}' });
  expect(await since(folder, 'state:modified.configs')).toEqual(['b']);
  write(folder, { 'models/gold/b.sql': shop['models/b.sql'], 'models/c.sql': 'select 1 as one' });
  expect(await since(folder, 'state:new')).toEqual(['c']);
  expect(await since(folder, 'state:modified')).toEqual(['c']);
  expect(await since(folder, 'state:modified.vars', '--vars', '{n: 2}')).toEqual(['c', 'd']);
  expect(await since(folder, 'state:modified.persisted_descriptions')).toEqual(['c']);
  const wrong = await mart(['ls', '-s', 'state:modified.vars', '--state', 'state'], folder);
  expect(wrong).toMatchObject({ exit: 2, stderr: expect.stringContaining('error[M406]') });

  await mart(['build', '-q', '-s', 'state:modified+'], folder);
  expect(await since(folder, 'state:modified')).toEqual([]);
});

test('before anything was built everything is new, and the last run says what failed', async () => {
  const folder = project({ 'models/a.sql': 'select 1 as id', 'models/b.sql': "select cast('x' as int) as id" });
  expect(await since(folder, 'state:new')).toEqual(['a', 'b']);
  await mart(['build', '-q', '-s', 'state:modified+'], folder);
  write(folder, { 'models/c.sql': '{{config materialized="table"}}select * from {{ref "b"}}' });
  await mart(['build', '-q'], folder);
  expect(await since(folder, 'result:error')).toEqual(['c']);
  expect(await since(folder, 'state:new')).toEqual(['c']);
});

test('results of the earlier run can be selected', async () => {
  const folder = await withState({
    'models/bad.sql': "select cast('x' as integer) as id",
    'models/bad2.sql': '{{config materialized="table"}}select * from {{ref "bad"}}',
  });
  expect(await selected(folder, 'result:error')).toEqual(['bad2']);
  expect(await selected(folder, 'result:pass')).toEqual(['test:not_null_b_id']);
  const wrong = await mart(['ls', '-s', 'result:eror', '--state', 'state'], folder);
  expect(wrong).toMatchObject({ exit: 2 });
  expect(wrong.stderr).toContain('`eror` is not a status of a result');
});

test('a state that is damaged or not there is said, whoever asks', async () => {
  const folder = project(shop);
  expect((await mart(['ls', '-s', 'source_status:fresher'], folder)).stderr).toContain('error[M409]');
  expect((await mart(['ls', '-s', 'state:new', '--state', 'nowhere'], folder)).stderr).toContain('error[M409]');
  write(folder, { 'state/manifest.json': '{"nodes":' });
  expect((await mart(['ls', '-s', 'state:new', '--state', 'state'], folder)).stderr).toContain('error[M515]');
  write(folder, { 'selectors.yml': 'selectors: [{ name: changed, definition: "source_status:fresher" }]' });
  expect((await mart(['ls', '-q', '-s', 'a'], folder)).stdout).toBe('a\n');
  expect((await mart(['ls', '--selector', 'changed'], folder)).stderr).toContain('error[M409]');
});

test('refs to what is not selected are deferred to the relations of the state', async () => {
  const folder = project({
    'project.yml':
      'name: shop\ntarget: prod\ntargets:\n  prod: { type: duckdb, path: shop.duckdb, schema: prod, threads: 1 }\n  dev: { type: duckdb, path: shop.duckdb, schema: dev, threads: 1 }\n',
    'models/a.sql': '{{config materialized="table"}}select 1 as id',
    'models/b.sql': '{{config materialized="table"}}select id from {{ref "a"}}',
  });
  await mart(['build', '-q'], folder);
  cpSync(join(folder, 'target'), join(folder, 'state'), { recursive: true });
  const alone = await mart(['run', '-t', 'dev', '-s', 'b'], folder);
  expect(alone.exit).toBe(1);
  const shown = async () =>
    (await mart(['show', '-q', '-t', 'dev', '--sql', 'from dev.b', '--output', 'json'], folder)).stdout.trim();
  expect(await mart(['run', '-q', '-t', 'dev', '-s', 'b', '--defer', '--state', 'state'], folder)).toMatchObject({
    exit: 0,
  });
  expect(await shown()).toBe('[{"id":1}]');
  write(folder, { 'models/a.sql': '{{config materialized="table"}}select 2 as id' });
  await mart(['run', '-q', '-t', 'dev', '-s', 'a'], folder);
  await mart(['run', '-q', '-t', 'dev', '-s', 'b', '--defer', '--state', 'state'], folder);
  expect(await shown()).toBe('[{"id":2}]');
  await mart(['run', '-q', '-t', 'dev', '-s', 'b', '--defer', '--favor-state', '--state', 'state'], folder);
  expect(await shown()).toBe('[{"id":1}]');
  expect((await mart(['run', '-s', 'b', '--defer'], folder)).stderr).toContain('error[M409]');
});

test('retry asks the ledger: `target/` may be lost, the process may have been killed', async () => {
  const folder = project({
    'models/one.sql': '{{config materialized="table"}}select 1 as id',
    'models/slow.sql':
      '{{config materialized="table"}}select count(*) as n from {{ref "one"}}, range(400000) as a, range(400000) as b where a.range % 7 = b.range % 3',
    'models/after.sql': '{{config materialized="table"}}select * from {{ref "slow"}}',
  });
  const killed = await mart(['run', '--threads', '1'], folder, {}, (said, kill) => {
    if (said.includes('main.one')) setTimeout(() => kill('SIGKILL'), 300);
  });
  expect(killed.exit).toBe(null);
  rmSync(join(folder, 'target'), { recursive: true, force: true });
  writeFileSync(join(folder, 'models/slow.sql'), '{{config materialized="table"}}select 1 as n from {{ref "one"}}');
  const again = await mart(['retry', '-v'], folder);
  expect(again.exit).toBe(0);
  expect(again.stderr).not.toContain('main.one');
  expect(again.stderr).toContain('main.after');
  expect((await mart(['retry'], folder)).stderr).toContain('nothing to retry');
});

test('retry knows what `state:modified+` meant when the run began', async () => {
  const table = '{{config materialized="table" timeout="1h"}}';
  const folder = project({
    'models/one.sql': `${table}select 1 as id`,
    'models/two.sql': `${table}select id + 1 as id from {{ref "one"}}`,
    'models/three.sql': `${table}select id + 1 as id from {{ref "two"}}`,
  });
  await mart(['build'], folder);
  write(folder, { 'models/one.sql': `${table}select 5 as id` });
  await mart(['build', '-s', 'state:modified+'], folder, { MART_FAILPOINT: 'before begin@two:exit' });
  await mart(['retry'], folder, { MART_FAILPOINT: 'before begin@three:exit' });
  expect((await mart(['retry', '-v'], folder)).stderr).toContain('main.three');
  const { stdout } = await mart(['show', '-q', '--output', 'json', '--sql', 'select id from main.three'], folder);
  expect(JSON.parse(stdout)).toEqual([{ id: 7 }]);
  expect((await mart(['retry'], folder)).stderr).toContain('nothing to retry');
});
