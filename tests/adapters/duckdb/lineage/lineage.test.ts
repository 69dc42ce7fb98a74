import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Adapter, QueryLineage } from '../../../../src/adapter/port.ts';
import { readOperator } from '../../../../src/adapters/duckdb/lineage/operators.ts';
import type { Context } from '../../../../src/adapters/duckdb/lineage/output.ts';
import type { Operator } from '../../../../src/adapters/duckdb/lineage/plan.ts';
import { sources } from '../../../../src/adapters/duckdb/lineage/sources.ts';
import { Unreadable } from '../../../../src/adapters/duckdb/lineage/unreadable.ts';
import { failure, folder, keep, open, rows, target } from '../scratch.ts';
import { linesOf } from './shapes.ts';

function lineageOf(adapter: Adapter, sql: string): Promise<QueryLineage> {
  return adapter.read((session) => session.lineage(sql));
}

async function lines(adapter: Adapter, sql: string): Promise<readonly string[]> {
  return linesOf(await lineageOf(adapter, sql));
}

test('what the engine cannot tell is unknown, and says why', async () => {
  const adapter = await open();
  const files = folder();
  writeFileSync(join(files, 'a.csv'), 'x,y\n1,2\n');
  writeFileSync(join(files, 'a.json'), '[{"x": 1}]');
  await keep(adapter, 'create table t as select 1 as a, 2 as b');
  await rows(adapter, `copy t to '${files}/a.parquet'`);
  const cases: readonly (readonly [string, string])[] = [
    ['pivot t on a using sum(b)', 'it is a PIVOT whose columns depend on the data'],
    [`from read_csv('${files}/a.csv')`, 'the engine cannot write its plan down: CSVReaderSerialize not implemented'],
    [`select x from '${files}/a.json'`, 'the engine cannot write its plan down: JSONScan Serialize not implemented'],
    [
      `select t.a from t join read_parquet('${files}/a.parquet') p on p.a = t.a`,
      'it reads `read_parquet(…)`, which is neither a table nor made of its arguments alone',
    ],
    [
      'select table_name from duckdb_tables()',
      'it reads `duckdb_tables(…)`, which is neither a table nor made of its arguments alone',
    ],
    ['describe t', 'its plan has an operator that is not understood: LOGICAL_CHUNK_GET'],
    ['insert into t from t', 'its plan has an operator that is not understood: LOGICAL_INSERT'],
    ['select a from t where a = ?', 'the plan has an expression that is not understood: BOUND_PARAMETER'],
  ];
  for (const [sql, why] of cases) {
    expect(await lineageOf(adapter, sql), sql).toEqual({ columns: [], rows: [], unknown: why });
  }
});

test('a query that is wrong is refused with its place', async () => {
  const adapter = await open();
  await keep(adapter, 'create table t (a int)');
  expect(await failure(lineageOf(adapter, 'select nope from t'))).toMatchObject({ kind: 'column', position: 7 });
  expect(await failure(lineageOf(adapter, 'select a from nowhere'))).toMatchObject({ kind: 'table', position: 14 });
  expect(await failure(lineageOf(adapter, 'select a frm t where'))).toMatchObject({ kind: 'syntax' });
  expect(await failure(lineageOf(adapter, ''))).toMatchObject({ kind: 'other' });
});

test('names are what the query calls its columns', async () => {
  const adapter = await open();
  await keep(adapter, `create table "odd ""t"".x" ("Mixed Case" int, "a.b" int, "it's" int, "größe 😀" int, a_1 int)`);
  const names = async (sql: string) => {
    const columns = await adapter.read((session) => session.columns(sql));
    const lineage = await lineageOf(adapter, sql);
    expect(lineage.columns.map(({ name }) => name)).toEqual(columns.map(({ name }) => name));
    return lineage.columns.map(({ name, kind, from }) => [name, kind, ...from.map(({ column }) => column)].join(' '));
  };
  expect(await names('from "odd ""t"".x"')).toEqual([
    'Mixed Case pass-through Mixed Case',
    'a.b pass-through a.b',
    "it's pass-through it's",
    'größe 😀 pass-through größe 😀',
    'a_1 pass-through a_1',
  ]);
  const table = `"odd ""t"".x"`;
  expect(await names(`select "a.b" as a, "it's" as A, a_1, "a.b" || 'it''s' as a_1 from ${table}; -- end`)).toEqual([
    'a renamed a.b',
    "A renamed it's",
    'a_1 pass-through a_1',
    'a_1 derived a.b',
  ]);
  expect(await names(`select count(*), "MIXED CASE", -a_1 from ${table} group by all -- end`)).toEqual([
    'count_star() aggregated',
    'Mixed Case pass-through Mixed Case',
    '-(a_1) derived a_1',
  ]);
});

test('tables are told apart by schema and database, and the own database has no name', async () => {
  const path = join(folder(), 'warehouse.duckdb');
  const adapter = await open(target(path));
  await keep(adapter, 'create schema gold', 'create table t (a int)', 'create table gold.t (a int)');
  await rows(adapter, `attach ':memory:' as other`);
  await keep(adapter, 'create table other.main.t (a int)');
  const sql = 'select x.a, y.a + z.a as b from warehouse.main.t x, warehouse.gold.t y, other.t z';
  expect(await lines(adapter, sql)).toEqual([
    'a pass-through <- t.a',
    'b derived <- gold.t.a, other.main.t.a',
    'rows <-',
  ]);
});

test('lineage sees what its own transaction made, and does not spoil it', async () => {
  const adapter = await open();
  const found = await adapter.publish(async (session) => {
    await session.run('create table t (a int)');
    await session.lineage('select nope from t').catch(() => null);
    return { keep: true, value: await session.lineage('select a + 1 as b from t') };
  });
  expect(linesOf(found)).toEqual(['b derived <- t.a', 'rows <-']);
  expect(await rows(adapter, 'from t')).toEqual([]);
});

test('a query of many columns and long conditions', async () => {
  const adapter = await open();
  const names = Array.from({ length: 300 }, (_, at) => `c${at}`);
  await keep(adapter, `create table wide (${names.map((name) => `${name} int`).join(', ')})`);
  const sum = names.join(' + ');
  const where = names.map((name) => `${name} = 1`).join(' or ');
  const found = await lineageOf(adapter, `select *, ${sum} as total from wide where ${where}`);
  expect(found.columns.length).toBe(301);
  expect(found.columns[300]?.from.length).toBe(300);
  expect(found.rows.length).toBe(300);
});

const scan: Operator = {
  type: 'LOGICAL_GET',
  name: 'seq_scan',
  table_index: 0,
  names: ['a'],
  returned_types: [{ id: 'INTEGER' }],
  column_indexes: [{ index: 0 }],
  function_data: { catalog: 'memory', schema: 'main', table: 't' },
};

function read(operator: Operator): string {
  let ties = 0n;
  const context: Context = {
    sources: sources(),
    catalog: 'memory',
    ctes: new Map(),
    outer: null,
    newTie: () => 1n << ties++,
    read: readOperator,
  };
  try {
    readOperator(operator, context);
    return 'read';
  } catch (error) {
    if (error instanceof Unreadable) return error.message;
    throw error;
  }
}

test('a plan that says more than is known of it is not read', () => {
  const reference = {
    expression_class: 'BOUND_REF',
    type: 'BOUND_REF',
    index: 0,
    return_type: { id: 'INTEGER' },
  } as const;
  const projection = (one: object): Operator => ({
    type: 'LOGICAL_PROJECTION',
    table_index: 1,
    expressions: [{ ...reference, ...one }],
    children: [scan],
  });
  const more = (operator: Operator, key: string) => ({ ...operator, [key]: ['new'] });
  expect(read(scan)).toBe('read');
  expect(read(projection({}))).toBe('read');
  expect(read({ type: 'LOGICAL_NEW' })).toBe('its plan has an operator that is not understood: LOGICAL_NEW');
  expect(read({ type: 'toString' })).toBe('its plan has an operator that is not understood: toString');
  expect(read(more(scan, 'table_filters'))).toBe('the plan has LOGICAL_GET with `table_filters`');
  expect(read(projection({ modifier: 'new' }))).toBe('the plan has a reference with `modifier`');
  expect(read(projection({ index: 1 }))).toContain('does not fit');
  expect(read(projection({ return_type: { id: 'VARCHAR' } }))).toContain('does not fit');
  expect(read(projection({ expression_class: 'BOUND_NEW' }))).toContain('BOUND_NEW');
  expect(read({ ...projection({}), children: [scan, scan] })).toContain('with 2 inputs');
  expect(read({ type: 'LOGICAL_DELIM_GET', table_index: 4, chunk_types: [] })).toContain('outer rows');
  expect(read({ type: 'LOGICAL_CTE_REF', table_index: 4, cte_index: 9, chunk_types: [] })).toContain('not there');
  const join = { join_type: 'RIGHT_SEMI', children: [scan, scan], conditions: [] };
  expect(read({ type: 'LOGICAL_COMPARISON_JOIN', ...join })).toContain('RIGHT_SEMI');
});
