import { expect, test } from 'vitest';
import fc from '../../support/property.ts';
import { failure, keep, open, rows } from './scratch.ts';

test('rows are JavaScript values, exact where numbers would not be', async () => {
  const adapter = await open();
  const [row] = await rows(
    adapter,
    `select 1::bigint as small, 9007199254740993::bigint as big, 170141183460469231731687303715884105727::hugeint as huge,
      12.50::decimal(10, 2) as money, date '2024-02-29' as d, timestamp '2024-01-01 10:00:00.5' as ts,
      timestamptz '2024-01-01 10:00:00+02' as tz, time '10:00:00' as t, 1.5::double as x, 'nan'::double as nan, '-inf'::double as inf,
      null as nothing, true as yes, [1, null] as list, [1, 2]::int[2] as arr, {'a': 1, 'b': [date '2024-01-01']} as s,
      map {'k': 1.10::decimal(3, 2)} as m, 'x'::blob as b, '00000000-0000-0000-0000-000000000001'::uuid as id,
      interval 1 month as iv, 'u'::enum('u', 'v') as e, union_value(n := 3) as u, '{"a": 1}'::json as j, 1 as "__proto__"`,
  );
  expect(row).toEqual({
    small: 1,
    big: 9007199254740993n,
    huge: 170141183460469231731687303715884105727n,
    money: '12.50',
    d: '2024-02-29',
    ts: '2024-01-01 10:00:00.5',
    tz: '2024-01-01 08:00:00+00',
    t: '10:00:00',
    x: 1.5,
    nan: Number.NaN,
    inf: Number.NEGATIVE_INFINITY,
    nothing: null,
    yes: true,
    list: [1, null],
    arr: [1, 2],
    s: { a: 1, b: ['2024-01-01'] },
    m: [{ key: 'k', value: '1.10' }],
    b: 'x',
    id: '00000000-0000-0000-0000-000000000001',
    iv: '1 month',
    e: 'u',
    u: 3,
    j: '{"a": 1}',
    ['__proto__']: 1,
  });
});

test('more rows than fit one chunk, in order', async () => {
  const adapter = await open();
  const found = await rows(adapter, 'select range as a from range(5000) order by a');
  expect(found.map((row) => row.a)).toEqual(Array.from({ length: 5000 }, (_, index) => index));
});

test('column types are spelled as the engine describes them', async () => {
  const adapter = await open();
  await keep(adapter, "create type mood as enum ('sad', 'it''s')");
  const sql = `select 1::decimal(10, 2) as d, {'a': 1, 'B c': 'x', 'select': '{}'::json} as s, 'sad'::mood as m, now() as tz,
    '{}'::json as j, [1] as l, map {'a': [1]} as mp, [1, 2]::int[2] as ar, union_value(k := 1) as u, 1::hugeint as h, ''::blob as b,
    uuid() as id, interval 1 day as iv, '10:00+01'::timetz as ttz, '1'::bit as bt, null as nothing, [{'q': '[]'::json}] as lj`;
  const described = await rows(adapter, `describe ${sql}`);
  const columns = await adapter.read((session) => session.columns(sql));
  expect(columns).toEqual(described.map((row) => ({ name: row.column_name, type: row.column_type })));
  expect(columns.slice(0, 5).map((column) => column.type)).toEqual([
    'DECIMAL(10,2)',
    'STRUCT(a INTEGER, "B c" VARCHAR, "select" JSON)',
    "ENUM('sad', 'it''s')",
    'TIMESTAMP WITH TIME ZONE',
    'JSON',
  ]);
});

test('columns of a pivot over the data, and of two columns with one name', async () => {
  const adapter = await open();
  await keep(adapter, "create table t as select * from (values ('a', 1), ('b', 2)) v(k, n)");
  const columns = (sql: string) => adapter.read((session) => session.columns(sql));
  expect(await columns('pivot t on k using sum(n)')).toEqual([
    { name: 'a', type: 'HUGEINT' },
    { name: 'b', type: 'HUGEINT' },
  ]);
  expect((await columns('select 1 as x, 2 as x')).map((column) => column.name)).toEqual(['x', 'x']);
  expect(await failure(columns('select nope from t'))).toMatchObject({ kind: 'column', subject: 'nope', position: 7 });
});

test('looking for columns in vain does not spoil a transaction', async () => {
  const adapter = await open();
  await adapter.publish(async (session) => {
    await session.run('create table t as select 1 as a');
    await session.columns('from nowhere').catch(() => []);
    return { keep: true, value: null };
  });
  expect(await rows(adapter, 'from t')).toEqual([{ a: 1 }]);
});

test('run tells how many rows changed', async () => {
  const adapter = await open();
  const run = (sql: string) => keep(adapter, sql);
  expect(await run('create table t as select range as a from range(5)')).toBe(5);
  expect(await run('create table "Count" as select 3::bigint as "Count" where false')).toBe(0);
  expect(await run('insert into t values (9) returning a')).toBe(1);
  expect(
    await run(
      'merge into t using (select 9 as a union all select 10) s on t.a = s.a when matched then delete when not matched then insert',
    ),
  ).toBe(2);
  expect(await run('delete from t where a < 2')).toBe(2);
  expect(await run('alter table t add column b int')).toBe(0);
  expect(await run('select 7::bigint as "Count"')).toBe(0);
});

test('relations are the lasting ones, with their kind', async () => {
  const adapter = await open();
  await keep(
    adapter,
    'create schema gold',
    'create table gold.t (a int)',
    'create view v as select 1 as a',
    'create temp table x (a int)',
  );
  const found = [...(await adapter.relations())].sort((a, b) => a.name.localeCompare(b.name));
  expect(found).toEqual([
    { schema: 'gold', name: 't', kind: 'table', size: 0, shape: expect.any(String) },
    { schema: 'main', name: 'v', kind: 'view', size: 0, shape: expect.any(String) },
  ]);
});

test('statements are counted, and a pivot is one', async () => {
  const adapter = await open();
  const cases: [string, number][] = [
    ['', 0],
    ['-- nothing;\n /* ; */ ;;', 0],
    ['select 1', 1],
    ['select \';\', ";" from t; -- ;', 1],
    ['select 1; select 2;', 2],
    ['pivot t on k using sum(n)', 1],
    ['select $$ ; $$; select $a$ $$;$$ $a$', 2],
  ];
  for (const [sql, count] of cases) expect([sql, await adapter.statements(sql)]).toEqual([sql, count]);
});

test('statements are counted as the engine does', async () => {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const adapter = await open();
  const piece = fc.constantFrom(
    'select 1',
    'select a.b',
    "select 'it''s;'",
    'select "q;"";"',
    'select $x$;$x$',
    ';',
    '-- c;\n',
    '/* ; */',
    ' ',
    '\n',
    "select e'a\\';b'",
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
      const sql = pieces.join(' ');
      let expected = 0;
      try {
        expected = (await connection.extractStatements(sql)).count;
      } catch (error) {
        fc.pre(!String(error).includes('Parser'));
      }
      expect(await adapter.statements(sql)).toBe(expected);
    }),
    { numRuns: 300 },
  );
  connection.closeSync();
});
