import { describe, expect, it } from 'vitest';
import { openShop } from './support/project.ts';

const lasting =
  "select table_name, table_type from information_schema.tables where table_schema = 'main' order by table_name";

describe('views and tables', () => {
  it('builds them in order, with rows and compiled SQL in the results', async () => {
    const shop = await openShop();
    const { statuses, of, results } = await shop.run({
      seeds: { raw: 'id,v\n1,a\n2,b\n' },
      models: {
        stg: 'select id, v from {{raw}}',
        mart: { sql: 'select count(*) as n from {{stg}}', materialized: 'table', relation: 'gold.totals' },
      },
    });
    expect(statuses).toEqual({ raw: 'success', stg: 'success', mart: 'success' });
    expect(of('raw')).toMatchObject({ kind: 'seed', rows: 2, relation: 'main.raw', resource: 'seed' });
    expect(of('stg')).toMatchObject({ kind: 'view', rows: null, compiled: 'select id, v from "main"."raw"' });
    expect(of('mart')).toMatchObject({ kind: 'table', rows: 1, relation: 'gold.totals', files: null, cause: null });
    expect(results.every((one) => one.seconds >= 0 && one.thread.startsWith('Thread-'))).toBe(true);
    expect(await shop.values('select n from gold.totals')).toEqual([['2']]);
  });

  it('changes the kind of a relation, both ways, while a view goes on reading it', async () => {
    const shop = await openShop();
    for (const kind of ['view', 'table', 'view', 'incremental', 'view', 'table'] as const) {
      const { statuses } = await shop.run({
        models: {
          m: { sql: `select 1 as id, '${kind}' as kind`, materialized: kind },
          reader: 'select * from {{m}}',
        },
      });
      expect(statuses).toEqual({ m: 'success', reader: 'success' });
      expect(await shop.values('select * from reader')).toEqual([['1', kind]]);
      expect(await shop.values(lasting)).toEqual([
        ['m', kind === 'view' ? 'VIEW' : 'BASE TABLE'],
        ['reader', 'VIEW'],
      ]);
    }
  });

  it('leaves the old version when a build fails, skips what needs it and runs the rest', async () => {
    const shop = await openShop();
    const project = (word: string) => ({
      models: {
        a: { sql: 'select 1 as id', materialized: 'table' as const },
        b: { sql: `select id, cast('${word}' as integer) as n from {{a}}`, materialized: 'table' as const },
        c: { sql: 'select * from {{b}}', materialized: 'table' as const },
        d: 'select * from {{c}}',
        z: 'select 26 as id',
      },
    });
    await shop.run(project('5'));
    const { statuses, of } = await shop.run(project('x'));
    expect(statuses).toEqual({ a: 'success', b: 'error', c: 'skipped', d: 'skipped', z: 'success' });
    expect(of('d')).toMatchObject({ cause: 'model.shop.b', message: 'skipped: b failed' });
    expect(of('b').diagnostics[0]).toMatchObject({ code: 'M501', node: 'b' });
    expect(await shop.values('select * from d')).toEqual([['1', '5']]);
  });

  it('goes on below a failed node that says `on_error: continue`', async () => {
    const shop = await openShop();
    const { statuses } = await shop.run({
      models: {
        a: { sql: 'select no_such', on_error: 'continue' },
        b: { sql: 'select 1 as x', pre_hook: ['select 1'] },
        c: 'select 1 as one where 1 in (select 2) or exists (select * from {{b}})',
        d: 'select 1 as y',
      },
    });
    expect(statuses).toEqual({ a: 'error', b: 'success', c: 'success', d: 'success' });
    const below = await shop.run({
      models: {
        a: { sql: 'select no_such', on_error: 'continue' },
        b: 'select 1 as x, (select count(*) from {{a}}) as n',
      },
    });
    expect(below.statuses).toEqual({ a: 'error', b: 'error' });
  });

  it('starts nothing more after a failure when it is to fail fast', async () => {
    const shop = await openShop(1);
    const models = { a: 'select no_such', b: 'select 1 as x', c: 'select 2 as x' };
    const { statuses, of } = await shop.run({ models }, { failFast: true });
    expect(statuses).toEqual({ a: 'error', b: 'skipped', c: 'skipped' });
    expect(of('c').cause).toBe('model.shop.a');
  });

  it('gives every mark its value', async () => {
    const shop = await openShop();
    const sql = "select '{{now}}' as at, '{{run}}' as run, '{{this}}' as this";
    await shop.run({ models: { m: { sql, materialized: 'table' } } }, { invocation: 'an-id' });
    expect(await shop.values('select * from m')).toEqual([['2025-12-01 06:00:00.000000+00:00', 'an-id', '"main"."m"']]);
  });

  it('builds every relation empty with its types, and fills it at the next run', async () => {
    const shop = await openShop();
    const project = {
      seeds: { raw: { csv: 'id,v\n1,a\n2,b\n', column_types: { id: 'integer' } } },
      sources: { 'lake.raw': { relation: 'main.raw' } },
      models: {
        t: { sql: 'select id, v, 1.5::decimal(4,1) as d from {{raw}}', materialized: 'table' },
        n: { sql: 'select count(*) as n, max(v) as v from {{lake.raw}}', materialized: 'table' },
        j: { sql: 'select a.id, b.v from {{t}} a join {{t}} b using (id)', materialized: 'table' },
      },
    } as const;
    await shop.run(project, { verb: 'seed' });
    await shop.run(project, { verb: 'run', window: { kind: 'empty' } });
    expect(await shop.values('select * from j')).toEqual([]);
    expect(await shop.values('select * from n')).toEqual([['0', null]]);
    const types = await shop.adapter.read((session) => session.columns('select * from t'));
    expect(types.map((one) => one.type)).toEqual(['INTEGER', 'VARCHAR', 'DECIMAL(4,1)']);
    await shop.run(project, { verb: 'run' });
    expect(await shop.values('select * from n')).toEqual([['2', 'b']]);
  });

  it('samples inputs that have an event time', async () => {
    const shop = await openShop();
    const project = {
      seeds: { raw: { csv: 'id,at\n1,2025-11-01\n2,2025-11-30\n', event_time: 'at' }, plain: 'id\n1\n2\n' },
      models: {
        m: {
          sql: 'select (select count(*) from {{raw}}) as some, (select count(*) from {{plain}}) as every',
          materialized: 'table',
        },
      },
    } as const;
    await shop.run(project, { verb: 'seed' });
    await shop.run(project, { verb: 'run', window: { kind: 'sample', since: '2025-11-28T06:00:00Z' } });
    expect(await shop.values('select * from m')).toEqual([['1', '2']]);
  });
});
