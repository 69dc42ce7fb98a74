import { expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { project } from '../support/projects.ts';

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
  expect(models.any).toMatchObject({ columns: [], rows: [], unknown: 'the engine does not know its columns' });
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

test('a column that is not there is wrong use, with the near one', async () => {
  const { exit, stderr } = await mart(['lineage', 'top.twic'], project(shop));
  expect(exit).toBe(2);
  expect(stderr).toContain('did you mean `twice`?');
});
