import { expect, test } from 'vitest';
import { checkedIn } from '../check/support.ts';
import { project } from '../support/projects.ts';
import { ran } from './shop.ts';

const files = {
  'seeds/raw.csv': 'id,name,amount\n1,a,1.5\n',
  'seeds/p.yml': 'seeds: [{ name: raw, config: { column_types: { id: integer, amount: "decimal(10,2)" } } }]\n',
  'models/m.sql': 'select id, name, dated.amount as d from {{ref "dated"}} join {{ref "raw"}} using (id, name)',
  'models/dated.sql': 'select id, name, date \'2024-01-01\' as amount from {{ref "raw"}}',
  'models/plain.sql': 'select id, name, amount from {{ref "raw"}}',
};

/** What a project with one unit test of `plain` says; `given` and `expect` as they stand in YAML. */
async function saidOf(given: string, expected: string, more: Readonly<Record<string, string>> = {}) {
  const yml = `unit_tests:\n  - name: t\n    model: plain\n    given:\n      - ${given}\n    expect: ${expected}\n`;
  const folder = project({ ...files, 'models/u.yml': yml, ...more });
  return (await ran(folder)).found;
}

test.each<[string, string, string, string]>([
  [
    'a misspelt input',
    "{ input: ref('rwa'), rows: [] }",
    '{ rows: [] }',
    "M130 models/u.yml:5:18 `plain` does not read `ref('rwa')` | did you mean `ref('raw')`?",
  ],
  [
    'an input that is there, but not read',
    "{ input: ref('dated'), rows: [] }",
    '{ rows: [] }',
    "M130 models/u.yml:5:18 `plain` does not read `ref('dated')` | it reads `ref('raw')`",
  ],
  [
    'an input that cannot be read',
    '{ input: raw, rows: [] }',
    '{ rows: [] }',
    "M130 models/u.yml:5:18 `plain` does not read `raw` | write `ref('model')`, `source('name', 'table')` or `this`",
  ],
  [
    '`this` of a view',
    '{ input: this, rows: [] }',
    '{ rows: [] }',
    "M130 models/u.yml:5:18 `plain` does not read `this` | it reads `ref('raw')`",
  ],
  [
    'a misspelt column of a given row',
    "{ input: ref('raw'), rows: [{ id: 1 }, { id: 2, nmae: x }] }",
    '{ rows: [] }',
    'M607 models/u.yml:5:57 `raw` has no column `nmae` | did you mean `name`?',
  ],
  [
    'a misspelt column of an expected row',
    "{ input: ref('raw'), rows: [] }",
    '{ rows: [{ id: 1, amuont: 2 }] }',
    'M607 models/u.yml:6:31 the output of `plain` has no column `amuont` | did you mean `amount`?',
  ],
  [
    'a value that is no number',
    "{ input: ref('raw'), rows: [{ id: 1 }, { id: x }] }",
    '{ rows: [] }',
    'M606 models/u.yml:5:54 `x` does not fit `id`, which is INTEGER',
  ],
  [
    'a fraction in a column of whole numbers',
    "{ input: ref('raw'), rows: [{ id: 1.5 }] }",
    '{ rows: [] }',
    'M606 models/u.yml:5:43 `1.5` does not fit `id`, which is INTEGER',
  ],
  [
    'digits that a decimal does not keep',
    "{ input: ref('raw'), rows: [] }",
    '{ rows: [{ amount: 1.505 }] }',
    'M606 models/u.yml:6:32 `1.505` does not fit `amount`, which is DECIMAL(10,2)',
  ],
  [
    'what a query loses on its way into a column',
    "{ input: ref('raw'), format: sql, rows: 'select 1.5 as id' }",
    '{ rows: [] }',
    'M606 models/u.yml:5:49 `1.5` does not fit `id`, which is INTEGER | cast it in the query: `cast(… as INTEGER)`',
  ],
  [
    'an expected row without a column that others have',
    "{ input: ref('raw'), rows: [] }",
    '{ rows: [{ id: 1, name: x }, { id: 2 }] }',
    'M133 models/u.yml:6:42 this expected row has no `name`, and others have | write `name: null` if NULL is expected, or take `name` away from every row',
  ],
  [
    'rows that are given twice',
    "{ input: ref('raw'), rows: [] }\n      - { input: ref('raw'), rows: [] }",
    '{ rows: [] }',
    "M133 models/u.yml:6:18 `ref('raw')` is given twice",
  ],
  [
    'a query that the engine refuses',
    "{ input: ref('raw'), format: sql, rows: 'select 1 as id from nowhere' }",
    '{ rows: [] }',
    'M605 models/u.yml:5:49 table with name nowhere does not exist',
  ],
  [
    'a fixture of the other format',
    "{ input: ref('raw'), format: csv, fixture: f }",
    '{ rows: [] }',
    'M131 models/u.yml:5:52 there is no fixture `f.csv` | `tests/fixtures/f.sql` is there: write `format: sql`',
  ],
  [
    'a misspelt macro to override',
    "{ input: ref('raw'), rows: [] }",
    '{ rows: [] }\n    overrides: { macros: { is_incremetal: true } }',
    'M132 models/u.yml:7:28 there is no macro `is_incremetal` to override | did you mean `is_incremental`?',
  ],
  [
    'an environment variable that nothing reads',
    "{ input: ref('raw'), rows: [] }",
    '{ rows: [] }\n    overrides: { env_vars: { HOME: x } }',
    'M132 models/u.yml:7:30 nothing that is tested reads the environment variable `HOME` | take the override away',
  ],
])('%s', async (_, given, expected, said) => {
  const found = await saidOf(given, expected, { 'tests/fixtures/f.sql': 'select 1 as id' });
  expect(found).toEqual([said]);
});

test('mistakes in CSV have their line, in a block and in a file', async () => {
  const block = (rows: string) => `input: ref('raw')\n        format: csv\n        rows: |\n${rows}`;
  expect(await saidOf(block('          id,name\n          1,a\n          two,b'), '{ rows: [] }')).toEqual([
    'M606 models/u.yml:10:11 `two` does not fit `id`, which is INTEGER',
  ]);
  expect(await saidOf(block('          id,nam\n          1,a'), '{ rows: [] }')).toEqual([
    'M607 models/u.yml:8:11 `raw` has no column `nam` | did you mean `name`?',
  ]);
  expect(
    await saidOf("{ input: ref('raw'), format: csv, fixture: f }", '{ rows: [] }', {
      'tests/fixtures/f.csv': 'id,name\n1,"a\nb"\n2,b,c\n',
    }),
  ).toEqual(['M133 tests/fixtures/f.csv:4:1 this row has 3 cells, and the first line names 2 columns']);
});

test('a query that fails on the given rows is shown in the model', async () => {
  const yml =
    "unit_tests: [{ name: t, model: bad, given: [{ input: ref('raw'), rows: [{ name: x }] }], expect: { rows: [{ n: 1 }] } }]\n";
  const folder = project({
    ...files,
    'models/bad.sql': 'select name::integer as n from {{ref "raw"}}',
    'models/u.yml': yml,
  });
  const done = await ran(folder);
  expect(done.statuses).toEqual({ 'unit_test:bad.t': 'error' });
  expect(done.found).toEqual([
    "M605 models/bad.sql:1:12 could not convert string 'x' to INTEGER when casting from source column name",
  ]);
});

test('a model that the engine refuses is told once, and its unit tests are skipped', async () => {
  const folder = project({
    ...files,
    'models/m.sql': 'select nme from {{ref "raw"}}',
    'models/u.yml': 'unit_tests: [{ name: t, model: m, expect: { rows: [] } }]\n',
  });
  const done = await ran(folder, 'build', { select: ['m'] });
  expect(done.statuses).toEqual({ m: 'error', 'unit_test:m.t': 'skipped' });
  expect(done.found.map((one) => one.slice(0, 4))).toEqual(['M301']);
});

test('an input whose columns nobody knows', async () => {
  const folder = project({
    'models/s.yml': 'sources: [{ name: a, tables: [{ name: b, relation: x.y }] }]\n',
    'models/m.sql': 'select id from {{source "a" "b"}}',
    'models/u.yml':
      "unit_tests: [{ name: t, model: m, given: [{ input: \"source('a', 'b')\", rows: [{ id: 1 }] }], expect: { rows: [] } }]\n",
  });
  expect((await ran(folder)).found).toEqual([
    'M605 models/u.yml:1:14 the columns of `source:a.b` are not known: its columns are not declared and were not seen in a run | declare its `columns` with their `data_type`',
  ]);
});

test('`mart check` finds the mistakes without running anything', async () => {
  const folder = project({
    ...files,
    'models/u.yml': `unit_tests:
  - { name: fine, model: plain, given: [{ input: ref('raw'), rows: [{ id: 1 }] }], expect: { rows: [{ id: 2 }] } }
  - { name: column, model: plain, given: [{ input: ref('raw'), rows: [{ idd: 1 }] }], expect: { rows: [] } }
  - { name: value, model: plain, expect: { rows: [{ id: x }] } }
`,
  });
  const { refused } = await checkedIn(folder);
  expect(refused).toEqual({
    'unit_test:plain.column': ['M607 models/u.yml:3:73 `raw` has no column `idd` | did you mean `id`?'],
    'unit_test:plain.value': ['M606 models/u.yml:4:57 `x` does not fit `id`, which is INTEGER'],
  });
});

test('what is switched off is not looked at', async () => {
  const folder = project({
    ...files,
    'models/off.sql': '{{config enabled=false}} select 1 as id',
    'models/u.yml': `unit_tests:
  - { name: a, model: plain, config: { enabled: false }, given: [{ input: ref('nowhere'), rows: [] }], expect: { rows: [] } }
  - { name: b, model: off, expect: { rows: [] } }
  - { name: c, model: plain, config: { tags: [slow] }, expect: { rows: [] } }
`,
  });
  expect(await ran(folder)).toMatchObject({ statuses: { 'unit_test:plain.c': 'pass' }, found: [] });
  expect((await ran(folder, 'test', { select: ['tag:slow'] })).order).toEqual(['unit_test:plain.c']);
});
