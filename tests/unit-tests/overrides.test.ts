import { expect, test } from 'vitest';
import { project, write } from '../support/projects.ts';
import { ran } from './shop.ts';

test('variables, environment, macros, helpers and values of the run are overridden for one test', async () => {
  const folder = project({
    'project.yml':
      'name: shop\ntarget: dev\ntargets: { dev: { type: duckdb, path: shop.duckdb } }\nvars: { cutoff: 1, flag: false }\n',
    'macros/cents.sql': '({{col}} / 100)',
    'macros/own.ts': 'export const suffix = (word) => "_" + word;\n',
    'models/src.sql': 'select 1 as id, 100 as amount',
    'models/m.sql': `select id, {{> cents col="amount"}} as amount, '{{suffix "x"}}' as s, '{{env "PLACE" default="here"}}' as place,
  '{{run_started_at}}' as at, {{#if (var "flag")}}1{{else}}0{{/if}} as flag
from {{ref "src"}} where id >= {{var "cutoff"}}`,
    'models/u.yml': `unit_tests:
  - name: plain
    model: m
    given: [{ input: ref('src'), rows: [{ id: 1, amount: 200 }] }]
    expect: { rows: [{ id: 1, amount: 2, s: _x, place: here, flag: 0 }] }
  - name: all
    model: m
    overrides:
      vars: { cutoff: 5, flag: true }
      env_vars: { PLACE: there }
      macros: { cents: amount * 7, suffix: _y, run_started_at: 2020-01-01 }
    given: [{ input: ref('src'), rows: [{ id: 1, amount: 2 }, { id: 5, amount: 2 }] }]
    expect: { rows: [{ id: 5, amount: 14, s: _y, place: there, at: 2020-01-01, flag: 1 }] }
`,
  });
  expect((await ran(folder)).found).toEqual([]);
});

test('a branch that only the override takes has its inputs', async () => {
  const folder = project({
    'models/a.sql': 'select 1 as id',
    'models/b.sql': 'select 1 as id',
    'models/m.sql': 'select id from {{#if (eq (var "side" default="a") "a")}}{{ref "a"}}{{else}}{{ref "b"}}{{/if}}',
    'models/u.yml': `unit_tests:
  - name: other
    model: m
    overrides: { vars: { side: b } }
    given: [{ input: ref('b'), rows: [{ id: 2 }] }]
    expect: { rows: [{ id: 2 }] }
`,
  });
  expect((await ran(folder)).found).toEqual([]);
});

test('models in TypeScript are overridden too', async () => {
  const folder = project({
    'project.yml':
      'name: shop\ntarget: dev\ntargets: { dev: { type: duckdb, path: shop.duckdb } }\nvars: { least: 1 }\n',
    'models/src.sql': 'select 1 as id',
    'models/m.ts':
      "import { model } from 'duckmart';\nexport default model({}, ({ ref, db, vars }) => db.selectFrom(ref('src')).select('id').where('id', '>=', vars.least));\n",
    'models/u.yml': `unit_tests:
  - name: as_it_is
    model: m
    given: [{ input: ref('src'), rows: [{ id: 1 }, { id: 5 }] }]
    expect: { rows: [{ id: 1 }, { id: 5 }] }
  - name: overridden
    model: m
    overrides: { vars: { least: 5 } }
    given: [{ input: ref('src'), rows: [{ id: 1 }, { id: 5 }] }]
    expect: { rows: [{ id: 5 }] }
`,
  });
  expect((await ran(folder)).found).toEqual([]);
});

const incremental = {
  'models/src.sql': "select 1 as id, timestamp '2024-01-01' as ts",
  'models/m.sql':
    '{{config materialized="incremental" unique_key="id"}} select id, ts from {{ref "src"}} {{#if is_incremental}} where ts > (select coalesce(max(ts), timestamp \'1900-01-01\') from {{this}}) {{/if}}',
};

test('both sides of `is_incremental`, with rows of `this` or without', async () => {
  const side = (name: string, is: boolean, given: string, rows: string) =>
    `  - { name: ${name}, model: m, overrides: { macros: { is_incremental: ${is} } }, given: [{ input: ref('src'), rows: [{ id: 1, ts: 2024-01-01 }, { id: 2, ts: 2024-01-02 }] }${given}], expect: { rows: [${rows}] } }\n`;
  const folder = project({
    ...incremental,
    'models/u.yml': `unit_tests:\n${[
      side('first', false, '', '{ id: 1 }, { id: 2 }'),
      side('later', true, ', { input: this, rows: [{ ts: 2024-01-01 }] }', '{ id: 2 }'),
      side('on_nothing', true, '', '{ id: 1 }, { id: 2 }'),
    ].join('')}`,
  });
  expect((await ran(folder)).found).toEqual([]);
});

test('an incremental model needs to be told its side', async () => {
  const folder = project({
    ...incremental,
    'models/u.yml': 'unit_tests:\n  - { name: t, model: m, expect: { rows: [] } }\n',
  });
  const done = await ran(folder);
  expect(done.found).toEqual([
    'M134 models/u.yml:2:5 `m` asks for `is_incremental`, and the test does not say which it is | write `overrides: {macros: {is_incremental: true}}`, or false',
  ]);
  expect(done.exit).toBe(1);
});

test('a microbatch model is told its interval', async () => {
  const unit = (rest: string) =>
    `unit_tests: [{ name: t, model: m, ${rest} given: [{ input: ref('src'), rows: [{ day: 2025-12-01 }, { day: 2025-12-02 }] }], expect: { rows: [{ day: 2025-12-01 }] } }]\n`;
  const folder = project({
    'models/src.sql': "select date '2025-12-01' as day",
    'models/m.sql': `{{config materialized="incremental" incremental_strategy="microbatch" event_time="day" batch_size="day" begin="2025-12-01"}}
select day from {{ref "src"}} where day >= {{batch.start}} and day < {{batch.end}}`,
    'models/u.yml': unit('overrides: { macros: { batch: { start: 2025-12-01, end: 2025-12-02 } } },'),
  });
  expect((await ran(folder)).found).toEqual([]);
  write(folder, { 'models/u.yml': unit('') });
  expect((await ran(folder)).found[0]).toMatch(/^M134 models\/u.yml:1:14 `m` reads `batch`, and the test does not say/);
});

test('each version is tested, or those that are named', async () => {
  const folder = project({
    'models/src.sql': 'select 1 as id',
    'models/v_v1.sql': 'select id from {{ref "src"}}',
    'models/v_v2.sql': 'select id, 2 as two from {{ref "src"}}',
    'models/after.sql': 'select id from {{ref "v" v=1}}',
    'models/u.yml': `models: [{ name: v, latest_version: 2, versions: [{ v: 1 }, { v: 2 }] }]
unit_tests:
  - { name: all, model: v, given: [{ input: ref('src'), rows: [{ id: 4 }] }], expect: { rows: [{ id: 4 }] } }
  - { name: some, model: v, versions: { include: [2] }, expect: { rows: [] } }
  - { name: rest, model: v, versions: { exclude: [2] }, expect: { rows: [] } }
  - { name: reads, model: after, given: [{ input: "ref('v', v=1)", rows: [{ id: 3 }] }], expect: { rows: [{ id: 3 }] } }
`,
  });
  const done = await ran(folder);
  expect(done.found).toEqual([]);
  expect([...done.order].sort()).toEqual([
    'unit_test:after.reads',
    'unit_test:v.all_v1',
    'unit_test:v.all_v2',
    'unit_test:v.rest_v1',
    'unit_test:v.some_v2',
  ]);
  expect(Object.keys((await ran(folder, 'test', { select: ['unit_test:all'] })).statuses).sort()).toEqual([
    'unit_test:v.all_v1',
    'unit_test:v.all_v2',
  ]);
});

test('macros are tested by the SQL that they render', async () => {
  const test = (name: string, rest: string) => `  - { name: ${name}, ${rest} }\n`;
  const folder = project({
    'project.yml':
      'name: shop\ntarget: dev\ntargets: { dev: { type: duckdb, path: shop.duckdb } }\nvars: { digits: 2 }\n',
    'macros/cents.sql': 'round({{col}} / 100.0, {{var "digits"}})\n',
    'macros/kinds.sql':
      "{{#each kinds}}sum(case when kind = '{{this}}' then 1 end) as {{this}}{{#unless @last}},\n{{/unless}}{{/each}}",
    'macros/latest.sql': 'select max(id) from {{ref "src"}}',
    'models/src.sql': 'select {{> cents col="100"}} as id',
    'models/u.yml': `unit_tests:\n${[
      test('spaces', "macro: cents, arguments: { col: amount }, expect: 'round( amount/100.0 ,2 )'"),
      test(
        'digits',
        "macro: cents, overrides: { vars: { digits: 0 } }, arguments: { col: amount }, expect: 'round(amount / 100.0, 0)'",
      ),
      test(
        'list',
        "macro: kinds, arguments: { kinds: [a, b] }, expect: \"sum(case when kind = 'a' then 1 end) as a, sum(case when kind = 'b' then 1 end) as b\"",
      ),
      test('relation', 'macro: latest, expect: \'select max(id) from {{ref "src"}}\''),
      test(
        'text_counts',
        'macro: kinds, arguments: { kinds: [a] }, expect: "sum(case when kind = \'A\' then 1 end) as a"',
      ),
    ].join('')}`,
  });
  const done = await ran(folder);
  expect(done.statuses).toEqual({
    'unit_test:cents.spaces': 'pass',
    'unit_test:cents.digits': 'pass',
    'unit_test:kinds.list': 'pass',
    'unit_test:latest.relation': 'pass',
    'unit_test:kinds.text_counts': 'fail',
  });
  expect(done.found).toEqual(['M604 models/u.yml:6:5 text_counts: `kinds` renders other SQL than expected']);
  expect(done.results.find(({ status }) => status === 'fail')?.message).toBe(
    "`kinds` renders other SQL than expected\n\nexpected: sum(case when kind = 'A' then 1 end) as a\nrendered: sum(case when kind = 'a' then 1 end) as a",
  );
});
