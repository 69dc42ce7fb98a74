import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { project, projectFile, write } from '../support/projects.ts';
import { checkedIn } from './support.ts';

const orders = { 'seeds/orders.csv': 'order_id,customer_id,total\n1,7,2.5\n2,8,3.5\n' };

test('types of every column follow, and nothing of the warehouse is touched', async () => {
  const folder = project({
    ...orders,
    'models/a.sql': 'select *, total * 2 as twice from {{ref "orders"}}',
    'models/e.sql': '{{config materialized="ephemeral"}}select order_id, null as nothing from {{ref "a"}}',
    'models/b.sql':
      '{{config materialized="table"}}select e.*, [order_id] as ids, {id: order_id} as s from {{ref "e"}} as e',
    'models/h.sql':
      '{{config materialized="scd2" unique_key="order_id" strategy="check" check_cols="all"}}select order_id from {{ref "a"}}',
  });
  const { columns, refused, unchecked } = await checkedIn(folder);
  expect({ refused, unchecked }).toEqual({ refused: {}, unchecked: {} });
  expect(columns).toMatchObject({
    a: 'order_id INTEGER, customer_id INTEGER, total DOUBLE, twice DOUBLE',
    e: 'order_id INTEGER, nothing INTEGER',
    b: 'order_id INTEGER, nothing INTEGER, ids INTEGER[], s STRUCT(id INTEGER)',
    h: 'order_id INTEGER, valid_from TIMESTAMP, valid_to TIMESTAMP, is_current BOOLEAN, scd_id VARCHAR',
  });
  expect(existsSync(join(folder, 'shop.duckdb'))).toBe(false);
});

test('a mistake is said once, at its place in the file of its author, and what stands below is not checked', async () => {
  const folder = project({
    ...orders,
    'macros/half.sql': '{{col}} / 2',
    'models/a.sql': 'select\n  {{> half col="totl"}} as half\nfrom {{ref "orders"}}',
    'models/b.sql': 'select * from {{ref "a"}}',
    'models/c.sql': 'select * from {{ref "b"}}',
    'models/fine.sql': 'select 1 as one',
  });
  const { refused, unchecked } = await checkedIn(folder);
  expect(Object.keys(refused)).toEqual(['a']);
  expect(refused.a?.[0]).toMatch(/^M301 macros\/half\.sql:1:1 .*`totl`.*did you mean `total`/);
  expect(unchecked).toEqual({ b: 'a is refused', c: 'a is refused' });
});

test.each([
  ['types', 'select order_id + {d: 1} as x from {{ref "orders"}}', 'M304 models/m.sql:1:17'],
  ['functions', 'select nosuch(order_id) as x from {{ref "orders"}}', 'M305 models/m.sql:1:8'],
  ['tables', 'select * from nowhere', 'M302 models/m.sql:1:15'],
  ['syntax', 'select form {{ref "orders"}} x y', 'M303 models/m.sql'],
  ['ambiguity', 'select order_id from {{ref "orders"}} a, {{ref "orders"}} b', 'M306 models/m.sql:1:8'],
  ['two columns of one name', 'select 1 as a, 2 as A', 'M309 models/m.sql:1:1'],
  ['two statements', 'select 1 as a; select 2 as b', 'M308 models/m.sql:1:16'],
  [
    'the other side of is_incremental',
    '{{config materialized="incremental"}}\nselect order_id from {{ref "orders"}}\n{{#if is_incremental}}where order_id > (select max(id) from {{this}}){{/if}}',
    'M301 models/m.sql:3:52',
  ],
  [
    'a key',
    '{{config materialized="incremental" unique_key="ordr_id"}}select * from {{ref "orders"}}',
    'M301 models/m.sql:1:1 `unique_key` names `ordr_id`',
  ],
  [
    'columns of a history',
    '{{config materialized="scd2" unique_key="order_id" strategy="check" check_cols=(list "totl")}}select * from {{ref "orders"}}',
    'M301 models/m.sql:1:1 `check_cols` names `totl`',
  ],
  ['a hook', '{{config post_hook="update {{this}} set nosuch = 1"}}select 1 as a', 'M506 models/m.sql:1:41'],
])('%s are checked', async (_, sql, expected) => {
  const { refused } = await checkedIn(project({ ...orders, 'models/m.sql': sql }));
  expect(refused.m?.[0]).toContain(expected);
});

test('every column that a query looks for in vain is said at its place, one mistake once', async () => {
  const { refused } = await checkedIn(
    project({
      ...orders,
      'macros/half.sql': '({{col}} / 2)',
      'models/m.sql':
        'with a as (select totl, \'日本語 😀\' as word, order_id from {{ref "orders"}})\nselect totl, a.nix, b.zz,\n  {{> half col="ordr_id"}}, x.y\nfrom a',
    }),
  );
  expect(refused.m?.map((one) => one.replace(/ \|.*/, ''))).toEqual([
    'M301 models/m.sql:1:19 referenced column `totl` not found in FROM clause',
    'M301 models/m.sql:2:16 values list `a` does not have a column named `nix`',
    'M302 models/m.sql:2:21 referenced table `b` not found',
    'M301 macros/half.sql:1:2 referenced column `ordr_id` not found in FROM clause',
    'M302 models/m.sql:3:29 referenced table `x` not found',
  ]);
});

test.each([
  ['insert into {{this}} select 1 as a', 'M303 models/m.sql:1:1 a model is a query, and this is another statement'],
  ['with x as (select 1) insert into {{this}} from x', 'M303 models/m.sql:1:1 a model is a query'],
  ['create table x as select 1', 'M303 models/m.sql:1:1 a model is a query'],
  ['-- nothing\n/* at all */', 'M303 models/m.sql:1:1 there is no query in this model'],
  ['selec 1 as a', 'M303 models/m.sql:1:1 syntax error at or near `selec`'],
  ['select * exclude (nix) from {{ref "orders"}}', 'M301 models/m.sql:1:19 column `nix` in EXCLUDE list not found'],
  ['select * from {{ref "orders"}} a join {{ref "orders"}} b using (nix)', 'M301 models/m.sql:1:65'],
  ['select 1 as a\nunion all select 1, 2', 'M310 models/m.sql:2:1 set operations'],
])('%s', async (sql, expected) => {
  const { refused } = await checkedIn(project({ ...orders, 'models/m.sql': sql }));
  expect(refused.m?.[0]).toContain(expected);
});

test.each([
  'values (1, 2)',
  '(select 1 as a)',
  'from {{ref "orders"}}',
  "select 'please insert a coin' as a",
  'with x as (select 1 as a) select * from x -- update',
  'summarize {{ref "orders"}}',
])('%s is a query', async (sql) => {
  expect((await checkedIn(project({ ...orders, 'models/m.sql': sql }))).refused).toEqual({});
});

test('a column that properties describe has to be there', async () => {
  const { refused } = await checkedIn(
    project({
      ...orders,
      'models/m.sql': 'select order_id from {{ref "orders"}}',
      'models/m.yml': 'models:\n  - name: m\n    columns:\n      - name: order_idd\n        data_tests: [unique]\n',
    }),
  );
  expect(refused).toEqual({ m: ['M111 models/m.yml:4:15 m has no column `order_idd` | did you mean `order_id`?'] });
});

test('a broken contract is one finding with a line for each difference', async () => {
  const folder = project({
    'models/m.sql': "select 1 as b, 'x' as a, 2 as extra",
    'models/m.yml':
      'models:\n  - name: m\n    config: {contract: {enforced: true}}\n    columns:\n      - {name: a, data_type: text}\n      - {name: b, data_type: bigint}\n      - {name: c, data_type: date}\n',
  });
  const { refused } = await checkedIn(folder);
  expect(refused.m).toHaveLength(1);
  expect(refused.m?.[0]).toContain('M307');
});

test('tests are bound with their arguments', async () => {
  const { refused } = await checkedIn(
    project({
      ...orders,
      'seeds/p.yml':
        'seeds:\n  - name: orders\n    data_tests:\n      - expression_is_true: {expression: totl > 0}\n      - row_count: {min: 1}\n    columns:\n      - name: order_id\n        data_tests: [unique, {not_null: {where: nothing = 1}}]\n',
      'tests/none.sql': 'select * from {{ref "orders"}} where no_such is null',
    }),
  );
  expect(Object.keys(refused).sort()).toEqual([
    expect.stringMatching(/^test:expression_is_true_orders/),
    'test:none',
    expect.stringMatching(/^test:not_null_orders_order_id/),
  ]);
  expect(refused['test:none']?.[0]).toContain('M602 tests/none.sql:1:38');
});

test('what hooks of the run define is there: macros, types, other databases', async () => {
  const folder = project({
    'project.yml': projectFile(
      'on-run-start:\n  - create or replace macro main.twice(x) as x * 2\n  - "create table if not exists main.log (ts timestamp)"\n  - "insert into main.log select now()"\n',
    ),
    'models/m.sql': 'select twice(21) as answer from shop.main.log',
  });
  expect(await checkedIn(folder)).toMatchObject({ refused: {}, diagnostics: [], columns: { m: 'answer INTEGER' } });
});

test('columns that only the data decides are not guessed', async () => {
  const { refused, unchecked } = await checkedIn(
    project({
      ...orders,
      'models/p.sql': 'pivot {{ref "orders"}} on customer_id using sum(total)',
      'models/q.sql': 'select anything from {{ref "p"}}',
    }),
  );
  expect(refused).toEqual({});
  expect(unchecked).toEqual({
    p: 'its columns depend on the data',
    q: 'p is unknown: its columns depend on the data',
  });
});

test('sources: declared types in the spelling of the engine, found ones where none are declared, wrong ones refused', async () => {
  const folder = project({
    'landing/a.csv': 'id,at\n1,2025-01-01\n',
    'models/s.yml':
      'sources:\n  - name: l\n    tables:\n      - {name: declared, files: landing/a.csv, columns: [{name: id, data_type: int}, {name: at, data_type: text}]}\n      - {name: found, files: landing/a.csv}\n      - {name: none, files: landing/none*.csv}\n      - {name: wrong, files: landing/a.csv, columns: [{name: id, data_type: intt}]}\n',
  });
  const { columns, refused, unchecked } = await checkedIn(folder);
  expect(columns).toMatchObject({
    'source:l.declared': 'id INTEGER, at VARCHAR',
    'source:l.found': 'id BIGINT, at DATE',
  });
  expect(refused['source:l.wrong']?.[0]).toMatch(/^M304 models\/s\.yml:7:\d+ `intt` is no type/);
  expect(Object.keys(unchecked)).toEqual(['source:l.none']);
});

test('what did not change is not bound again, and says the same', async () => {
  const folder = project({
    ...orders,
    'models/a.sql': 'select order_id from {{ref "orders"}}',
    'models/b.sql': 'select * from {{ref "a"}}',
  });
  const first = await checkedIn(folder, 'one');
  expect(await checkedIn(folder, 'one')).toEqual(first);
  write(folder, { 'models/a.sql': 'select order_id, total from {{ref "orders"}}' });
  expect((await checkedIn(folder, 'one')).columns.b).toBe('order_id INTEGER, total DOUBLE');
  write(folder, { 'models/b.sql': 'select nosuch from {{ref "a"}}' });
  expect(Object.keys((await checkedIn(folder, 'one')).refused)).toEqual(['b']);
});
