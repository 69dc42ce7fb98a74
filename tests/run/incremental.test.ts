import { describe, expect, it } from 'vitest';
import type { ModelSpec } from './support/nodes.ts';
import { openShop, type Shop } from './support/project.ts';

/** Runs an incremental model once for each delta; the last run. */
async function runs(shop: Shop, config: Partial<ModelSpec>, ...deltas: string[]) {
  let last = await shop.run({});
  for (const sql of deltas) {
    last = await shop.run({ models: { inc: { sql, materialized: 'incremental', ...config } } });
  }
  return last;
}

const rowsOf = (shop: Shop) => shop.values('select * from inc order by all');
const values = (...rows: string[]) => `select * from (values ${rows.join(', ')}) t(id, v)`;

describe('incremental: append', () => {
  it('adds every delta, and takes the branch that is meant', async () => {
    const shop = await openShop();
    const config = { next: "select 2 as id, 'later' as v where 2 > (select max(id) from {{this}})" };
    const first = await runs(shop, config, "select 1 as id, 'first' as v");
    expect(first.of('inc')).toMatchObject({ kind: 'incremental', rows: 1 });
    expect(first.of('inc').compiled).toContain("'first'");
    const second = await runs(shop, config, "select 1 as id, 'first' as v");
    expect(second.of('inc')).toMatchObject({ rows: 1 });
    const third = await runs(shop, config, "select 1 as id, 'first' as v");
    expect(third.of('inc')).toMatchObject({ rows: 0, status: 'success' });
    expect(await rowsOf(shop)).toEqual([
      ['1', 'first'],
      ['2', 'later'],
    ]);
  });

  it('keeps duplicates', async () => {
    const shop = await openShop();
    await runs(shop, {}, values("(1, 'a')"), values("(1, 'a')"));
    expect(await rowsOf(shop)).toHaveLength(2);
  });

  it('is built anew by a full refresh, unless its configuration says never', async () => {
    const shop = await openShop();
    const models = (sql: string) => ({
      models: {
        inc: { sql, materialized: 'incremental' as const },
        kept: { sql, materialized: 'incremental' as const, full_refresh: false },
      },
    });
    await shop.run(models(values("(1, 'a')")));
    await shop.run(models(values("(2, 'b')")), { fullRefresh: true });
    expect(await rowsOf(shop)).toEqual([['2', 'b']]);
    expect(await shop.values('select id from kept order by id')).toEqual([['1'], ['2']]);
  });
});

describe.each(['delete+insert', 'merge'] as const)('incremental: %s', (incremental_strategy) => {
  const keyed = { incremental_strategy, unique_key: ['id'] };

  it('replaces rows by key, keeps the others, adds new ones', async () => {
    const shop = await openShop();
    const last = await runs(
      shop,
      keyed,
      values("(1, 'hello')", "(2, 'bye')"),
      values("(1, 'hey')", "(3, 'new')"),
      values("(1, 'hey')", "(3, 'new')"),
    );
    expect(last.of('inc')).toMatchObject({ status: 'success', rows: 2 });
    expect(await rowsOf(shop)).toEqual([
      ['1', 'hey'],
      ['2', 'bye'],
      ['3', 'new'],
    ]);
    await runs(shop, keyed, `${values("(1, 'x')")} where false`);
    expect(await rowsOf(shop)).toHaveLength(3);
  });

  it('keys of several columns', async () => {
    const shop = await openShop();
    const sql = (...rows: string[]) => `select * from (values ${rows.join(', ')}) t(id, color, msg)`;
    await runs(
      shop,
      { incremental_strategy, unique_key: ['ID', 'color'] },
      sql("(1, 'blue', 'a')", "(2, 'red', 'b')"),
      sql("(1, 'blue', 'A')", "(2, 'green', 'c')"),
    );
    expect(await rowsOf(shop)).toEqual([
      ['1', 'blue', 'A'],
      ['2', 'green', 'c'],
      ['2', 'red', 'b'],
    ]);
  });

  it('a null key equals a null key', async () => {
    const shop = await openShop();
    await runs(shop, keyed, values('(1, 1)', '(null, 2)'), values('(null, 3)'), values('(null, 4)'));
    expect(await rowsOf(shop)).toEqual([
      ['1', '1'],
      [null, '4'],
    ]);
  });

  it('writes by name, not by position', async () => {
    const shop = await openShop();
    await runs(shop, keyed, "select 1 as id, 'a' as v, 'x' as w", "select 'y' as w, 'b' as v, 1 as id");
    expect(await rowsOf(shop)).toEqual([['1', 'b', 'y']]);
  });

  it('refuses the same key twice before anything is written, in a delta and in the first load', async () => {
    const shop = await openShop();
    const first = await runs(
      shop,
      keyed,
      values('(1, 10)', '(1, 20)', '(null, 1)', '(null, 2)', '(null, 3)', '(7, 7)'),
    );
    const [found] = first.of('inc').diagnostics;
    expect(found).toMatchObject({
      code: 'M502',
      message: '`unique_key` `id` has 2 values more than once',
      notes: ['id = null: 3 rows', 'id = 1: 2 rows'],
    });
    expect(await shop.values("select 1 from information_schema.tables where table_name = 'inc'")).toEqual([]);
    await runs(shop, keyed, values('(1, 0)', '(2, 0)'));
    const later = await runs(shop, keyed, values('(1, 10)', '(1, 20)'));
    expect(later.codes).toEqual(['M502']);
    expect(await rowsOf(shop)).toEqual([
      ['1', '0'],
      ['2', '0'],
    ]);
  });

  it('says which part of the key the model does not have', async () => {
    const shop = await openShop();
    const { of } = await runs(shop, { incremental_strategy, unique_key: ['idd'] }, values('(1, 1)'));
    expect(of('inc').diagnostics[0]).toMatchObject({
      code: 'M301',
      message: '`unique_key` names `idd`, which is no column of the model',
    });
  });

  it('leaves the old rows when a delta fails half-way', async () => {
    const shop = await openShop();
    const sql = (v: string) => `select 1 as id, cast('${v}' as integer) as v`;
    await runs(shop, keyed, sql('1'));
    const { statuses } = await runs(shop, keyed, sql('oops'));
    expect(statuses).toEqual({ inc: 'error' });
    await runs(shop, keyed, sql('2'));
    expect(await rowsOf(shop)).toEqual([['1', '2']]);
  });

  it('touches only rows that a predicate admits', async () => {
    const shop = await openShop();
    const config = { ...keyed, incremental_predicates: ["DBT_INTERNAL_DEST.v <> 'kept'"] };
    await runs(shop, config, values("(1, 'kept')", "(2, 'old')"), values("(2, 'new')"));
    expect(await rowsOf(shop)).toEqual([
      ['1', 'kept'],
      ['2', 'new'],
    ]);
    await runs(shop, config, values("(1, 'again')"));
    expect(await rowsOf(shop)).toContainEqual(['1', 'kept']);
  });

  it('needs a key', async () => {
    const shop = await openShop();
    const { codes } = await runs(shop, { incremental_strategy }, values('(1, 1)'));
    expect(codes).toEqual(['M105']);
  });
});

describe('incremental: merge', () => {
  const sql = (...rows: string[]) => `select * from (values ${rows.join(', ')}) t(id, a, b)`;
  const keyed = { incremental_strategy: 'merge', unique_key: ['id'] } as const;
  const deltas = [sql("(1, 'a1', 'b1')"), sql("(1, 'a2', 'b2')", "(2, 'a', 'b')")];

  it('updates only the columns that are named', async () => {
    const shop = await openShop();
    await runs(shop, { ...keyed, merge_update_columns: ['A'] }, ...deltas);
    expect(await rowsOf(shop)).toEqual([
      ['1', 'a2', 'b1'],
      ['2', 'a', 'b'],
    ]);
  });

  it('or all but some', async () => {
    const shop = await openShop();
    await runs(shop, { ...keyed, merge_exclude_columns: ['a'] }, ...deltas);
    expect(await rowsOf(shop)).toEqual([
      ['1', 'a1', 'b2'],
      ['2', 'a', 'b'],
    ]);
  });

  it('only inserts where a row is nothing but its key', async () => {
    const shop = await openShop();
    await runs(shop, keyed, 'select 1 as id', 'select unnest([1, 2]) as id');
    expect(await rowsOf(shop)).toEqual([['1'], ['2']]);
  });

  it('says which column it cannot update', async () => {
    const shop = await openShop();
    const { codes } = await runs(shop, { ...keyed, merge_update_columns: ['nope'] }, ...deltas);
    expect(codes).toEqual(['M301']);
  });
});

describe('incremental: a changed schema', () => {
  const keyed = { unique_key: ['id'] };
  const before = "select 1 as id, 'a' as x, 'b' as y";
  const after = "select 2 as id, 'c' as x, 7 as z";

  async function changed(config: Partial<ModelSpec>, ...deltas: string[]) {
    const shop = await openShop();
    const last = await runs(shop, { ...keyed, ...config }, ...deltas);
    const columns = await shop.adapter.read((session) => session.columns('select * from inc'));
    return { last, rows: await rowsOf(shop), columns: columns.map((one) => `${one.name} ${one.type}`) };
  }

  it('ignore: new columns are left out, missing ones are an error', async () => {
    const wider = await changed({}, before, "select 2 as id, 1 as new, 'c' as x, 'd' as y");
    expect(wider.columns).toEqual(['id INTEGER', 'x VARCHAR', 'y VARCHAR']);
    expect(wider.rows).toHaveLength(2);
    const { last, rows } = await changed({}, before, after);
    expect(last.of('inc').diagnostics[0]).toMatchObject({
      code: 'M503',
      message: 'the columns of the model have changed: `z` new, `y` gone',
    });
    expect(rows).toHaveLength(1);
  });

  it('append_new_columns: new ones are added, missing ones stay and are null in new rows', async () => {
    const { rows, columns } = await changed({ on_schema_change: 'append_new_columns' }, before, after, after);
    expect(columns).toEqual(['id INTEGER', 'x VARCHAR', 'y VARCHAR', 'z INTEGER']);
    expect(rows).toEqual([
      ['1', 'a', 'b', null],
      ['2', 'c', null, '7'],
    ]);
  });

  it('sync_all_columns: the table has the columns and types of the model', async () => {
    const config = { on_schema_change: 'sync_all_columns' } as const;
    const { rows, columns } = await changed(config, before, after, 'select 3::bigint as id, 1.5 as z');
    expect(columns).toEqual(['id BIGINT', 'z DECIMAL(2,1)']);
    expect(rows).toEqual([
      ['1', null],
      ['2', '7.0'],
      ['3', '1.5'],
    ]);
  });

  it('fail: any difference is an error that names it', async () => {
    const { last, rows } = await changed({ on_schema_change: 'fail' }, before, "select 1.5 as id, 'a' as x, 'b' as y");
    expect(last.of('inc').diagnostics[0]).toMatchObject({
      code: 'M503',
      message: 'the columns of the model have changed: `id` of another type',
      notes: ['`id` is DECIMAL(2,1), in the table INTEGER'],
    });
    expect(rows).toEqual([['1', 'a', 'b']]);
  });

  it.each([
    ['select 2 as id, 1.5 as v', 'DECIMAL(2,1)', "'1.5'"],
    ["select 2 as id, '007' as v", 'VARCHAR', "'007'"],
    ['select 2 as id, 3000000000 as v', 'BIGINT', "'3000000000'"],
  ])('refuses values that the narrower type of the table would change: %s', async (sql, type, value) => {
    for (const on_schema_change of ['ignore', 'append_new_columns'] as const) {
      const { last, rows } = await changed({ on_schema_change }, 'select 1 as id, 1 as v', sql);
      expect(last.of('inc').diagnostics[0]).toMatchObject({
        code: 'M503',
        message: `column \`v\` is now ${type} and the table has INTEGER: 1 value would be lost`,
        notes: [`for example ${value}`],
      });
      expect(rows).toHaveLength(1);
    }
  });

  it('stores values of another type that fit as they are', async () => {
    const { rows, columns } = await changed({}, 'select 1 as id, 1 as v', 'select 2::bigint as id, 2.0::double as v');
    expect(columns).toEqual(['id INTEGER', 'v INTEGER']);
    expect(rows).toEqual([
      ['1', '1'],
      ['2', '2'],
    ]);
  });

  it('sync_all_columns refuses to narrow what the table holds', async () => {
    const config = { on_schema_change: 'sync_all_columns' } as const;
    const { last, rows } = await changed(config, 'select 1 as id, 1.5 as v', 'select 2 as id, 2 as v');
    expect(last.of('inc').diagnostics).toMatchObject([
      {
        code: 'M503',
        message: 'column `v` is now INTEGER and the table has DECIMAL(2,1): 1 value of the table would be lost',
      },
    ]);
    expect(rows).toEqual([['1', '1.5']]);
  });
});
