import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { project } from '../support/projects.ts';
import { differenceOf, ran } from './shop.ts';

/** A model `m` over `src`, and unit tests. */
function over(sql: string, tests: string, files: Readonly<Record<string, string>> = {}): string {
  return project({
    'models/src.sql': "select 1 as id, 'a' as name, 1.50::decimal(10,2) as amount, date '2024-01-01' as day",
    'models/m.sql': sql,
    'models/u.yml': `unit_tests:\n${tests}`,
    ...files,
  });
}

const plain = 'select id, upper(name) as name, amount, day from {{ref "src"}}';

test('given and expected rows may be partial, in any order, and nothing of the target is touched', async () => {
  const folder = over(
    plain,
    `  - name: partial
    model: m
    given:
      - input: ref('src')
        rows: [{ id: 1, name: ann }, { NAME: bob, id: 2 }, { id: 3 }]
    expect:
      rows: [{ id: 3, name: null }, { id: 2, name: BOB }, { id: 1, name: ANN }]
`,
  );
  expect(await ran(folder)).toMatchObject({ statuses: { 'unit_test:m.partial': 'pass' }, exit: 0 });
  expect(existsSync(join(folder, 'shop.duckdb'))).toBe(false);
});

test('what is not given is empty, and typed', async () => {
  const folder = over(
    'select s.id, o.v from {{ref "src"}} s left join {{ref "other"}} o using (id)',
    `  - name: one_side
    model: m
    given: [{ input: ref('src'), rows: [{ id: 1 }] }]
    expect: { rows: [{ id: 1, v: null }] }
  - name: nothing
    model: m
    expect: { rows: [] }
`,
    { 'models/other.sql': 'select 1 as id, 2 as v' },
  );
  expect((await ran(folder)).statuses).toEqual({ 'unit_test:m.one_side': 'pass', 'unit_test:m.nothing': 'pass' });
});

test('CSV: quoted commas, quotes, line breaks; empty is NULL, quoted empty is empty text', async () => {
  const folder = over(
    'select id, name, amount from {{ref "src"}}',
    `  - name: csv
    model: m
    given:
      - input: ref('src')
        format: csv
        rows: |
          id,name,amount
          1,"a, b",1.5
          2,"say ""hi""",
          3,,0
          4,"",0

          5,"two
          lines",-1.25
    expect:
      rows:
        - { id: 1, name: 'a, b', amount: 1.5 }
        - { id: 2, name: 'say "hi"', amount: null }
        - { id: 3, name: null, amount: 0 }
        - { id: 4, name: '', amount: 0 }
        - { id: 5, name: "two\\nlines", amount: -1.25 }
`,
  );
  expect((await ran(folder)).found).toEqual([]);
});

test('fixtures of CSV and of SQL, wherever they lie below the folder; SQL reads what else is given', async () => {
  const folder = over(
    'select s.id, o.v from {{ref "src"}} s join {{ref "other"}} o using (id)',
    `  - name: files
    model: m
    given:
      - { input: ref('other'), format: sql, fixture: others }
      - { input: ref('src'), format: csv, fixture: sources }
    expect: { format: csv, fixture: expected }
`,
    {
      'models/other.sql': 'select 1 as id, 2 as v',
      'tests/fixtures/deep/sources.csv': 'id,name\r\n7,x\r\n8,y\r\n',
      'tests/fixtures/others.sql': 'select id, id * {{var "times"}} as v from {{ref "src"}};\n',
      'tests/fixtures/expected.csv': 'v,id\n70,7\n80,8\n',
      'project.yml':
        'name: shop\ntarget: dev\ntargets: { dev: { type: duckdb, path: shop.duckdb } }\nvars: { times: 10 }\n',
    },
  );
  expect((await ran(folder)).found).toEqual([]);
});

test('lists, structs, maps and times as YAML or as text of the engine', async () => {
  const folder = over(
    'select * from {{ref "rich"}}',
    `  - name: rich
    model: m
    given:
      - input: ref('rich')
        rows:
          - { li: [1, null], st: { x: 1, y: a }, ma: { k: 2 }, iv: 1 month, ts: 2024-01-01T10:00:00, tz: 2024-01-01 10:00:00+02, bo: true, du: .nan }
          - { li: '[3]', st: "{'x': 2, 'y': b}", ma: '{j=1}', iv: 30 days, ts: 2024-01-02, tz: null, bo: false, du: -.inf }
    expect:
      format: sql
      rows: |
        select [3] as li, {'x': 2, 'y': 'b'} as st, map {'j': 1} as ma, interval '30 days' as iv, timestamp '2024-01-02' as ts,
          null::timestamptz as tz, false as bo, '-inf'::double as du
        union all
        select [1, null], {'x': 1, 'y': 'a'}, map {'k': 2}, interval '1 month', timestamp '2024-01-01 10:00:00', timestamptz '2024-01-01 08:00:00+00', true, 'nan'::double
`,
    {
      'models/rich.sql':
        "select [1] as li, {'x': 1, 'y': ''} as st, map {'a': 1} as ma, interval '1 day' as iv, now()::timestamp as ts, now() as tz, true as bo, 1.0::double as du",
    },
  );
  expect((await ran(folder)).found).toEqual([]);
});

test('sources and seeds are inputs, also a source that is the table of a seed; a seed may be given its own file', async () => {
  const folder = project({
    'seeds/raw.csv': 'id,v\n1,10\n2,20\n',
    'models/s.yml':
      'sources:\n  - { name: a, tables: [{ name: orders, relation: main.raw }] }\n  - { name: b, tables: [{ name: orders, relation: other.orders, columns: [{ name: id, data_type: bigint }] }] }\n',
    'models/m.sql':
      'select r.id, r.v, a.v as av, b.id as bid from {{ref "raw"}} r left join {{source "a" "orders"}} a using (id) left join {{source "b" "orders"}} b using (id)',
    'models/u.yml': `unit_tests:
  - name: own_rows
    model: m
    given:
      - input: ref('raw')
      - { input: "source('a', 'orders')", rows: [{ id: 2, v: 5 }] }
      - { input: "source('b','orders')", rows: [{ id: 1 }] }
    expect:
      rows: [{ id: 1, v: 10, av: null, bid: 1 }, { id: 2, v: 20, av: 5, bid: null }]
`,
  });
  expect((await ran(folder)).found).toEqual([]);
});

test('an ephemeral model is given rows, or computed when what it reads is given, or empty', async () => {
  const folder = over(
    'select e.id, e.twice, d.name from {{ref "e2"}} e left join {{ref "src"}} d using (id)',
    `  - name: given_rows
    model: m
    given: [{ input: ref('e2'), rows: [{ id: 1, twice: 7 }] }]
    expect: { rows: [{ id: 1, twice: 7 }] }
  - name: given_behind
    model: m
    given: [{ input: ref('src'), rows: [{ id: 1, name: x, amount: 3 }] }]
    expect: { rows: [{ id: 1, twice: 6, name: x }] }
  - name: given_between
    model: m
    given: [{ input: ref('e1'), rows: [{ id: 4, amount: 2 }] }, { input: ref('src'), rows: [{ id: 4, name: y }] }]
    expect: { rows: [{ id: 4, twice: 4, name: y }] }
  - name: overridden_behind
    model: m
    overrides: { vars: { factor: 10 } }
    given: [{ input: ref('src'), rows: [{ id: 1, amount: 3 }] }]
    expect: { rows: [{ id: 1, twice: 30 }] }
  - name: empty
    model: m
    expect: { rows: [] }
`,
    {
      'models/e1.sql': '{{config materialized="ephemeral"}} select id, amount from {{ref "src"}}',
      'models/e2.sql':
        '{{config materialized="ephemeral"}} select id, amount * {{var "factor" default=2}} as twice from {{ref "e1"}}',
    },
  );
  expect((await ran(folder)).found).toEqual([]);
});

test('tables are called by their names, also in front of columns', async () => {
  const folder = over(
    'with recursive n as (select 1 as i union all select i + 1 from n where i < 2) select src.id, main.src.name, i from {{ref "src"}}, n order by i desc;',
    `  - name: names
    model: m
    given: [{ input: ref('src'), rows: [{ id: 1, name: a }] }]
    expect: { rows: [{ id: 1, name: a, i: 1 }, { id: 1, name: a, i: 2 }] }
`,
  );
  expect((await ran(folder)).found).toEqual([]);
});

test('rows of one test are not seen by another, however many run at once', async () => {
  const tests = Array.from(
    { length: 30 },
    (_, n) =>
      `  - { name: t${n}, model: m, given: [{ input: ref('src'), rows: [{ id: ${n} }] }], expect: { rows: [{ id: ${n} }] } }\n`,
  );
  const done = await ran(over('select id from {{ref "src"}}', tests.join('')), 'unit-test', { threads: 4 });
  expect(done.found).toEqual([]);
  expect(done.results).toHaveLength(30);
});

test('files of a source: the columns about delivery may be given', async () => {
  const folder = project({
    'landing/a.csv': 'id,v\n1,2\n',
    'models/s.yml':
      'sources: [{ name: l, tables: [{ name: a, files: landing/*.csv, columns: [{ name: id, data_type: integer }, { name: v, data_type: integer }] }] }]\n',
    'models/m.sql': 'select id, v, _source_file as f from {{source "l" "a"}}',
    'models/u.yml':
      "unit_tests: [{ name: t, model: m, given: [{ input: \"source('l', 'a')\", rows: [{ id: 1, _source_file: x.csv }] }], expect: { rows: [{ id: 1, v: null, f: x.csv }] } }]\n",
  });
  expect((await ran(folder)).found).toEqual([]);
});

test('ten thousand rows', async () => {
  const lines = Array.from({ length: 10_000 }, (_, n) => `${n},name ${n},${n}.25,2024-01-01`);
  const folder = over(
    plain,
    `  - name: many
    model: m
    given: [{ input: ref('src'), format: csv, fixture: many }]
    expect: { format: csv, fixture: made }
  - name: many_but_one
    model: m
    given: [{ input: ref('src'), format: csv, fixture: many }]
    expect: { format: csv, fixture: one_off }
`,
    {
      'tests/fixtures/many.csv': `id,name,amount,day\n${lines.join('\n')}\n`,
      'tests/fixtures/made.csv': `id,name,amount,day\n${lines.toReversed().join('\n').toUpperCase()}\n`,
      'tests/fixtures/one_off.csv': `id,name,amount,day\n${lines.join('\n').toUpperCase().replace('NAME 77,', 'NAME X,')}\n`,
    },
  );
  const before = process.cpuUsage();
  const done = await ran(folder);
  const { user } = process.cpuUsage(before);
  expect(done.statuses).toEqual({ 'unit_test:m.many': 'pass', 'unit_test:m.many_but_one': 'fail' });
  expect(differenceOf(done, 'many_but_one')).toEqual([
    '1 row changed',
    '   id  name              amount  day',
    '~  77  NAME X → NAME 77  77.25   2024-01-01',
  ]);
  // Forty thousand rows are read and cast: about a second.
  expect(user / 1e6).toBeLessThan(6);
});
