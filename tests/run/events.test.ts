import { describe, expect, it } from 'vitest';
import { openShop } from './support/project.ts';

const slow = 'select count(*) as n from range(30000000) a, range(100000) b where a.range % 7 = b.range % 5';

describe('the stream of events', () => {
  it('begins, counts what finishes, and ends with every result', async () => {
    const shop = await openShop(1);
    const { events, results } = await shop.run(
      {
        models: {
          a: { sql: 'select 1 as x', materialized: 'table' },
          b: 'select nosuch from {{a}}',
          c: 'select * from {{b}}',
        },
        tests: { t: { on: 'a', sql: 'select * from {{a}} where false' } },
      },
      { selection: 'a+', version: '1.2.3', invocation: 'an-id' },
    );
    expect(events[0]).toMatchObject({
      type: 'run_started',
      invocation: 'an-id',
      version: '1.2.3',
      verb: 'build',
      project: 'shop',
      target: 'dev',
      threads: 1,
      selection: 'a+',
      total: 4,
      longestName: 'main.a'.length,
    });
    const told = events.flatMap((one) => {
      if (one.type === 'node_started') return [`start ${one.name}`];
      return one.type === 'node_finished' ? [`${one.index}/${one.total} ${one.result.name} ${one.result.status}`] : [];
    });
    expect(told).toEqual(['start a', '1/4 test:t pass', '2/4 a success', 'start b', '3/4 b error', '4/4 c skipped']);
    expect(events.at(-1)).toMatchObject({ type: 'run_finished', interrupted: false, results });
    const instants = events.map((one) => one.at);
    expect(instants).toEqual([...instants].sort());
    expect(instants[0]?.startsWith('2025-12-01T06:00:0')).toBe(true);
  });

  it('runs with nothing to do', async () => {
    const shop = await openShop();
    const { events } = await shop.run({});
    expect(events.map((one) => one.type)).toEqual(['run_started', 'run_finished']);
  });

  it('an interruption stops what runs, skips the rest and leaves the old versions', async () => {
    const shop = await openShop(1);
    const project = (sql: string) => ({
      models: {
        a: { sql, materialized: 'table' as const },
        b: { sql: 'select * from {{a}}', materialized: 'table' as const },
        c: 'select 1 as x',
      },
      onRunEnd: ['select 1'],
    });
    await shop.run(project('select 1 as n'));
    const stop = new AbortController();
    const { statuses, of, events } = await shop.run(project(slow), {
      signal: stop.signal,
      listen: (event) => {
        if (event.type === 'node_started') setTimeout(() => stop.abort(), 50);
      },
    });
    expect(statuses).toEqual({ a: 'error', b: 'skipped', c: 'skipped' });
    expect(of('a').diagnostics[0]).toMatchObject({ code: 'M512', message: 'interrupted' });
    expect(of('c').message).toBe('skipped: the run was stopped');
    expect(events.at(-1)).toMatchObject({ type: 'run_finished', interrupted: true });
    expect(await shop.values('select n from a')).toEqual([['1']]);
    expect(await shop.values('select distinct event from _mart.runs order by event')).toEqual([
      ['finished'],
      ['interrupted'],
      ['started'],
    ]);
  });

  it('steps that shared a transaction with the one that was interrupted count as not begun', async () => {
    const shop = await openShop(1);
    const stop = new AbortController();
    const { statuses } = await shop.run(
      {
        models: {
          a: { sql: 'select 1 as x', materialized: 'table' },
          b: { sql: slow, materialized: 'table' },
          c: { sql: 'select 2 as x', materialized: 'table' },
        },
      },
      {
        signal: stop.signal,
        listen: (event) => {
          if (event.type === 'node_started' && event.name === 'b') setTimeout(() => stop.abort(), 50);
        },
      },
    );
    expect(statuses).toEqual({ a: 'skipped', b: 'error', c: 'skipped' });
    expect(await shop.values("select 1 from information_schema.tables where table_name = 'a'")).toEqual([]);
  });

  it('starts nothing when it is interrupted from the start', async () => {
    const shop = await openShop();
    const { statuses } = await shop.run({ models: { a: 'select 1 as x' } }, { signal: AbortSignal.abort() });
    expect(statuses).toEqual({ a: 'skipped' });
  });

  it('tells the progress of a generator, and what it wrote', async () => {
    const shop = await openShop();
    const { events, of, statuses } = await shop.run(
      { generators: ['plant', 'other'], models: { m: 'select 1 as x' } },
      {
        generate: async (node, progress) => {
          if (node.name === 'other') return null;
          progress(1, 2, 'days');
          return '2 days';
        },
      },
    );
    expect(statuses).toMatchObject({ 'generator:other': 'no-op', 'generator:plant': 'success', m: 'success' });
    expect(of('generator:plant').message).toBe('2 days');
    expect(events).toContainEqual(expect.objectContaining({ type: 'node_progress', done: 1, total: 2, what: 'days' }));
  });

  it('a bug fails one node, and the run goes on', async () => {
    const shop = await openShop();
    const { statuses, codes } = await shop.run(
      { generators: ['plant'], models: { m: 'select 1 as x' } },
      {
        generate: async () => {
          throw new TypeError('a bug');
        },
      },
    );
    expect(statuses).toEqual({ 'generator:plant': 'error', m: 'success' });
    expect(codes).toEqual(['M901']);
  });
});
