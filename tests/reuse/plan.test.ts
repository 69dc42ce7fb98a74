import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { project, write } from '../support/projects.ts';
import { built, byHand, ran } from './runs.ts';

const table = '{{config materialized="table"}}';
const shop = {
  'seeds/raw.csv': 'id,v\n1,10\n2,20\n',
  'macros/half.sql': '{{col}} / 2',
  'models/stg.sql': `${table}select id, {{> half col="v"}} as v from {{ref "raw"}}`,
  'models/total.sql': `${table}select sum(v) as total, '{{var "word" default="x"}}' as word from {{ref "stg"}}`,
  'models/moment.sql': `${table}select now() as t`,
};

async function planned(
  folder: string,
  ...args: readonly string[]
): Promise<Readonly<Record<string, readonly string[]>>> {
  const { stdout, exit, stderr } = await mart(['plan', '--output', 'json', ...args], folder);
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
  const { nodes } = JSON.parse(stdout) as { nodes: { name: string; action: string; reasons: string[] }[] };
  return Object.fromEntries(
    nodes.filter(({ action }) => action === 'build').map(({ name, reasons }) => [name, reasons]),
  );
}

const always = { moment: ['it calls `now`'] };

test('each edit is named by its file, variable or key, and what is below by what is built above', async () => {
  const folder = project({ ...shop, 'project.yml': `${shopFile}vars: { word: a }\n` });
  expect(Object.keys(await planned(folder)).sort()).toEqual(['moment', 'raw', 'stg', 'total']);
  await built(folder);
  expect(await planned(folder)).toEqual(always);

  write(folder, { 'macros/half.sql': '{{col}} / 2.0' });
  expect(await planned(folder)).toEqual({
    ...always,
    stg: ['`macros/half.sql` was edited'],
    total: ['`stg` is built'],
  });
  expect(await planned(folder, '-s', 'total')).toEqual({});
  write(folder, { 'macros/half.sql': shop['macros/half.sql'], 'project.yml': `${shopFile}vars: { word: b }\n` });
  expect(await planned(folder)).toEqual({ ...always, total: ['`var word`: "a" → "b"'] });
  write(folder, {
    'project.yml': `${shopFile}vars: { word: a }\n`,
    'models/total.sql': shop['models/total.sql'].replace('table', 'view'),
  });
  const edited = ['`models/total.sql` was edited', '`materialized`: "table" → "view"'];
  expect((await planned(folder)).total).toEqual(edited.slice(1));
  write(folder, { 'models/total.sql': shop['models/total.sql'], 'seeds/raw.csv': 'id,v\n1,11\n' });
  expect(await planned(folder)).toEqual({
    ...always,
    raw: ['`seeds/raw.csv` was edited'],
    stg: ['`raw` is built'],
    total: ['`stg` is built'],
  });
});

test('what does not show in a file is named too: the engine, deliveries, settings, hooks, contracts, where it stands', async () => {
  const source =
    'sources: [{ name: raw, tables: [{ name: a, files: landing/*.csv, columns: [{ name: id, data_type: int }] }] }]\n';
  const model = (more = '') => `{{config materialized="table"${more}}}select id from {{source "raw" "a"}}`;
  const folder = project({ 'landing/a.csv': 'id\n1\n', 'models/p.yml': source, 'models/m.sql': model() });
  await built(folder);
  expect(await planned(folder)).toEqual({});
  write(folder, { 'landing/b.csv': 'id\n2\n' });
  expect(await planned(folder)).toEqual({ m: ['files of `source:raw.a` have changed'] });
  await built(folder);
  write(folder, { 'models/m.sql': model(' post_hook="select 1"') });
  expect(await planned(folder)).toEqual({ m: ['its hooks were edited'] });
  write(folder, { 'models/m.sql': model(' alias="n"') });
  expect(await planned(folder)).toEqual({ m: ['its relation: main.m → main.n'] });
  write(folder, {
    'models/m.sql': model(),
    'models/p.yml': `models: [{ name: m, config: { contract: { enforced: true } }, columns: [{ name: id, data_type: int }] }]\n${source}`,
  });
  expect(await planned(folder)).toEqual({ m: ['its contract was edited'] });
  write(folder, {
    'models/p.yml': source,
    'project.yml': shopFile.replace('threads: 2', 'threads: 2, settings: { integer_division: true }'),
  });
  expect(await planned(folder)).toEqual({ m: ['settings of the target or `on-run-start` were edited'] });
  write(folder, { 'project.yml': shopFile });
  expect(await planned(folder)).toEqual({});
  await byHand(
    folder,
    `update _mart.nodes set fingerprint = 'of an older engine',
       recipe = json_merge_patch(recipe, '{"engine": "DuckDB v1.5.2"}')::varchar`,
  );
  expect((await planned(folder)).m?.join()).toMatch(/^the engine: DuckDB v1\.5\.2 → DuckDB \d/);
});

test('a table of others with `freshness` is not read to see whether it moved, and that is said', async () => {
  const sources = (freshness: string) =>
    `sources: [{ name: raw, tables: [{ name: orders, relation: raw.orders${freshness} }] }]\n`;
  const folder = project({
    'models/s.yml': sources(', loaded_at_field: at, freshness: { warn_after: { count: 1, period: day } }'),
    'models/stg.sql': `${table}select id from {{source "raw" "orders"}}`,
    'models/seen.sql': 'select id from {{ref "stg"}}',
    'models/draws.sql': `${table}select random() as r`,
  });
  await byHand(folder, 'create schema raw', "create table raw.orders as select 1 as id, timestamp '2024-01-01' as at");
  await built(folder);
  const why = { stg: ['`source:raw.orders` has `freshness`'], draws: ['it calls `random`'] };
  expect(await planned(folder)).toEqual({ ...why, seen: ['`stg` is built'] });
  const { stderr } = await mart(['build'], folder);
  expect(stderr).toMatch(
    /^2 are built each time: draws \(it calls `random`\), stg \(`source:raw.orders` has `freshness`\)$/m,
  );
  expect((await mart(['run'], folder)).stderr).not.toContain('each time');
  write(folder, { 'models/s.yml': sources('') });
  await built(folder);
  expect(await planned(folder)).toEqual({ draws: why.draws });
});

test('what other hands did is said, and what was run alone', async () => {
  const folder = project(shop);
  await built(folder);
  await byHand(folder, 'drop table main.total', 'alter table main.moment add column n int');
  expect(await planned(folder)).toEqual({
    total: ['its relation is gone'],
    moment: ['its relation was changed by other hands'],
  });
  write(folder, { 'macros/half.sql': '{{col}} / 3' });
  await ran(folder, { select: ['stg'] });
  await built(folder, { select: ['moment'] });
  expect(await planned(folder, '-s', 'stg')).toEqual({});
});

test('it reads only, and agrees with the build that follows', async () => {
  const folder = project(shop);
  await built(folder);
  write(folder, { 'models/stg.sql': `${shop['models/stg.sql']} where true` });
  const files = () =>
    readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mtimeMs, statSync(join(folder, name)).size]);
  const before = files().filter(([name]) => String(name).startsWith('shop.duckdb'));
  const plan = await planned(folder);
  expect(files().filter(([name]) => String(name).startsWith('shop.duckdb'))).toEqual(before);
  const statuses = await built(folder);
  expect(
    Object.keys(statuses)
      .filter((name) => statuses[name] === 'success')
      .sort(),
  ).toEqual(Object.keys(plan).sort());
  const text = await mart(['plan'], folder);
  expect(text.stdout).toMatch(
    /^main\.moment +table +\d\.\d\ds +it calls `now`\n1 to build, 3 to reuse, about \d+\.\ds\n$/,
  );
});

test('files that a generator would not write again are known', async () => {
  const program = `import { writeFileSync } from 'node:fs';
export default ({ folders }) => {
  writeFileSync(folders.out + '/a.csv', 'id\\n1\\n');
  return { summary: 'one file' };
};
`;
  const folder = project({
    'project.yml': `${shopFile}generators:\n  g: { program: generators/g.ts, writes: { out: landing } }\n`,
    'generators/g.ts': program,
    'models/p.yml':
      'sources:\n  - name: raw\n    tables:\n      - { name: a, generator: g, files: landing/*.csv, columns: [{ name: id, data_type: int }] }\n',
    'models/m.sql': `${table}select * from {{source "raw" "a"}}`,
  });
  await built(folder);
  expect(await planned(folder)).toEqual({});
  write(folder, { 'generators/g.ts': program.replace('1', '2') });
  expect(Object.keys(await planned(folder))).toEqual(['m']);
});

const shopFile =
  'name: shop\ntarget: dev\ntargets:\n  dev: { type: duckdb, path: shop.duckdb, schema: main, threads: 2 }\n';
