import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { project, write } from '../support/projects.ts';

const source = (contract: string) => ({
  'models/sources.yml': `sources:
  - name: landing
    schema_contract: freeze
    tables:
      - name: orders
        files: landing/*.csv
        schema_contract: ${contract}
        columns: [{ name: id, data_type: integer }, { name: day, data_type: date }]
`,
});
const first = {
  'models/orders.sql':
    '{{config materialized="incremental" on_schema_change="append_new_columns"}}\nselect *, _source_file from {{source "landing" "orders"}}',
  'landing/1.csv': 'id,day\n1,2025-12-01\n',
};
const orders = [
  'show',
  '-q',
  '--output',
  'csv',
  '--sql',
  'select * exclude (_source_file) from {{ref "orders"}} order by id',
];

test('a column that evolves is known to check, lineage and run, and reported once', async () => {
  const folder = project({
    ...first,
    ...source('{ columns: evolve }'),
    'models/below.sql': 'select id, colour from {{ref "orders"}}',
  });
  const before = await mart(['check'], folder);
  expect([before.exit, before.stderr]).toEqual([1, expect.stringContaining('`colour` not found')]);
  write(folder, { 'landing/2.csv': 'id,day,colour\n2,2025-12-02,7\n' });
  const checked = await mart(['check'], folder);
  expect([checked.exit, checked.stderr]).toEqual([0, expect.stringContaining('has a new column `colour`, BIGINT')]);
  const lineage = await mart(['lineage', '-s', 'orders', '--output', 'json'], folder);
  expect(JSON.parse(lineage.stdout)[0].columns).toContainEqual({
    ...{ name: 'colour', type: 'BIGINT', kind: 'pass-through' },
    from: [{ node: 'source:landing.orders', column: 'colour' }],
  });
  const built = await mart(['build'], folder);
  expect([built.exit, built.stderr]).toEqual([0, expect.stringContaining('warning[M311]')]);
  expect((await mart(orders, folder)).stdout).toBe('id,day,colour\n1,2025-12-01,\n2,2025-12-02,7\n');
  write(folder, { 'landing/3.csv': 'id,day,colour\n3,2025-12-03,8\n' });
  const again = await mart(['build'], folder);
  expect([again.exit, again.stderr]).toEqual([0, expect.not.stringContaining('M311')]);
  expect((await mart(orders, folder)).stdout).toContain('3,2025-12-03,8');
  expect((await mart(['build'], folder)).stderr).toMatch(/reused/);
  const files = await mart(
    ['show', '-q', '--output', 'csv', '--sql', 'from {{source "landing" "orders"}} order by id'],
    folder,
  );
  expect(files.stdout).toBe('id,day,colour\n1,2025-12-01,\n2,2025-12-02,7\n3,2025-12-03,8\n');
}, 90_000);

test('the table wins over its source, entity by entity; what is left out is told, counted and can be asked for', async () => {
  const folder = project({
    ...first,
    ...source('{ data_type: discard_row }'),
    'landing/2.csv': 'id,day\ntwo,2025-12-02\n3,2025-12-03\n',
    'landing/3.csv': 'id,day,colour\n4,2025-12-02,red\n',
  });
  const built = await mart(['build'], folder);
  expect(built.exit, built.stderr).toBe(0);
  expect(built.stderr).toContain('+2 rows (2 files), quarantined: 1 file, 1 row');
  expect(built.stderr).toContain('warning[M527]: 1 row of source:landing.orders did not fit and was left out');
  expect(built.stderr).toContain(
    'warning[M529]: `landing/3.csv` of source:landing.orders does not fit its schema contract',
  );
  const { results } = JSON.parse(readFileSync(join(folder, 'target/run_results.json'), 'utf8'));
  expect(results[0].adapter_response).toEqual({
    ...{ rows_affected: 2, files_loaded: 2 },
    quarantined: { files: 1, rows: 1, values: 0 },
  });
  const asked =
    "select file, row_number, column_name, value, reason from _mart.quarantine where source = 'landing.orders' order by file";
  const shown = await mart(['show', '-q', '--output', 'csv', '--sql', asked], folder);
  expect(shown.stdout).toBe(
    'file,row_number,column_name,value,reason\nlanding/2.csv,1,id,two,it is not INTEGER\nlanding/3.csv,,,,"landing/3.csv has column ""colour"", which is not declared"\n',
  );
  const table = project({
    ...first,
    ...source('freeze'),
    'models/orders.sql': 'select * from {{source "landing" "orders"}}',
  });
  write(table, { 'landing/2.csv': 'id,day\n2.5,2025-12-01\n' });
  const view = await mart(['build'], table);
  expect([view.exit, view.stderr]).toEqual([
    0,
    expect.stringContaining('has "2.5" in row 1 of column "id": it is not INTEGER'),
  ]);
}, 90_000);

test('a model may build on the quarantine', async () => {
  const folder = project({
    ...first,
    ...source('discard_value'),
    'landing/2.csv': 'id,day\ntwo,2025-12-02\n',
    'models/quarantine.yml': 'sources: [{ name: mart, tables: [{ name: quarantine, relation: _mart.quarantine }] }]\n',
    'models/odd.sql':
      '{{config materialized="table"}}{{depends_on "orders"}}select file, count(*) as n from {{source "mart" "quarantine"}} group by all',
  });
  for (const _ of [1, 2]) {
    const built = await mart(['build'], folder);
    expect(built.exit, built.stderr).toBe(0);
  }
  const shown = await mart(['show', '-q', '--output', 'csv', '--sql', 'from {{ref "odd"}}'], folder);
  expect(shown.stdout).toBe('file,n\nlanding/2.csv,1\n');
}, 90_000);

test('what was left out of a table goes when the table is dropped as an orphan', async () => {
  const folder = project({ ...first, ...source('discard_row'), 'landing/2.csv': 'id,day\ntwo,2025-12-02\n' });
  const left = async () => {
    const count = 'select count(*) as n from _mart.quarantine';
    return (await mart(['show', '-q', '--output', 'csv', '--sql', count], folder)).stdout;
  };
  await mart(['build'], folder);
  expect(await left()).toBe('n\n1\n');
  rmSync(join(folder, 'models/orders.sql'));
  const cleaned = await mart(['clean', '--orphans', '--drop'], folder);
  expect(cleaned.exit, cleaned.stderr).toBe(0);
  expect(await left()).toBe('n\n0\n');
}, 60_000);

test.each([
  ['schema_contract: frozen', 'M104'],
  ['schema_contract: { tables: freeze }', 'M104'],
  ['schema_contract: { columns: discard }', 'M104'],
])(
  '`%s` is an error',
  async (written, code) => {
    const folder = project({ ...first, ...source('freeze') });
    const text = source('freeze')['models/sources.yml'].replace('schema_contract: freeze', written);
    write(folder, { 'models/sources.yml': text });
    const { exit, stderr } = await mart(['compile'], folder);
    expect([exit, stderr]).toEqual([1, expect.stringContaining(`error[${code}]`)]);
  },
  60_000,
);

test('a contract over a table that is no file holds nothing, unless the whole source has it', async () => {
  const tables = (own: string) => `sources:
  - name: raw
    schema_contract: freeze
    tables: [{ name: t, relation: main.t${own} }]
`;
  const folder = project({ 'models/a.sql': 'select 1 as id', 'models/s.yml': tables('') });
  expect((await mart(['compile'], folder)).exit).toBe(0);
  write(folder, { 'models/s.yml': tables(', schema_contract: freeze') });
  expect((await mart(['compile'], folder)).stderr).toContain('error[M135]');
}, 60_000);
