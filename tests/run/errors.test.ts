import { describe, expect, it } from 'vitest';
import { openShop } from './support/project.ts';

/** The finding that a model's SQL leads to. */
async function finding(sql: string, materialized: 'view' | 'table' = 'table') {
  const shop = await openShop();
  const { of } = await shop.run({
    models: { people: 'select 1 as id, 2 as customer_id', m: { sql, materialized } },
  });
  expect(of('m').status).toBe('error');
  const [found] = of('m').diagnostics;
  if (!found) throw new Error('no finding');
  return found;
}

describe('errors of the engine', () => {
  it('points at a column that does not exist, in the file, with the near name', async () => {
    const found = await finding('select\n  custmer_id\nfrom {{people}} as p');
    expect(found).toMatchObject({ code: 'M301', severity: 'error', node: 'm' });
    expect(found.message).toContain('custmer_id');
    expect(found.labels[0]?.span).toEqual({
      file: 'models/m.sql',
      start: { line: 2, column: 3 },
      end: { line: 2, column: 13 },
    });
    expect(found.help).toBe('did you mean `customer_id`?');
    expect(found.notes).toEqual(['compiled SQL: target/compiled/models/m.sql:2']);
  });

  it('underlines the name and not what qualifies it', async () => {
    const found = await finding('select p.custmer_id from {{people}} as p');
    expect(found.labels[0]?.span).toMatchObject({ start: { column: 10 }, end: { column: 20 } });
  });

  it.each([
    ['M304', "select date '2024-01-01' + 'x' as d", 26],
    ['M310', 'select id, count(*) as n from {{people}}', 8],
    ['M302', 'select * from nosuch', 15],
    ['M303', 'select 1 +', 11],
    ['M305', 'select nosuch(1) as x', 8],
    ['M306', 'select id from {{people}} a, {{people}} b', 8],
  ])('%s: %s', async (code, sql, column) => {
    const found = await finding(sql);
    expect(found.code).toBe(code);
    expect(found.labels[0]?.span.start).toEqual({ line: 1, column });
  });

  it('counts columns in characters and finds the place behind an inserted name', async () => {
    const found = await finding("select '𝄞é' as x, nosuch from {{people}}", 'view');
    expect(found.labels[0]?.span).toEqual({
      file: 'models/m.sql',
      start: { line: 1, column: 19 },
      end: { line: 1, column: 25 },
    });
  });

  it('says which value does not fit', async () => {
    const found = await finding("select cast('many' as integer) as n");
    expect(found).toMatchObject({ code: 'M501' });
    expect(found.message).toContain('many');
  });

  it('refuses two statements in one model, and shows the second', async () => {
    const found = await finding("select ';' as a; -- one\n select 2 as b;");
    expect(found).toMatchObject({ code: 'M308', message: 'two statements in one model' });
    expect(found.labels[0]?.span.start).toEqual({ line: 1, column: 18 });
  });

  it('accepts a closing semicolon, comments and semicolons in text', async () => {
    const shop = await openShop();
    const { statuses } = await shop.run({
      models: {
        a: 'select 1 as x;',
        b: { sql: "select ';' as x ; -- the end; really\n", materialized: 'table' },
        c: 'select 1 as x -- no semicolon',
      },
    });
    expect(statuses).toEqual({ a: 'success', b: 'success', c: 'success' });
  });

  it.each(['table', 'view', 'incremental'] as const)('refuses two columns of one name: %s', async (materialized) => {
    const shop = await openShop();
    const project = (sql: string) => ({ models: { m: { sql, materialized } } });
    const first = await shop.run(project('select 1 as id, 2 as "ID"'));
    expect(first.of('m').diagnostics[0]).toMatchObject({ code: 'M309', message: 'two columns are called `ID`' });
    const fine = await shop.run(project('select 1 as id, 2 as id_1'));
    expect(fine.statuses).toEqual({ m: 'success' });
    const later = await shop.run(project('select a.id, b.id from (select 1 as id) a, (select 1 as id) b'));
    expect(later.codes).toEqual(['M309']);
  });
});
