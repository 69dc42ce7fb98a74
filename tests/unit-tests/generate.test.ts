import { expect, test } from 'vitest';
import { generateUnitTest } from '../../src/commands/unit-test/generate.ts';
import { project, write } from '../support/projects.ts';
import { effectsIn, everywhere, ran } from './shop.ts';

const files = {
  'seeds/customers.csv': `customer_id,name\n${Array.from({ length: 40 }, (_, n) => `${n},name ${n}`).join('\n')}\n`,
  'seeds/orders.csv': `order_id,customer_id,amount,note\n${Array.from({ length: 90 }, (_, n) => `${n},${39 - (n % 40)},${n}.50,"a, ""b"" ${n}"`).join('\n')}\n`,
  'models/e.sql':
    '{{config materialized="ephemeral"}} select customer_id, upper(name) as name from {{ref "customers"}}',
  'models/m.sql':
    'select o.order_id, o.amount, e.name, o.note from {{ref "orders"}} o join {{ref "e"}} e using (customer_id) where o.order_id >= {{var "least" default=0}}',
};

async function generated(folder: string, model: string, rows = 2): Promise<string> {
  const options = { ...everywhere, from: null, rows, waitSeconds: 0 };
  const { stdout } = await generateUnitTest(options, model, effectsIn(folder));
  return stdout;
}

test('a unit test from real rows: inputs that belong together, used columns only, the same each time, and it passes', async () => {
  const folder = project(files);
  await ran(folder, 'build');
  const text = await generated(folder, 'm');
  expect(text).toBe(`unit_tests:
  - name: m_on_real_rows
    model: m
    given:
      - input: ref('orders')
        rows:
          - { order_id: 0, customer_id: 39, amount: 0.5, note: 'a, "b" 0' }
          - { order_id: 1, customer_id: 38, amount: 1.5, note: 'a, "b" 1' }
      - input: ref('e')
        rows:
          - { customer_id: 38, name: NAME 38 }
          - { customer_id: 39, name: NAME 39 }
    expect:
      rows:
        - { order_id: 0, amount: 0.5, name: NAME 39, note: 'a, "b" 0' }
        - { order_id: 1, amount: 1.5, name: NAME 38, note: 'a, "b" 1' }
`);
  expect(await generated(folder, 'm')).toBe(text);
  write(folder, { 'models/u.yml': text });
  expect(await ran(folder)).toMatchObject({ statuses: { 'unit_test:m.m_on_real_rows': 'pass' }, found: [] });
  expect(await generated(folder, 'm')).toContain('name: m_on_real_rows_2');
});

test('where the first rows give nothing, a few that give something are looked for', async () => {
  const folder = project({
    ...files,
    'models/late.sql': 'select name from {{ref "customers"}} where name = \'name 31\'',
  });
  await ran(folder, 'build');
  const text = await generated(folder, 'late');
  expect(text).toContain('          - { name: name 31 }\n    expect:\n      rows:\n        - { name: name 31 }\n');
});

test('every type comes back: what was generated passes', async () => {
  const folder = project({
    'models/rich.sql': `select i::integer as i, (i / 3)::double as d, case when i = 1 then 'nan'::double else -1e300 end as odd, (i * 1.25)::decimal(12,4) as c,
  case when i = 1 then null when i = 2 then '' else 'it''s: "x", #1' end as t, [i, null] as li, {'a': i, 'b': 'x, y'} as st, map {'k ' || i: i} as ma,
  date '2024-01-01' + i::integer as da, timestamp '2024-01-01 10:00:00.123456' as ts, timestamptz '2024-01-01 10:00:00+02' as tz, interval (i) month as iv,
  (i > 1) as bo, 12345678901234567890::hugeint * i as hu, '00' || i as zeros, 'true' as word, uuid '550e8400-e29b-41d4-a716-446655440000' as id, '\\xAA'::blob as bl, time '10:00:00' as ti
from range(1, 4) r(i)`,
    'models/m.sql': 'select * from {{ref "rich"}}',
    'models/inc.sql':
      '{{config materialized="incremental" unique_key="i"}} select i, \'{{run_started_at}}\' as at from {{ref "rich"}} {{#if is_incremental}} where i > 1 {{/if}}',
  });
  await ran(folder, 'build');
  write(folder, { 'models/u.yml': await generated(folder, 'm', 3) });
  expect((await ran(folder)).found).toEqual([]);
  write(folder, { 'models/v.yml': await generated(folder, 'inc', 3) });
  expect((await ran(folder)).found).toEqual([]);
});

test('rows that share more than a key come first, and a row too wide for a line has a line for each column', async () => {
  const folder = project({
    'models/readings.sql': `select 'M-1' as machine_id, 7 as hour, ${Array.from({ length: 12 }, (_, n) => `${n} as value_of_sensor_${n}`).join(', ')}`,
    'models/expected.sql': `select 'M-1' as machine_id, i::integer as hour, i / 3 as energy from range(20) r(i)`,
    'models/m.sql':
      'select r.*, e.energy from {{ref "readings"}} r join {{ref "expected"}} e on e.machine_id = r.machine_id and e.hour = r.hour',
  });
  await ran(folder, 'build');
  const text = await generated(folder, 'm', 1);
  expect(text).toContain('          - { machine_id: M-1, hour: 7, energy: 2.3333333333333335 }\n');
  expect(text).toContain('          - machine_id: M-1\n            hour: 7\n            value_of_sensor_0: 0\n');
  write(folder, { 'models/u.yml': text });
  expect((await ran(folder)).found).toEqual([]);
});

test('a model that is not there, and a warehouse where nothing was built', async () => {
  const folder = project(files);
  await ran(folder, 'seed', { select: ['orders'] });
  await expect(generated(folder, 'mm')).rejects.toThrow(/no model `mm`/);
  await expect(generated(folder, 'm')).rejects.toThrow(/customers/);
});
