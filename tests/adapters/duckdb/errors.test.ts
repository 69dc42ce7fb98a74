import { expect, test } from 'vitest';
import type { EngineError } from '../../../src/adapter/port.ts';
import { failure, keep, open } from './scratch.ts';

async function refused(sql: string): Promise<EngineError> {
  const adapter = await open();
  await keep(adapter, 'create table orders (id int, amount int, "größe" varchar)', 'create view v as select 1 as id');
  return failure(adapter.read((session) => session.rows(sql)));
}

test.each([
  ['select amout from orders', 'column', 'Referenced column "amout" not found in FROM clause!', 7, 'amout', ['amount']],
  ['select o.nope from orders o', 'column', 'Table "o" does not have a column named "nope"', 7, 'nope', ['amount']],
  ['select x.id from orders', 'table', 'Referenced table "x" not found!', 7, 'x', ['orders']],
  ['select * from ordrs', 'table', 'Table with name ordrs does not exist!', 14, 'ordrs', ['orders']],
  [
    'from gold.t',
    'table',
    'Table with name "gold.t" does not exist because schema "gold" does not exist.',
    5,
    'gold.t',
    [],
  ],
  ['select flor(1.5)', 'function', 'Scalar Function with name flor does not exist!', 7, 'flor', ['floor']],
  ['selec 1', 'syntax', 'syntax error at or near "selec"', 0, null, []],
  ['select (1', 'syntax', 'syntax error at end of input', 9, null, []],
  [
    'select id from orders, v',
    'ambiguous',
    'Ambiguous reference to column name "id" (use: "orders.id" or "v.id")',
    7,
    'id',
    ['orders.id', 'v.id'],
  ],
  [
    "select abs('2024-01-01'::date)",
    'type',
    "No function matches the given name and argument types 'abs(DATE)'. There is abs(TINYINT) -> TINYINT, abs(SMALLINT) -> SMALLINT, abs(INTEGER) -> INTEGER and others",
    7,
    'abs',
    [],
  ],
  [
    "select date '2024-01-01' > 1",
    'type',
    'Cannot compare values of type DATE and type INTEGER - an explicit cast is required',
    25,
    null,
    [],
  ],
  ["select 'abc'::int", 'conversion', "Could not convert string 'abc' to INTEGER", 12, null, []],
  [
    'select 300::tinyint',
    'conversion',
    "Type INTEGER with value 300 can't be cast because the value is out of range for the destination type TINYINT",
    10,
    null,
    [],
  ],
  [
    'select 9223372036854775807 + 1',
    'conversion',
    'Overflow in addition of BIGINT (9223372036854775807 + 1)!',
    null,
    null,
    [],
  ],
  ['select 1::nosuch', 'type', 'Type with name nosuch does not exist!', 10, 'nosuch', ['struct']],
  ['select error(\'my {"own": words}\')', 'other', 'my {"own": words}', null, null, []],
  ['drop table v', 'other', 'Existing object v is of type View, trying to drop type Table', null, null, []],
] as const)('%s', async (sql, kind, message, position, subject, candidates) => {
  const error = await refused(sql);
  expect({ ...error, message: error.message }).toEqual({
    name: 'EngineError',
    kind,
    message,
    sql,
    position,
    subject,
    candidates,
    help: null,
  });
});

test('tables of other schemas are candidates one by one', async () => {
  const adapter = await open();
  await keep(
    adapter,
    'create schema a',
    'create schema b',
    'create table a.daily (i int)',
    'create table b.daily (i int)',
  );
  expect(await failure(keep(adapter, 'select * from daily'))).toMatchObject({ candidates: ['a.daily', 'b.daily'] });
  await keep(adapter, 'create schema c', 'create table c.daily (i int)');
  const three = ['a.daily', 'b.daily', 'c.daily'];
  expect(await failure(keep(adapter, 'select * from daily'))).toMatchObject({ candidates: three });
});

test('a position is a UTF-16 offset in the statement, whatever stands before it', async () => {
  const sql = "select '🦆é', größ from orders";
  expect(await refused(sql)).toMatchObject({ position: sql.indexOf('größ'), subject: 'größ', candidates: ['größe'] });
  const adapter = await open();
  const first = "select '🦆é', nope";
  expect(await failure(keep(adapter, first))).toMatchObject({ position: first.indexOf('nope') });
  expect(await failure(keep(adapter, 'select 1', first))).toMatchObject({ position: first.indexOf('nope') });
});

test('broken constraints', async () => {
  const adapter = await open();
  await keep(adapter, 'create table k (a int not null, b int check (b > 0), c int unique)');
  const cases = { '(null, 1, 1)': 'NOT NULL', '(1, 0, 1)': 'CHECK', '(1, 1, 1), (1, 1, 1)': 'UNIQUE' };
  for (const [values, text] of Object.entries(cases)) {
    const error = await failure(keep(adapter, `insert into k values ${values}`));
    expect(error.kind).toBe('constraint');
    expect(error.message).toContain(text);
  }
});

test('files that are not there, extensions that are not built in', async () => {
  expect((await refused("select * from read_csv('/nowhere/at-all.csv')")).kind).toBe('file');
  expect((await refused("select * from 'https://127.0.0.1:1/x.parquet'")).kind).toBe('file');
  expect((await refused('select st_point(1, 2)')).kind).toBe('function');
});
