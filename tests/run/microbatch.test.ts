import { describe, expect, it } from 'vitest';
import type { ModelSpec } from './support/nodes.ts';
import { openShop, type Run, type RunSettings, type Shop } from './support/project.ts';

const now = new Date('2025-12-04T12:00:00Z');
const mb: ModelSpec = {
  sql: 'select id, ts, v from {{events}}',
  materialized: 'incremental',
  incremental_strategy: 'microbatch',
  event_time: 'ts',
  batch_size: 'day',
  begin: '2025-12-01',
};
const first = [
  "1,2025-12-01 00:00:00,'a'",
  "2,2025-12-01 23:59:59.999999,'b'",
  "3,2025-12-02 00:00:00,'c'",
  "4,2025-12-04 11:00:00,'d'",
];

function events(rows: readonly string[], config: object = {}) {
  const values = rows.map(
    (row) =>
      `${row.replace(/^(\d+),([^,]*),/, (_, id, ts) => `(${id}, ${ts === '' ? 'null' : `timestamp '${ts}'`}, `)})`,
  );
  return {
    sql: `select * from (values ${values.join(', ')}) t(id, ts, v)`,
    materialized: 'table',
    event_time: 'ts',
    ...config,
  } as const;
}

function build(
  shop: Shop,
  rows: readonly string[],
  model: Partial<ModelSpec> = {},
  settings: RunSettings = {},
): Promise<Run> {
  return shop.run({ models: { events: events(rows), mb: { ...mb, ...model } } }, { now, ...settings });
}

const table = (shop: Shop) => shop.values('select id, v from mb order by id, v');
const days = (run: Run) => run.of('mb').batches?.successful.map((one) => one.start.toISOString().slice(0, 10));
const statuses = (shop: Shop) =>
  shop
    .values("select strftime(start_at, '%m-%d') || ' ' || status from _mart.intervals order by seq")
    .then((rows) => rows.flatMap(([one]) => one ?? []));

describe('microbatch', () => {
  it('builds every interval from its beginning, each row in the one that holds it, and remembers them', async () => {
    const shop = await openShop();
    const run = await build(shop, first);
    expect(run.of('mb')).toMatchObject({ status: 'success', rows: 4 });
    expect(days(run)).toEqual(['2025-12-01', '2025-12-02', '2025-12-03', '2025-12-04']);
    expect(
      await shop.values(
        "select strftime(start_at, '%d'), status, row_count from _mart.intervals where status <> 'reset' order by seq",
      ),
    ).toEqual([
      ['01', 'built', '2'],
      ['02', 'built', '1'],
      ['03', 'built', '0'],
      ['04', 'open', '1'],
    ]);
  });

  it('goes on with what is recent: late rows there count, older ones wait for a restatement of exactly their day', async () => {
    const shop = await openShop();
    await build(shop, first);
    const later = [
      ...first.map((row) => row.replace(/'$/, "2'")),
      "5,2025-12-03 05:00:00,'late'",
      "6,2025-12-01 05:00:00,'very late'",
    ];
    expect(days(await build(shop, later))).toEqual(['2025-12-03', '2025-12-04']);
    expect(await table(shop)).toEqual([
      ['1', 'a'],
      ['2', 'b'],
      ['3', 'c'],
      ['4', 'd2'],
      ['5', 'late'],
    ]);
    const interval = { start: new Date('2025-12-01T00:00:00Z'), end: new Date('2025-12-02T00:00:00Z') };
    expect(days(await build(shop, later, {}, { interval }))).toEqual(['2025-12-01']);
    expect(await table(shop)).toEqual([
      ['1', 'a2'],
      ['2', 'b2'],
      ['3', 'c'],
      ['4', 'd2'],
      ['5', 'late'],
      ['6', 'very late'],
    ]);
  });

  it('fills the days that no run came to, and those that a run saw before they were over', async () => {
    const shop = await openShop();
    const config = { lookback: 0 };
    await build(shop, first, config, { now: new Date('2025-12-01T12:00:00Z') });
    expect(days(await build(shop, first, config))).toEqual(['2025-12-01', '2025-12-02', '2025-12-03', '2025-12-04']);
    expect(days(await build(shop, first, config))).toEqual(['2025-12-04']);
    expect(await table(shop)).toHaveLength(4);
  });

  it('one that fails leaves the others, and is retried alone', async () => {
    const shop = await openShop();
    const sql = 'select id, ts, cast(v as integer) as v from {{events}}';
    const bad = ["1,2025-12-01 01:00:00,'1'", "2,2025-12-02 01:00:00,'x'", "3,2025-12-03 01:00:00,'3'"];
    const run = await build(shop, bad, { sql });
    expect(run.of('mb').status).toBe('partial success');
    expect(run.of('mb').message).toMatch(/^1 of 4 intervals failed \(2025-12-02\): /);
    expect(run.of('mb').diagnostics[0]?.notes.at(-1)).toBe('in the interval 2025-12-02');
    expect(await table(shop)).toEqual([
      ['1', '1'],
      ['3', '3'],
    ]);
    const good = bad.map((row) => row.replace('x', '2').replace("'1'", "'100'"));
    const again = await build(shop, good, { sql }, { retry: true });
    expect(days(again)).toEqual(['2025-12-02']);
    expect(await table(shop)).toEqual([
      ['1', '1'],
      ['2', '2'],
      ['3', '3'],
    ]);
    expect((await statuses(shop)).filter((one) => one.startsWith('12-02'))).toEqual(['12-02 failed', '12-02 built']);
  });

  it('without a retry, a day that failed is missing and is filled', async () => {
    const shop = await openShop();
    const sql = 'select id, ts, cast(v as integer) as v from {{events}}';
    await build(shop, ["1,2025-12-01 01:00:00,'x'", "3,2025-12-03 01:00:00,'3'"], { sql, lookback: 0 });
    const run = await build(shop, ["1,2025-12-01 01:00:00,'1'", "3,2025-12-03 01:00:00,'3'"], { sql, lookback: 0 });
    expect(days(run)).toEqual(['2025-12-01', '2025-12-04']);
    expect(await table(shop)).toEqual([
      ['1', '1'],
      ['3', '3'],
    ]);
  });

  it('what is refused whatever the rows are is refused once', async () => {
    const shop = await openShop();
    const run = await build(shop, first, { sql: 'select nosuch, ts from {{events}}' });
    expect(run.of('mb')).toMatchObject({ status: 'error', batches: { successful: [] } });
    expect(run.of('mb').batches?.failed).toHaveLength(1);
  });

  it('an interval whose test fails is not published; the others are', async () => {
    const shop = await openShop();
    const spec = {
      models: { events: events(first), mb },
      tests: { no_c: { on: 'mb', sql: "select * from {{mb}} where v = 'c'" } },
    } as const;
    const run = await shop.run(spec, { now });
    expect(run.statuses).toMatchObject({ no_c: 'fail', mb: 'partial success' });
    expect(await table(shop)).toEqual([
      ['1', 'a'],
      ['2', 'b'],
      ['4', 'd'],
    ]);
    expect(run.of('mb').batches?.failed.map((one) => one.start.toISOString())).toEqual(['2025-12-02T00:00:00.000Z']);
  });

  it('rows without a time are counted and told, of inputs and of the model itself', async () => {
    const shop = await openShop();
    const rows = [...first, "7,,'x'", "8,,'y'"];
    const run = await build(shop, rows);
    expect(run.of('mb').diagnostics).toMatchObject([
      { code: 'M522', severity: 'warning', message: '2 rows of `events` have no `ts` and are left out' },
    ]);
    const spec = { models: { events: events(rows, { event_time: null }), mb } };
    const unfiltered = await shop.run(spec, { now, fullRefresh: true });
    expect(unfiltered.of('mb').diagnostics).toMatchObject([
      { code: 'M522', message: '2 rows of `mb` have no `ts` and are left out' },
    ]);
    expect(await table(shop)).toHaveLength(4);
  });

  it('an input without a time of its own is read whole, and its rows still come once', async () => {
    const shop = await openShop();
    const spec = { models: { events: events(first, { event_time: null }), mb } };
    for (const _ of [1, 2, 3]) await shop.run(spec, { now });
    expect(await table(shop)).toEqual([
      ['1', 'a'],
      ['2', 'b'],
      ['3', 'c'],
      ['4', 'd'],
    ]);
  });

  it('refuses rows that would fall out of every interval', async () => {
    const shop = await openShop();
    const run = await build(shop, first, { sql: 'select id, ts - interval 7 hours as ts, v from {{events}}' });
    expect(run.of('mb').diagnostics[0]).toMatchObject({
      code: 'M523',
      message: '1 row has a `ts` outside of the interval that is built',
    });
  });

  it('a full refresh is all or nothing: readers keep the old table when an interval fails', async () => {
    const shop = await openShop();
    await build(shop, first);
    const sql = "select id, ts, case when v = 'd2' then error('no') else v end as v from {{events}}";
    const changed = first.map((row) => row.replace(/'$/, "2'"));
    const run = await build(shop, changed, { sql }, { fullRefresh: true });
    expect(run.of('mb').status).toBe('error');
    expect(await table(shop)).toEqual([
      ['1', 'a'],
      ['2', 'b'],
      ['3', 'c'],
      ['4', 'd'],
    ]);
    expect(days(await build(shop, changed))).toEqual(['2025-12-03', '2025-12-04']);
    expect((await build(shop, changed, {}, { fullRefresh: true })).of('mb')).toMatchObject({
      status: 'success',
      rows: 4,
    });
    expect(await table(shop)).toEqual([
      ['1', 'a2'],
      ['2', 'b2'],
      ['3', 'c2'],
      ['4', 'd2'],
    ]);
  });

  it('a full refresh of a window has that window only; the rest is missing then', async () => {
    const shop = await openShop();
    await build(shop, first);
    const interval = { start: new Date('2025-12-02T00:00:00Z'), end: new Date('2025-12-03T00:00:00Z') };
    await build(shop, first, {}, { fullRefresh: true, interval });
    expect(await table(shop)).toEqual([['3', 'c']]);
    expect(days(await build(shop, first))).toEqual(['2025-12-01', '2025-12-03', '2025-12-04']);
    expect(await table(shop)).toHaveLength(4);
  });

  it('--empty makes a table and takes nothing from one; a sample is built again', async () => {
    const shop = await openShop();
    await build(shop, first, {}, { window: { kind: 'empty' } });
    expect(await table(shop)).toEqual([]);
    await build(shop, first);
    await build(shop, first, {}, { window: { kind: 'empty' } });
    expect(await table(shop)).toHaveLength(4);
    const since = '2025-12-02T00:00:00Z';
    expect(days(await build(shop, first, {}, { window: { kind: 'sample', since } }))).toEqual([
      '2025-12-02',
      '2025-12-03',
      '2025-12-04',
    ]);
    expect(days(await build(shop, first))).toEqual(['2025-12-02', '2025-12-03', '2025-12-04']);
  });

  it('a model whose beginning is still to come is an empty table', async () => {
    const shop = await openShop();
    expect((await build(shop, first, { begin: '2026-01-01' })).statuses.mb).toBe('success');
    expect(await table(shop)).toEqual([]);
  });

  it('times with a zone are instants, dates are their midnights, in UTC', async () => {
    const shop = await openShop();
    const models = {
      events: { ...events(first), sql: `select id, ts::timestamptz as ts, v from (${events(first).sql})` },
      mb,
      by_date: { ...mb, sql: 'select id, ts::date as day, v from {{events}}', event_time: 'day' },
    };
    expect((await shop.run({ models }, { now })).statuses).toMatchObject({ mb: 'success', by_date: 'success' });
    expect(await table(shop)).toHaveLength(4);
    expect(await shop.values('select count(*) from by_date')).toEqual([['4']]);
  });

  it('new columns, keys and predicates are those of any incremental model', async () => {
    const shop = await openShop();
    await build(shop, first);
    const grown = {
      sql: 'select id, ts, v, 1 as extra from {{events}}',
      on_schema_change: 'append_new_columns',
    } as const;
    expect((await build(shop, first, grown)).statuses.mb).toBe('success');
    expect(await shop.values('select id, extra from mb order by id')).toEqual([
      ['1', null],
      ['2', null],
      ['3', null],
      ['4', '1'],
    ]);
    const twice = { sql: 'select 1 as id, ts, v, 1 as extra from {{events}}', unique_key: ['id'] };
    const interval = { start: new Date('2025-12-01T00:00:00Z'), end: new Date('2025-12-02T00:00:00Z') };
    expect((await build(shop, first, twice, { interval })).of('mb').diagnostics[0]).toMatchObject({ code: 'M502' });
  });

  it('its hooks run before the first interval and after the last', async () => {
    const shop = await openShop();
    await shop.adapter.publish(async (session) => {
      await session.run('create table log (what varchar)');
      return { keep: true, value: null };
    });
    await build(shop, first, {
      pre_hook: ["insert into log values ('pre')"],
      post_hook: ["insert into log values ('post')"],
    });
    expect(await shop.values('select what from log')).toEqual([['pre'], ['post']]);
  });

  it('a model that stops being one forgets its intervals', async () => {
    const shop = await openShop();
    await build(shop, first);
    await build(shop, first, { incremental_strategy: 'append', unique_key: [] });
    expect(await statuses(shop)).toEqual([]);
    expect(days(await build(shop, first))).toHaveLength(4);
    expect(await table(shop)).toHaveLength(4);
  });
});

describe('boundaries of intervals', () => {
  const sizes = [
    ['hour', '2025-10-26T00:00', '2025-10-26T04:30:00Z', '2025-10-26 02:00:00'],
    ['day', '2025-03-29', '2025-04-01T10:00:00Z', '2025-03-30 00:00:00'],
    ['month', '2024-01-01', '2024-04-10T00:00:00Z', '2024-03-01 00:00:00'],
    ['year', '2023-01-01', '2025-02-01T00:00:00Z', '2024-01-01 00:00:00'],
  ] as const;

  it.each(sizes)(
    '%s: an instant at a boundary is in the later one, with a zone and without, also when clocks change',
    async (size, begin, at, edge) => {
      const shop = await openShop();
      // Around the boundary, and every half hour of the two nights in which the clocks of Berlin change.
      const nights = ['2025-03-29 23:00', '2025-10-25 23:00'].map(
        (night) => `select timestamp '${night}' + to_minutes(30 * n) as ts from range(10) t(n)`,
      );
      const edges = [-1, 0, 1].map((n) => `select timestamp '${edge}' + to_microseconds(${n}) as ts`);
      const sql = `select row_number() over (order by ts) as id, ts from (${[...nights, ...edges].join(' union all ')})`;
      const zoned = `select id, timezone('Europe/Berlin', timezone('Europe/Berlin', ts at time zone 'UTC')) as ts from (${sql})`;
      const source = (text: string) => ({ sql: text, materialized: 'table', event_time: 'ts' }) as const;
      const model = (input: string): ModelSpec => ({
        ...mb,
        sql: `select id, ts from {{${input}}}`,
        batch_size: size,
        begin,
      });
      const models = { plain: source(sql), zoned: source(zoned), a: model('plain'), b: model('zoned') };
      const run = await shop.run({ models }, { now: new Date(at) });
      expect(run.statuses).toMatchObject({ a: 'success', b: 'success' });
      for (const [name, input] of [
        ['a', 'plain'],
        ['b', 'zoned'],
      ] as const) {
        const inside = `ts >= timestamp '${begin}' and ts < date_trunc('${size}', timestamp '${at.slice(0, 19)}' - interval 1 microsecond) + interval 1 ${size}`;
        expect(await shop.values(`select id, count(*) from ${name} group by id order by id`)).toEqual(
          await shop.values(
            `select id, 1::bigint from (select id, ts::timestamp as ts from ${input}) where ${inside} order by id`,
          ),
        );
        const wrong = `select 1 from _mart.intervals i join (select date_trunc('${size}', ts::timestamp) as start_at, count(*) as n from ${name} group by 1) r
        on i.start_at::timestamp = r.start_at where i.model = 'model.shop.${name}' and i.status <> 'reset' and i.row_count <> r.n`;
        expect(await shop.values(wrong)).toEqual([]);
      }
    },
  );

  it('a late row revises exactly its interval: the others keep the very rows that they have', async () => {
    const shop = await openShop();
    const models = (rows: readonly string[]) => ({
      events: events(rows),
      mb: { ...mb, sql: 'select id, ts, v, {{run}} as made from {{events}}', lookback: 2 },
    });
    const run = (rows: readonly string[], invocation: string, settings = {}) =>
      shop.run({ models: models(rows) } as never, { now, invocation, ...settings });
    await run(first, "'one'");
    const interval = { start: new Date('2025-12-02T00:00:00Z'), end: new Date('2025-12-03T00:00:00Z') };
    await run([...first, "9,2025-12-02 23:59:59.999999,'late'"], "'two'", { interval });
    expect(await shop.values('select id, made from mb order by id')).toEqual([
      ['1', 'one'],
      ['2', 'one'],
      ['3', 'two'],
      ['4', 'one'],
      ['9', 'two'],
    ]);
  });
});
