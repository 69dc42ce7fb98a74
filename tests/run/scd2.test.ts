import { describe, expect, it } from 'vitest';
import type { ModelSpec } from './support/nodes.ts';
import { openShop, type Shop } from './support/project.ts';

const day = (n: number) => `2024-01-${String(n).padStart(2, '0')} 00:00:00`;
const at = (n: number) => new Date(`${day(n).replace(' ', 'T')}Z`);
const people = (...rows: string[]) => `select id, v, ts::timestamp as ts from (values ${rows.join(', ')}) t(id, v, ts)`;

async function snapshot(shop: Shop, config: Partial<ModelSpec>, sql: string, now = at(20)) {
  const spec = { sql, materialized: 'scd2' as const, unique_key: ['id'], strategy: 'timestamp' as const, ...config };
  return shop.run({ models: { snap: spec } }, { now });
}

const history = (shop: Shop, columns = 'id, v, valid_from, valid_to, is_current') =>
  shop.values(`select ${columns} from snap order by id, valid_from`);

const byTime = { updated_at: 'ts' };
const byValue = { strategy: 'check', check_cols: 'all' } as const;

describe('scd2 by timestamp', () => {
  it('makes a version of every change, none of what stays or goes', async () => {
    const shop = await openShop();
    const first = await snapshot(shop, byTime, people(`(1, 'a', '${day(1)}')`, `(2, 'b', '${day(1)}')`));
    expect(first.of('snap')).toMatchObject({ kind: 'scd2', rows: 2 });
    await snapshot(shop, byTime, people(`(1, 'a', '${day(1)}')`, `(2, 'b', '${day(1)}')`));
    const third = await snapshot(shop, byTime, people(`(1, 'A', '${day(2)}')`, `(3, 'c', '${day(1)}')`));
    expect(third.of('snap')).toMatchObject({ rows: 2 });
    expect(await history(shop)).toEqual([
      ['1', 'a', day(1), day(2), 'false'],
      ['1', 'A', day(2), null, 'true'],
      ['2', 'b', day(1), null, 'true'],
      ['3', 'c', day(1), null, 'true'],
    ]);
  });

  it('leaves older rows out, and says so', async () => {
    const shop = await openShop();
    await snapshot(shop, byTime, people(`(1, 'a', '${day(5)}')`, `(2, 'b', '${day(5)}')`));
    const { of } = await snapshot(shop, byTime, people(`(1, 'older', '${day(4)}')`, `(2, 'b', '${day(4)}')`));
    expect(of('snap')).toMatchObject({ status: 'success', rows: 0 });
    expect(of('snap').diagnostics).toMatchObject([
      {
        code: 'M521',
        severity: 'warning',
        message: '1 row came late: `ts` is older than in the current version, which stays',
        notes: ['for example id = 1'],
      },
    ]);
    expect(await history(shop, 'v')).toEqual([['a'], ['b']]);
  });

  it('refuses other values with the same instant, and leaves the history as it is', async () => {
    const shop = await openShop();
    await snapshot(shop, byTime, people(`(1, 'a', '${day(5)}')`, `(2, 'b', '${day(5)}')`));
    const { of } = await snapshot(shop, byTime, people(`(1, 'equal', '${day(5)}')`, `(2, 'c', '${day(6)}')`));
    expect(of('snap').diagnostics).toMatchObject([
      {
        code: 'M520',
        message: '1 row changed and has the same `ts` as before',
        notes: ['for example id = 1', 'what differs: `v`'],
      },
    ]);
    expect(await history(shop, 'v')).toEqual([['a'], ['b']]);
    const checked = { ...byValue, updated_at: 'ts' };
    await snapshot(shop, checked, people(`(1, 'equal', '${day(5)}')`, `(2, 'c', '${day(6)}')`));
    expect(await history(shop)).toEqual([
      ['1', 'a', day(5), `${day(5)}.000001`, 'false'],
      ['1', 'equal', `${day(5)}.000001`, null, 'true'],
      ['2', 'b', day(5), day(6), 'false'],
      ['2', 'c', day(6), null, 'true'],
    ]);
  });

  it('a row that is back begins no earlier than its past ended', async () => {
    const shop = await openShop();
    await snapshot(shop, byTime, people(`(1, 'a', '${day(1)}')`, `(2, 'b', '${day(1)}')`));
    await shop.adapter.publish(async (session) => {
      await session.run(`update snap set valid_to = timestamp '${day(9)}', is_current = false`);
      return { keep: true, value: null };
    });
    await snapshot(shop, byTime, people(`(1, 'a', '${day(2)}')`, `(2, 'b', '${day(11)}')`));
    expect(await history(shop)).toEqual([
      ['1', 'a', day(1), day(9), 'false'],
      ['1', 'a', day(9), null, 'true'],
      ['2', 'b', day(1), day(9), 'false'],
      ['2', 'b', day(11), null, 'true'],
    ]);
  });

  it('refuses an instant that is null', async () => {
    const shop = await openShop();
    const { of } = await snapshot(shop, byTime, people(`(1, 'a', null)`));
    expect(of('snap').diagnostics[0]).toMatchObject({
      code: 'M501',
      message: '`updated_at` names `ts`, which is null in 1 row',
    });
  });
});

describe('scd2 by values', () => {
  it('makes a version at the run that sees another value', async () => {
    const shop = await openShop();
    await snapshot(shop, byValue, people(`(1, 'a', '${day(1)}')`), at(10));
    await snapshot(shop, byValue, people(`(1, 'a', '${day(1)}')`), at(11));
    await snapshot(shop, byValue, people(`(1, null, '${day(1)}')`), at(12));
    await snapshot(shop, byValue, people(`(1, null, '${day(1)}')`), at(13));
    expect(await history(shop)).toEqual([
      ['1', 'a', day(10), day(12), 'false'],
      ['1', null, day(12), null, 'true'],
    ]);
  });

  it('looks only at the columns that are named', async () => {
    const shop = await openShop();
    const config = { strategy: 'check', check_cols: ['V'] } as const;
    await snapshot(shop, config, people(`(1, 'a', '${day(1)}')`), at(10));
    await snapshot(shop, config, people(`(1, 'a', '${day(2)}')`), at(11));
    expect(await history(shop, 'ts')).toEqual([[day(1)]]);
    const { codes } = await snapshot(shop, { strategy: 'check', check_cols: ['w'] }, people(`(1, 'a', '${day(2)}')`));
    expect(codes).toEqual(['M301']);
  });

  it('makes whole versions even when the clock stands still', async () => {
    const shop = await openShop();
    for (const v of ['a', 'b']) await snapshot(shop, byValue, people(`(1, '${v}', '${day(1)}')`), at(10));
    await snapshot(shop, byValue, people(`(1, 'c', '${day(1)}')`), at(9));
    expect(await history(shop, 'v, valid_from, valid_to')).toEqual([
      ['a', day(10), `${day(10)}.000001`],
      ['b', `${day(10)}.000001`, `${day(10)}.000002`],
      ['c', `${day(10)}.000002`, null],
    ]);
  });

  it('works on when the strategy is changed', async () => {
    const shop = await openShop();
    await snapshot(shop, byValue, people(`(1, 'a', '${day(1)}')`), at(10));
    await snapshot(shop, byTime, people(`(1, 'changed', '${day(2)}')`), at(11));
    await snapshot(shop, byTime, people(`(1, 'b', '${day(12)}')`), at(13));
    await snapshot(shop, byValue, people(`(1, 'c', '${day(12)}')`), at(14));
    expect(await history(shop, 'v, valid_from, valid_to')).toEqual([
      ['a', day(10), `${day(10)}.000001`],
      ['changed', `${day(10)}.000001`, day(12)],
      ['b', day(12), day(14)],
      ['c', day(14), null],
    ]);
  });
});

describe('scd2 keys and columns', () => {
  it('a null key is one key', async () => {
    const shop = await openShop();
    for (const n of [1, 2, 3])
      await snapshot(shop, byValue, "select * from (values (1, 'a'), (null, 'x')) t(id, v)", at(n));
    expect(await history(shop, 'id, v')).toEqual([
      ['1', 'a'],
      [null, 'x'],
    ]);
  });

  it('keys of several parts never meet', async () => {
    const shop = await openShop();
    const sql =
      "select * from (values ('a|b', 'c'), ('a', 'b|c'), ('a', null), (null, 'a'), ('1:a', ''), ('', '1:a')) t(id, k)";
    await snapshot(shop, { ...byValue, unique_key: ['id', 'k'] }, sql);
    expect(await shop.values('select count(*), count(distinct scd_id) from snap')).toEqual([['6', '6']]);
  });

  it('refuses the same key twice, before anything is written', async () => {
    const shop = await openShop();
    await snapshot(shop, byValue, "select 1 as id, 'a' as v");
    const { of } = await snapshot(shop, byValue, "select unnest([2, 2]) as id, 'b' as v");
    expect(of('snap').diagnostics[0]).toMatchObject({ code: 'M502', notes: ['id = 2: 2 rows'] });
    expect(await history(shop, 'id')).toEqual([['1']]);
  });

  it('adds new columns, which count as a change where all are compared, and keeps those that vanish', async () => {
    const shop = await openShop();
    await snapshot(shop, byValue, "select 1 as id, 'a' as v", at(1));
    await snapshot(shop, byValue, "select 1 as id, 'a' as v, null::integer as w", at(2));
    await snapshot(shop, byValue, "select 1 as id, 'a' as v, 7 as w", at(3));
    await snapshot(shop, byValue, 'select 1 as id, 8 as w', at(4));
    expect(await history(shop, 'v, w, valid_from')).toEqual([
      ['a', null, day(1)],
      ['a', '7', day(3)],
      [null, '8', day(4)],
    ]);
    const columns = await shop.adapter.read((session) => session.columns('select * from snap'));
    expect(columns.map((one) => one.name)).toEqual(['id', 'v', 'valid_from', 'valid_to', 'is_current', 'scd_id', 'w']);
  });

  it('renames what it adds, with or without `dbt_`', async () => {
    const shop = await openShop();
    const snapshot_meta_column_names = { valid_from: 'starts', dbt_valid_to: 'ends', scd_id: 'version' };
    const config = { ...byValue, snapshot_meta_column_names };
    for (const v of ['a', 'b']) await snapshot(shop, config, `select 1 as id, '${v}' as v`, at(v === 'a' ? 1 : 2));
    expect(await shop.values('select v, starts, ends, is_current, version is null from snap order by starts')).toEqual([
      ['a', day(1), day(2), 'false', 'false'],
      ['b', day(2), null, 'true', 'false'],
    ]);
  });

  it('refuses a model that has such a column itself, and a table that is no history', async () => {
    const shop = await openShop();
    expect((await snapshot(shop, byValue, 'select 1 as id, 2 as "Valid_From"')).codes).toEqual(['M309']);
    await shop.run({ models: { snap: { sql: 'select 1 as id', materialized: 'table' } } });
    expect((await snapshot(shop, byValue, 'select 1 as id')).codes).toEqual(['M514']);
  });

  it('a full refresh does not touch a history', async () => {
    const shop = await openShop();
    const spec = { materialized: 'scd2', unique_key: ['id'], ...byValue } as const;
    await shop.run({ models: { snap: { ...spec, sql: "select 1 as id, 'a' as v" } } });
    await shop.run({ models: { snap: { ...spec, sql: "select 1 as id, 'b' as v" } } }, { fullRefresh: true });
    expect(await history(shop, 'v')).toEqual([['a'], ['b']]);
  });

  it('refuses to go on with a history that was broken by hand, and leaves it as it is', async () => {
    const shop = await openShop();
    await snapshot(shop, byTime, people(`(1, 'a', '${day(1)}')`));
    await shop.adapter.publish(async (session) => {
      await session.run(
        `insert into snap select * replace (timestamp '${day(30)}' as valid_from, timestamp '${day(31)}' as valid_to) from snap`,
      );
      return { keep: true, value: null };
    });
    const { of } = await snapshot(shop, byTime, people(`(1, 'b', '${day(2)}')`));
    expect(of('snap').diagnostics[0]).toMatchObject({
      code: 'M511',
      message: 'versions of one key would overlap',
      notes: ['id = 1'],
    });
    expect(await history(shop, 'v')).toEqual([['a'], ['a']]);
  });
});

describe('scd2 of rows that are gone', () => {
  const both = people(`(1, 'a', '${day(1)}')`, `(2, 'b', '${day(1)}')`);
  const one = people(`(1, 'a', '${day(1)}')`);

  it('ends them at the run that misses them, and goes on when they are back', async () => {
    const shop = await openShop();
    const config = { ...byTime, hard_deletes: 'invalidate' } as const;
    await snapshot(shop, config, both, at(10));
    expect((await snapshot(shop, config, one, at(11))).of('snap')).toMatchObject({ rows: 1 });
    expect((await snapshot(shop, config, one, at(12))).of('snap')).toMatchObject({ rows: 0 });
    await snapshot(shop, config, both, at(13));
    expect(await history(shop)).toEqual([
      ['1', 'a', day(1), null, 'true'],
      ['2', 'b', day(1), day(11), 'false'],
      ['2', 'b', day(11), null, 'true'],
    ]);
  });

  it('keeps a version that says so, until they are seen again or changed after they went', async () => {
    const shop = await openShop();
    const config = { ...byTime, hard_deletes: 'new_record' } as const;
    await snapshot(shop, config, both, at(10));
    await snapshot(shop, config, 'select 1 as id, null::varchar as v, now()::timestamp as ts where false', at(11));
    await snapshot(shop, config, people(`(1, 'a', '${day(1)}')`, `(2, 'B', '${day(12)}')`), at(13));
    expect(await history(shop, 'id, v, valid_from, valid_to, is_current, is_deleted')).toEqual([
      ['1', 'a', day(1), day(11), 'false', 'false'],
      ['1', 'a', day(11), day(13), 'false', 'true'],
      ['1', 'a', day(13), null, 'true', 'false'],
      ['2', 'b', day(1), day(11), 'false', 'false'],
      ['2', 'b', day(11), day(12), 'false', 'true'],
      ['2', 'B', day(12), null, 'true', 'false'],
    ]);
    expect(await shop.values('select count(*) - count(distinct scd_id) from snap')).toEqual([['0']]);
  });

  it('a history that did not mark deletions can begin to, and what it marked stays known', async () => {
    const shop = await openShop();
    await snapshot(shop, byTime, both, at(10));
    await snapshot(shop, { ...byTime, hard_deletes: 'new_record' }, `select *, 1 as extra from (${one})`, at(11));
    await snapshot(shop, { ...byTime, hard_deletes: 'invalidate' }, both, at(12));
    expect(await history(shop, 'id, valid_from, valid_to, is_deleted, extra')).toEqual([
      ['1', day(1), null, 'false', null],
      ['2', day(1), day(11), 'false', null],
      ['2', day(11), day(12), 'true', null],
      ['2', day(12), null, 'false', null],
    ]);
  });

  it('a run that sees only a part of the rows ends none', async () => {
    const shop = await openShop();
    const spec = { sql: 'select * from {{facts}}', materialized: 'scd2', unique_key: ['id'], ...byTime } as const;
    const project = {
      seeds: { facts: { csv: `id,ts\n1,${day(1)}\n`, event_time: 'ts' } },
      models: { snap: { ...spec, strategy: 'timestamp', hard_deletes: 'invalidate' } },
    } as const;
    await shop.run(project);
    await shop.run(project, { window: { kind: 'empty' } });
    await shop.run(project, { window: { kind: 'sample', since: '2025-01-01T00:00:00Z' } });
    expect(await shop.values('select is_current from snap')).toEqual([['true']]);
  });

  it('a key of several parts, NULLs among them, is gone and back like any other', async () => {
    const shop = await openShop();
    const config = { ...byValue, unique_key: ['id', 'k'], hard_deletes: 'new_record' } as const;
    const all = "select * from (values (1, null, 'x'), (null, 'a', 'y'), (null, null, 'z')) t(id, k, v)";
    await snapshot(shop, config, all, at(1));
    await snapshot(shop, config, `select * from (${all}) where k is not null`, at(2));
    await snapshot(shop, config, all, at(3));
    expect(
      await shop.values('select v, count(*) filter (where is_current), count(*) from snap group by v order by v'),
    ).toEqual([
      ['x', '1', '3'],
      ['y', '1', '1'],
      ['z', '1', '3'],
    ]);
  });
});
