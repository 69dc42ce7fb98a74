import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compiledSql } from '../../src/commands/compiled-sql.ts';
import { load } from '../../src/commands/load.ts';
import { write } from '../support/projects.ts';
import { built, effects, everywhere, file, loaded, modelOf, plant, rowsOf, sqlOf } from './shop.ts';

test('a model in TypeScript is compiled and built like any other', async () => {
  const folder = plant({
    'models/silver.ts': file(
      "{ materialized: 'table', tags: ['daily'] }",
      "({ ref, db }) => db.selectFrom(ref('batches')).select(['batch_id', 'produced']).where('produced', '>', 5)",
    ),
    'models/gold.sql': 'select count(*) as n from {{ref "silver"}}',
  });
  expect(await sqlOf(folder, 'silver')).toBe(
    'select "batch_id", "produced" from "main"."batches" as "batches" where "produced" > 5',
  );
  const project = await loaded(folder);
  const silver = modelOf(project, 'silver');
  expect(silver).toMatchObject({ path: 'models/silver.ts', dependsOn: ['seed.shop.batches'] });
  expect(silver.config).toMatchObject({ materialized: 'table', tags: ['daily'] });
  expect(modelOf(project, 'gold').dependsOn).toEqual(['model.shop.silver']);
  expect(await built(folder)).toEqual([]);
  expect(await rowsOf(folder, 'silver')).toEqual([
    { batch_id: 'b1', produced: 10 },
    { batch_id: 'b3', produced: 30 },
  ]);
  expect(await rowsOf(folder, 'gold')).toEqual([{ n: 2 }]);
});

test('variables become literals, whatever they hold', async () => {
  const folder = plant({
    'models/v.ts': file(
      '{}',
      "({ vars, db }) => db.selectNoFrom(({ val }) => [val(vars.word).as('word'), val(vars.many).as('many'), val(vars.list).as('list')])",
    ),
  });
  const vars = `{word: "it's -- \\" /* \\\\ ", many: 3, list: [1, 2]}`;
  expect(await sqlOf(folder, 'v', vars)).toBe(`select 'it''s -- " /* \\ ' as "word", 3 as "many", [1, 2] as "list"`);
});

test('names that are given by variables are quoted', async () => {
  const folder = plant({
    'models/v.ts': file(
      '{}',
      `({ ref, vars }) => sql\`select \${sql.ref(vars.column)} as x from \${ref('batches').as('b')}\``,
    ),
  });
  expect(await sqlOf(folder, 'v', `{column: 'a"; drop'}`)).toBe('select "a""; drop" as x from "main"."batches" as "b"');
});

test('sources, versions, joins, and names of the query apart from those of the warehouse', async () => {
  const folder = plant({
    'models/p.yml':
      'sources: [{ name: landing, tables: [{ name: orders, relation: raw.o }] }]\nmodels: [{ name: v, latest_version: 2, versions: [{ v: 1 }, { v: 2 }] }]\n',
    'models/v_v1.sql': 'select 1 as id',
    'models/v_v2.sql': 'select 2 as id',
    'models/j.ts': file(
      "{ alias: 'joined', schema: 'gold' }",
      `({ ref, source, db }) => db
  .selectFrom(ref('v.v1'))
  .innerJoin(ref('v'), 'v.id', 'v_v1.id')
  .leftJoin(source('landing', 'orders'), 'orders.id', 'v.id')
  .innerJoin(ref('v').as('again'), 'again.id', 'v.id')
  .select(['v_v1.id', 'again.id as other'])`,
    ),
  });
  expect(await sqlOf(folder, 'j')).toBe(
    'select "v_v1"."id", "again"."id" as "other" from "main"."v_v1" as "v_v1" inner join "main"."v_v2" as "v" on "v"."id" = "v_v1"."id" left join "raw"."o" as "orders" on "orders"."id" = "v"."id" inner join "main"."v_v2" as "again" on "again"."id" = "v"."id"',
  );
  const j = modelOf(await loaded(folder), 'j');
  expect(j.dependsOn).toEqual(['model.shop.v.v1', 'model.shop.v.v2', 'source.shop.landing.orders']);
  expect(j.relation).toEqual({ schema: 'gold', name: 'joined' });
});

test('ephemeral models on both sides', async () => {
  const folder = plant({
    'models/e.ts': file("{ materialized: 'ephemeral' }", "({ ref, db }) => db.selectFrom(ref('batches')).selectAll()"),
    'models/f.ts': file(
      "{ materialized: 'ephemeral' }",
      "({ ref, db }) => db.with('x', (qb) => qb.selectFrom(ref('e')).select('e.batch_id')).selectFrom('x').selectAll()",
    ),
    'models/t.ts': file("{ materialized: 'table' }", "({ ref, db }) => db.selectFrom(ref('f')).select('f.batch_id')"),
  });
  expect(await built(folder)).toEqual([]);
  expect(await rowsOf(folder, 't')).toEqual([{ batch_id: 'b1' }, { batch_id: 'b2' }, { batch_id: 'b3' }]);
});

test('an incremental model has two sides, and only its own table in one of them', async () => {
  const folder = plant({
    'models/inc.ts': file(
      "{ materialized: 'incremental', unique_key: 'batch_id' }",
      `({ ref, db, isIncremental, this: self }) => db
  .selectFrom(ref('batches'))
  .selectAll()
  .$if(isIncremental, (query) => query.where('batch_id', '>', db.selectFrom(self).select(({ fn }) => fn.max('this.batch_id').as('m'))))`,
    ),
  });
  expect(await built(folder)).toEqual([]);
  write(folder, { 'seeds/batches.csv': 'batch_id,machine,produced\nb1,m1,999\nb4,m4,40\n' });
  expect(await built(folder)).toEqual([]);
  expect(await rowsOf(folder, 'inc')).toMatchObject([
    { batch_id: 'b1', produced: 10 },
    { batch_id: 'b2' },
    { batch_id: 'b3' },
    { batch_id: 'b4', produced: 40 },
  ]);
});

test('configuration, hooks, tests and properties are those of any model', async () => {
  const folder = plant({
    'project.yml':
      'name: shop\ntarget: dev\ntargets:\n  dev: { type: duckdb, path: shop.duckdb, schema: main }\nmodels: { +materialized: table, +tags: far }\n',
    'models/a.ts': file(
      `{ tags: 'near', materialized: 'view', pre_hook: 'create table if not exists {{target.schema}}.log (n int)', meta: { owner: { name: 'ops' } } }`,
      "({ ref, db }) => db.selectFrom(ref('batches')).select('batch_id')",
    ),
    'models/a.yml':
      'models: [{ name: a, description: All, config: { tags: [yaml], materialized: incremental }, columns: [{ name: batch_id, data_tests: [unique, not_null] }] }]\n',
  });
  const { config, description } = modelOf(await loaded(folder), 'a');
  expect(config).toMatchObject({
    materialized: 'view',
    tags: ['far', 'yaml', 'near'],
    meta: { owner: { name: 'ops' } },
  });
  expect(description).toBe('All');
  expect(await built(folder)).toEqual([]);
  expect(await rowsOf(folder, 'a')).toHaveLength(3);
});

test('the instant of the run, the environment, the target and the model', async () => {
  const folder = plant({
    'models/a.ts': file(
      '{}',
      `({ runStartedAt, env, target, model: self }) => sql\`select \${runStartedAt} as at, \${env('HOME_OF_NOBODY', 'none')} as home, \${target.name} as target, \${self.name} as name\``,
    ),
  });
  expect(await built(folder)).toEqual([]);
  expect(await rowsOf(folder, 'a')).toMatchObject([{ home: 'none', target: 'dev', name: 'a' }]);
});

test('what begins with `_`, types and tests are no models', async () => {
  const folder = plant({
    'models/_shared.ts': 'export const least = 20;\n',
    'models/deep/types.d.ts': 'export interface X { a: string }\n',
    'models/a.test.ts': 'throw new Error("not a model");\n',
    'models/a.ts': `import { model } from 'duckmart';\nimport { least } from './_shared';\nimport type { X } from './deep/types.d.ts';\nexport default model({}, ({ ref, db }) => db.selectFrom(ref('batches')).select('batch_id').where('produced', '>=', least));\n`,
  });
  expect(await sqlOf(folder, 'a')).toContain('>= 20');
});

test('kysely itself may be imported', async () => {
  const folder = plant({
    'models/a.ts': `import { sql } from 'kysely';\nimport { model } from 'duckmart';\nexport default model({}, ({ ref }) => sql\`select * from \${ref('batches')}\`);\n`,
  });
  expect(await sqlOf(folder, 'a')).toBe('select * from "main"."batches" as "batches"');
});

test('what was compiled is remembered until the model, or what it imports, is edited', async () => {
  const folder = plant({
    'lib/least.ts': "export { least } from './deep';\n",
    'lib/deep.ts': 'export const least = 20;\n',
    'models/a.ts': `import { model } from 'duckmart';\nimport { least } from '../lib/least.ts';\nexport default model({}, ({ ref, env }) => ref('batches') && env('LIMIT', '0') && { toOperationNode: () => ({ kind: 'RawNode', sqlFragments: ['select ' + least], parameters: [] }) } as never);\n`,
    'models/other.ts':
      "import { model, sql } from 'duckmart';\nimport '../lib/least.ts';\nexport default model({}, () => sql`select 1`);\n",
    'models/b.sql': 'select * from {{ref "a"}}',
  });
  const remembered = async (env: Record<string, string> = {}) => {
    const project = await load(everywhere, effects(folder, env, 'build'));
    return [project.isRemembered, compiledSql(project.manifest, modelOf(project, 'a'))];
  };
  expect(await remembered()).toEqual([false, 'select 20']);
  expect(await remembered()).toEqual([true, 'select 20']);
  write(folder, { 'lib/deep.ts': 'export const least = 30;\n' });
  expect(await remembered()).toEqual([false, 'select 30']);
  expect(await remembered()).toEqual([true, 'select 30']);
  write(folder, {
    'models/a.ts': readFileSync(join(folder, 'models/a.ts'), 'utf8').replace("'select '", "'select 1 + '"),
  });
  expect(await remembered()).toEqual([false, 'select 1 + 30']);
  expect(await remembered({ LIMIT: '3' })).toEqual([false, 'select 1 + 30']);
  write(folder, { 'models/b.sql': 'select 1 as x, * from {{ref "a"}}' });
  expect(await remembered({ LIMIT: '3' })).toEqual([false, 'select 1 + 30']);
  expect(await remembered({ LIMIT: '3' })).toEqual([true, 'select 1 + 30']);
});
