import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile, lineage, loadProject } from '../../src/index.ts';
import { mart } from '../cli/mart.ts';
import { project, write } from '../support/projects.ts';

const shop = {
  'seeds/orders.csv': 'id,customer,total,made\n1,7,2.5,2025-01-01\n',
  'models/stg.sql':
    '{{config materialized="ephemeral"}}select id as order_id, customer, total from {{ref "orders"}} where made is not null',
  'models/daily.sql':
    '{{config materialized="incremental"}}select customer, sum(total) as total, 1 as one from {{ref "stg"}} {{#if is_incremental}}where customer > (select max(customer) from {{this}}){{/if}} group by customer',
  'models/top.sql': 'select customer, total * 2 as twice from {{ref "daily"}}',
  'models/any.sql': 'pivot {{ref "orders"}} on customer using sum(total)',
};

test('one object a model: direct parents, ephemeral ones too, and what decides the rows apart', async () => {
  const folder = project(shop);
  const { stdout, exit } = await mart(['lineage', '--output', 'json'], folder);
  expect(exit).toBe(0);
  const models = Object.fromEntries(JSON.parse(stdout).map((one: { model: string }) => [one.model, one]));
  expect(models.stg).toEqual({
    model: 'stg',
    columns: [
      { name: 'order_id', type: 'INTEGER', kind: 'renamed', from: [{ node: 'orders', column: 'id' }] },
      { name: 'customer', type: 'INTEGER', kind: 'pass-through', from: [{ node: 'orders', column: 'customer' }] },
      { name: 'total', type: 'DOUBLE', kind: 'pass-through', from: [{ node: 'orders', column: 'total' }] },
    ],
    rows: [{ node: 'orders', column: 'made' }],
    unknown: null,
  });
  expect(models.daily.columns[1]).toMatchObject({ kind: 'aggregated', from: [{ node: 'stg', column: 'total' }] });
  expect(models.daily.columns[2]).toMatchObject({ kind: 'literal', from: [] });
  expect(models.daily.rows).toEqual([{ node: 'stg', column: 'customer' }]);
  expect(models.any).toMatchObject({ columns: [], rows: [], unknown: 'its columns depend on the data' });
});

test('a column is followed up and down, to a depth', async () => {
  const folder = project(shop);
  expect((await mart(['lineage', 'top.twice'], folder)).stdout).toBe(
    [
      'top.twice  DOUBLE  derived',
      '  daily.total  DOUBLE  aggregated',
      '    stg.total  DOUBLE  pass-through',
      '      orders.total  DOUBLE',
      '',
    ].join('\n'),
  );
  const down = await mart(['lineage', 'main.orders.total', '--down', '--depth', '2', '--output', 'mermaid'], folder);
  expect(down.stdout).toBe(
    [
      'flowchart LR',
      '  n0["orders.total"]',
      '  n1["stg.total"]',
      '  n2["daily.total"]',
      '  n0 -->|pass-through| n1',
      '  n1 -->|aggregated| n2',
      '',
    ].join('\n'),
  );
});

test.each([
  ['top.twic', 'top has no column `twic`', 'did you mean `twice`?'],
  ['topp.twice', 'there is no model, seed or source `topp`', 'did you mean `top`?'],
  ['top', '`top` names no column', 'write `top.column`: its columns are customer, twice'],
  ['any.x', 'the columns of `any` are not known: its columns depend on the data', '`mart check` says more'],
  ['bad.x', 'the columns of `bad` are not known: the engine refuses it', '`mart check` says more'],
])('%s is wrong use, with the way out', async (asked, message, help) => {
  const { exit, stderr } = await mart(['lineage', asked], project({ ...shop, 'models/bad.sql': 'select nix' }));
  expect(exit).toBe(2);
  expect(stderr).toContain(`error[M118]: ${message}`);
  expect(stderr).toContain(`help: ${help}`);
});

test('the whole project as data, by node', async () => {
  const folder = project({
    ...shop,
    'models/s.yml': 'sources: [{ name: land, tables: [{ name: none, files: landing/*.csv }] }]\n',
  });
  const traced = async () => {
    const read = await loadProject(folder);
    expect(compile(read).ok).toBe(true);
    return lineage(read);
  };
  const first = await traced();
  expect(first.get('model.shop.top')).toEqual({
    columns: [
      {
        name: 'customer',
        type: 'INTEGER',
        kind: 'pass-through',
        from: [{ id: 'model.shop.daily', column: 'customer' }],
      },
      { name: 'twice', type: 'DOUBLE', kind: 'derived', from: [{ id: 'model.shop.daily', column: 'total' }] },
    ],
    rows: [],
    unknown: null,
  });
  expect(first.get('seed.shop.orders')).toMatchObject({
    columns: [{ name: 'id', type: 'INTEGER', kind: null }, {}, {}, {}],
  });
  expect(first.get('model.shop.any')).toMatchObject({ columns: [], unknown: 'its columns depend on the data' });
  expect(first.get('source.shop.land.none')).toMatchObject({
    columns: [],
    unknown: expect.stringContaining('no files yet'),
  });
  expect(await traced()).toEqual(first);
  write(folder, { 'models/top.sql': 'select customer from {{ref "daily"}}' });
  expect((await traced()).get('model.shop.top')?.columns).toHaveLength(1);
});

test('what did not change is not traced again', async () => {
  const folder = project(shop);
  const kept = async () => {
    const { stdout } = await mart(['lineage', '--output', 'json'], folder);
    const remembered = JSON.parse(readFileSync(join(folder, 'target/cache/lineage.json'), 'utf8'));
    return {
      stdout,
      keys: Object.fromEntries(Object.entries(remembered.found).map(([id, one]) => [id, (one as { key: string }).key])),
    };
  };
  const first = await kept();
  expect(Object.keys(first.keys).sort()).toEqual(['daily', 'stg', 'top'].map((name) => `model.shop.${name}`));
  expect(await kept()).toEqual(first);
  write(folder, { 'models/top.sql': 'select customer, total as twice from {{ref "daily"}}' });
  const { stdout, keys } = await kept();
  expect(stdout).toContain('"kind": "renamed"');
  expect(Object.keys(keys).filter((id) => keys[id] !== first.keys[id])).toEqual(['model.shop.top']);
});
