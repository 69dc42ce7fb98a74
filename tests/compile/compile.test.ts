import { expect, test } from 'vitest';
import { compile, loadProject } from '../../src/index.ts';
import { fill } from '../../src/nodes/code.ts';
import type { DataTest, Model, Node } from '../../src/nodes/node.ts';
import { relationName } from '../../src/sql/relation.ts';
import { project, projectFile } from '../support/projects.ts';

async function compiled(files: Readonly<Record<string, string>>) {
  const { manifest, diagnostics } = compile(await loadProject(project(files)));
  const said = diagnostics.map((one) => `${one.code} ${one.message}`);
  const named = (name: string): Node | undefined => [...manifest.nodes.values()].find((node) => node.name === name);
  const model = (name: string) => named(name) as Model;
  const sql = (node: Model | DataTest, code = node.code) =>
    fill(code, (kind, index) => {
      const input = manifest.nodes.get(code.inputs[index] ?? '');
      if (kind === 'i') return input && 'relation' in input && input.relation ? relationName(input.relation) : '?';
      return kind === 't' ? relationName(node.relation) : kind;
    }).text.trim();
  return { manifest, said, named, model, sql, test: (name: string) => named(name) as DataTest };
}

test('the nearest configuration wins: file, properties, deepest folder, project', async () => {
  const { model, said } = await compiled({
    'project.yml': projectFile(
      'models: { +materialized: table, +tags: [all], +meta: { a: 1, b: 1 }, deep: { +materialized: incremental, +tags: [deep], +meta: { b: 2 } } }\n',
    ),
    'models/top.sql': 'select 1 as id',
    'models/deep/low.sql': 'select 1 as id',
    'models/deep/own.sql': '{{config materialized="view" tags=(list "own") meta=(dict c=3)}} select 1 as id',
    'models/deep/said.sql': 'select 1 as id',
    'models/p.yml': 'models: [{ name: said, config: { materialized: ephemeral } }]\n',
  });
  expect(said).toEqual([]);
  expect(['top', 'low', 'own', 'said'].map((name) => model(name).config.materialized)).toEqual([
    'table',
    'incremental',
    'view',
    'ephemeral',
  ]);
  expect(model('own').config.tags).toEqual(['all', 'deep', 'own']);
  expect(model('own').config.meta).toEqual({ a: 1, b: 2, c: 3 });
});

test.each([
  ['', 'gold.a_public', 'main.b'],
  ['prefixed', 'main_gold.a_public', 'main.b'],
])('schemas are taken as written unless the target prefixes them %s', async (prefixed, a, b) => {
  const target = `{ type: duckdb, path: x.duckdb, schema: main${prefixed === '' ? '' : ', schema_prefix: true'} }`;
  const { model } = await compiled({
    'project.yml': `name: shop\ntarget: dev\ntargets:\n  dev: ${target}\n`,
    'models/a.sql': '{{config schema="gold" alias="a_public"}} select 1 as id',
    'models/b.sql': 'select * from {{ref "a"}}',
  });
  expect([relationName(model('a').relation), relationName(model('b').relation)]).toEqual([a, b]);
});

test('both sides of is_incremental give edges, and only the side that runs gives text', async () => {
  const { model, sql } = await compiled({
    'models/a.sql': 'select 1 as id',
    'models/b.sql': 'select 1 as id',
    'models/m.sql':
      '{{config materialized="incremental"}}select * from {{#if is_incremental}}{{ref "a"}} where id > (select max(id) from {{this}}){{else}}{{ref "b"}}{{/if}}',
  });
  const m = model('m');
  expect(m.dependsOn).toEqual(['model.shop.b', 'model.shop.a']);
  expect(sql(m)).toBe('select * from main.b');
  expect(m.incrementalCode && sql(m, m.incrementalCode)).toBe(
    'select * from main.a where id > (select max(id) from main.m)',
  );
});

test('an edge without text, and no edge from a comment or a branch that is not taken', async () => {
  const { model } = await compiled({
    'models/a.sql': 'select 1 as id',
    'models/b.sql': 'select 1 as id',
    'models/c.sql': 'select 1 as id',
    'models/m.sql':
      '{{depends_on "a"}}{{!-- {{ref "b"}} --}}{{#if (eq target.name "prod")}}{{ref "c"}}{{/if}}select 1 as id',
  });
  expect(model('m').dependsOn).toEqual(['model.shop.a']);
});

test('versions: the latest one without a number, another one by its number', async () => {
  const { manifest, model, said } = await compiled({
    'models/dim_v1.sql': 'select 1 as id',
    'models/dim_v2.sql': 'select 2 as id',
    'models/latest.sql': 'select * from {{ref "dim"}}',
    'models/old.sql': 'select * from {{ref "dim" v=1}}',
    'models/p.yml': 'models: [{ name: dim, latest_version: 2, versions: [{ v: 1 }, { v: 2 }] }]\n',
  });
  expect(said).toEqual([]);
  expect([model('latest').dependsOn, model('old').dependsOn]).toEqual([['model.shop.dim.v2'], ['model.shop.dim.v1']]);
  const first = manifest.nodes.get('model.shop.dim.v1') as Model;
  expect(relationName(first.relation)).toBe('main.dim_v1');
});

test('a generic test: name, query, where, what it depends on', async () => {
  const {
    test: named,
    sql,
    said,
  } = await compiled({
    'models/orders.sql': 'select 1 as id, 1 as customer_id',
    'models/customers.sql': 'select 1 as id',
    'macros/tests/positive.sql':
      'select * from {{model}} where not {{column_name}} > {{above}} and {{column_name}} in (select id from {{other}})',
    'models/p.yml': `models:
  - name: orders
    columns:
      - name: id
        data_tests:
          - unique: { where: "id > 0" }
          - positive: { above: 0, other: ref('customers') }
      - name: customer_id
        data_tests:
          - relationships: { to: customers, field: id }
          - relationships: { to: ref('customers'), field: id, name: by_ref }
`,
  });
  expect(said).toEqual([]);
  expect(sql(named('unique_orders_id'))).toContain('from (select * from main.orders where id > 0)');
  const positive = named('positive_orders_0__id__ref_customers_');
  expect(sql(positive)).toBe(
    'select * from main.orders where not "id" > 0 and "id" in (select id from main.customers)',
  );
  expect(positive.dependsOn).toEqual(['model.shop.orders', 'model.shop.customers']);
  const bare = named('relationships_orders_customer_id__id__customers');
  expect(sql(bare)).toBe(sql(named('by_ref')));
  expect(bare.attached).toBe('model.shop.orders');
});

test('every hook knows where it was written', async () => {
  const { model } = await compiled({
    'project.yml': projectFile('models: { +post-hook: [select 1, select 2] }\n'),
    'models/a.sql': '{{config post_hook="select 4"}} select 1 as id',
    'models/p.yml': 'models: [{ name: a, config: { post_hook: select 3 } }]\n',
  });
  expect(model('a').postHooks.map(({ text, place }) => [text, place])).toMatchObject([
    ['select 1', { kind: 'yaml', at: { file: 'project.yml', path: ['models', '+post-hook', 0] } }],
    ['select 2', { kind: 'yaml', at: { file: 'project.yml', path: ['models', '+post-hook', 1] } }],
    ['select 3', { kind: 'yaml', at: { file: 'models/p.yml', path: ['models', 0, 'config', 'post_hook', 0] } }],
    ['select 4', { kind: 'file', range: { file: 'models/a.sql', from: 9, to: 29 } }],
  ]);
});

test('tags of a column are tags of its tests', async () => {
  const { test: named } = await compiled({
    'models/a.sql': 'select 1 as id',
    'models/p.yml':
      'models: [{ name: a, columns: [{ name: id, tags: [pii], data_tests: [unique, not_null: { tags: [own] }] }], data_tests: [row_count: { min: 1 }] }]\n',
  });
  expect(['unique_a_id', 'not_null_a_id', 'row_count_a_1'].map((name) => named(name)?.config.tags)).toEqual([
    ['pii'],
    ['pii', 'own'],
    [],
  ]);
});

test('every built-in test makes a query that names its arguments', async () => {
  const { manifest, said } = await compiled({
    'models/m.sql': 'select 1 as id, now() as at',
    'models/n.sql': 'select 1 as id',
    'models/p.yml': `models:
  - name: m
    columns:
      - { name: id, data_tests: [not_null, accepted_range: { min: 0, max: 9, inclusive: false }, accepted_values: { values: [1, 2], quote: false }] }
      - { name: at, data_tests: [recency: { period: day, count: 2 }] }
    data_tests:
      - unique_combination: { columns: [id, at] }
      - expression_is_true: { expression: "id > 0" }
      - row_count: { min: 1, max: 5 }
      - equal_to: { to: n, key: id, columns: [id], tolerance: "1%" }
`,
  });
  expect(said).toEqual([]);
  const queries = [...manifest.nodes.values()]
    .flatMap((node) => (node.resource === 'test' ? [node.code.text] : []))
    .join('\n');
  for (const part of [
    '"id" > 0 and "id" < 9',
    '"id" not in (1, 2)',
    "interval '2 day'",
    'group by "id", "at"',
    'not (id > 0',
    'row_count >= 1',
    '0.01 * abs',
  ]) {
    expect(queries).toContain(part);
  }
});

test('a disabled model is out of the graph, and reading it is an error', async () => {
  const { manifest, said } = await compiled({
    'models/off.sql': '{{config enabled=false}}select * from {{ref "nothing"}}',
    'models/m.sql': 'select * from {{ref "off"}}',
  });
  expect(said).toEqual(['M405 `m` refers to `off`, which is disabled']);
  expect([...manifest.disabled.keys()]).toEqual(['model.shop.off']);
});

test('private models are for their own group', async () => {
  const { said } = await compiled({
    'models/inner.sql': '{{config access="private" group="a"}}select 1 as id',
    'models/friend.sql': '{{config group="a"}}select * from {{ref "inner"}}',
    'models/stranger.sql': 'select * from {{ref "inner"}}',
    'models/p.yml': 'groups: [{ name: a, owner: { name: Amy } }]\n',
  });
  expect(said).toEqual(['M408 `stranger` refers to `inner`, which is private to the group `a`']);
});

test('files of a source may be named by a variable, and a generator is its parent', async () => {
  const { manifest, said } = await compiled({
    'project.yml': projectFile(
      'vars: { landing: in }\ngenerators:\n  days: { program: generators/days.ts, params: { n: 3, where: "{{var \\"landing\\"}}" }, writes: { out: "{{var \\"landing\\"}}" } }\n',
    ),
    'models/s.yml': `sources:
  - name: landing
    tables:
      - { name: days, files: '{{var "landing"}}/*.json', generator: days }
      - { name: old, relation: raw.old }
      - { name: plain }
`,
  });
  expect(said).toEqual([]);
  const source = (name: string) => {
    const node = manifest.nodes.get(`source.shop.landing.${name}`);
    return node?.resource === 'source' ? node : undefined;
  };
  expect(source('days')).toMatchObject({
    files: { glob: 'in/*.json', format: 'json' },
    dependsOn: ['generator.shop.days'],
  });
  expect([source('old')?.relation, source('plain')?.relation]).toEqual([
    { schema: 'raw', name: 'old' },
    { schema: 'landing', name: 'plain' },
  ]);
  expect(manifest.nodes.get('generator.shop.days')).toMatchObject({
    params: { n: 3, where: 'in' },
    writes: { out: 'in' },
  });
});

test.each([
  [
    'two nodes for one relation',
    { 'models/a.sql': 'select 1 as id', 'models/b.sql': '{{config alias="A"}}select 1 as id' },
    ['M404 `b` and `a` would both build `main.A`'],
  ],
  [
    'two names that differ in case only, said once',
    { 'models/a.sql': 'select 1 as id', 'models/deep/A.sql': 'select 1 as id' },
    ['M110 there are two models or seeds whose names differ in case only, `a` and `A`'],
  ],
  [
    'a ref to nothing',
    { 'models/a.sql': 'select * from {{ref "b"}}' },
    ['M401 `a` refers to `b`, and there is no model or seed of that name'],
  ],
  [
    'a ref to another package',
    { 'models/a.sql': 'select * from {{ref "p" "b"}}' },
    ['M401 `a` refers to `b` of the package `p`, which is not here'],
  ],
  [
    'a source that nobody declares',
    { 'models/a.sql': 'select * from {{source "s" "t"}}' },
    ['M402 `a` reads the source `s.t`, which no properties file declares'],
  ],
  [
    'a cycle',
    { 'models/a.sql': 'select * from {{ref "b"}}', 'models/b.sql': 'select * from {{ref "a"}}' },
    ['M403 a cycle: `a` → `b` → `a`'],
  ],
  [
    'properties for nothing',
    { 'models/ab.sql': 'select 1 as id', 'models/p.yml': 'models: [{ name: ac }]\n' },
    ['M111 there is no model `ac`'],
  ],
  [
    'an unknown test',
    { 'models/a.sql': 'select 1 as id', 'models/p.yml': 'models: [{ name: a, data_tests: [uniqe] }]\n' },
    ['M115 there is no generic test `uniqe`'],
  ],
  [
    'a test that lacks an argument and has one too many',
    {
      'models/a.sql': 'select 1 as id',
      'models/p.yml': 'models: [{ name: a, columns: [{ name: id, data_tests: [accepted_values: { value: [1] }] }] }]\n',
    },
    ['M116 `accepted_values` takes no argument `value`', 'M116 `accepted_values` needs `values`'],
  ],
])('%s', async (_, files, expected) => {
  expect((await compiled(files as Record<string, string>)).said).toEqual(expected);
});

test('a hundred mistakes are all found at once', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 100 }, (_, at) => [`models/m${at}.sql`, `select * from {{ref "nothing_${at}"}}`]),
  );
  expect((await compiled(files)).said).toHaveLength(100);
});
