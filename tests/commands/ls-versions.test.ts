import { expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { project } from '../support/projects.ts';

const versions = {
  'models/deep/v_v1.sql': '{{config materialized="table"}}select 1 as id, \'old\' as word',
  'models/deep/v_v2.sql':
    "{{config materialized=\"table\"}}select * from (values (1, 'new'), (null, 'new')) t(id, word)",
  'models/reader.sql': 'select * from {{ref "v" v=1}}',
  'models/p.yml': `models:
  - name: v
    latest_version: 2
    versions: [{ v: 1 }, { v: 2 }]
    columns:
      - { name: id, data_tests: [not_null] }
      - { name: word, data_tests: [accepted_values: { values: [other], name: words }] }
`,
};

test('each version of a model has its name, and its tests have theirs', async () => {
  const folder = project(versions);
  const names = async (...args: string[]) => (await mart(['ls', '-q', ...args], folder)).stdout.trim().split('\n');
  expect(await names()).toEqual([
    'reader',
    'test:not_null_v_v1_id',
    'test:not_null_v_v2_id',
    'test:words',
    'test:words',
    'v.v1',
    'v.v2',
  ]);
  const models = ['--resource-type', 'model'];
  expect(await names(...models, '-s', 'v')).toEqual(['v.v1', 'v.v2']);
  expect(await names(...models, '-s', 'v.v1+')).toEqual(['reader', 'v.v1']);
  expect(await names(...models, '-s', 'v_v2')).toEqual(['v.v2']);
  expect(await names('-s', 'not_null_v_v1_id')).toEqual(['test:not_null_v_v1_id']);
});

test('bad rows of two versions are kept in two tables', async () => {
  const folder = project(versions);
  expect((await mart(['run'], folder)).exit).toBe(0);
  expect((await mart(['test', '--store-failures'], folder)).exit).toBe(1);
  const count = async (table: string) =>
    (await mart(['show', '-q', '--output', 'csv', '--sql', `select count(*) as n from test_failures.${table}`], folder))
      .stdout;
  expect(await count('not_null_v_v1_id')).toBe('n\n0\n');
  expect(await count('not_null_v_v2_id')).toBe('n\n1\n');
  expect(await count('words_v1')).toBe('n\n1\n');
  expect(await count('words_v2')).toBe('n\n1\n');
});

const named = (more: string) => ({
  'models/a.sql': 'select null as id',
  'models/b.sql': 'select null as id',
  'models/p.yml': `models:
  - { name: a, columns: [{ name: id, data_tests: [not_null: { name: ids${more} }] }] }
  - { name: b, columns: [{ name: id, data_tests: [not_null: { name: IDS${more} }] }] }
`,
});

test('two tests that keep their bad rows may not keep them in one table', async () => {
  const folder = project(named(', store_failures: true'));
  const refused = await mart(['ls'], folder);
  expect(refused.exit).toBe(1);
  expect(refused.stderr).toContain('[M404]');
  expect(refused.stderr).toContain('`test:IDS` and `test:ids` would both keep their bad rows in `test_failures.IDS`');
});

test('tests that keep nothing may share a name until all are told to keep their bad rows', async () => {
  const folder = project(named(''));
  expect((await mart(['run'], folder)).exit).toBe(0);
  const refused = await mart(['test', '--store-failures'], folder);
  expect(refused.exit).toBe(1);
  expect(refused.stderr).toContain('[M404]');
});
