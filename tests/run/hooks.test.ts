import { describe, expect, it } from 'vitest';
import { openShop, type Shop } from './support/project.ts';

async function logged(shop: Shop) {
  return (await shop.values('select what from log order by n')).map(([what]) => what);
}

const log = (what: string) => `insert into log select count(*), ${what} from log`;
const makeLog = 'create table log (n bigint, what varchar)';

describe('hooks of a node', () => {
  it('run in order around the build, see the new version and may hold several statements', async () => {
    const shop = await openShop();
    const { statuses } = await shop.run({
      onRunStart: [makeLog],
      models: {
        m: {
          sql: 'select (select count(*) from log) as n',
          materialized: 'table',
          pre_hook: [log("'project'"), `${log("'file; one'")}; ${log("'file two'")};`, '  '],
          post_hook: [log("'rows: ' || (select count(*) from {{this}})"), log("'last'")],
        },
      },
    });
    expect(statuses).toEqual({ 'on-run-start-0': 'success', m: 'success' });
    expect(await logged(shop)).toEqual(['project', 'file; one', 'file two', 'rows: 1', 'last']);
    expect(await shop.values('select n from m')).toEqual([['3']]);
  });

  it('a failing one fails the node, undoes what the others did and leaves the old version', async () => {
    const shop = await openShop();
    const project = (sql: string, post_hook: readonly string[]) => ({
      models: { m: { sql, materialized: 'table' as const, pre_hook: [log("'pre'")], post_hook } },
    });
    await shop.run({ onRunStart: [makeLog], ...project('select 1 as x', []) });
    const { of } = await shop.run(project('select 2 as x', [log("'post'"), 'select 1;\nselect * from nosuch']));
    expect(of('m')).toMatchObject({ status: 'error' });
    expect(of('m').diagnostics[0]).toMatchObject({ code: 'M506', node: 'm' });
    expect(of('m').diagnostics[0]?.message).toContain('nosuch');
    expect(await shop.values('select x from m')).toEqual([['1']]);
    expect(await logged(shop)).toEqual(['pre']);
  });

  it('around a seed', async () => {
    const shop = await openShop();
    await shop.run({ onRunStart: [makeLog], seeds: { s: { csv: 'id\n1\n', post_hook: [] } } });
    expect(await shop.values('select id from s')).toEqual([['1']]);
  });
});

describe('hooks of a run', () => {
  it('run before and after everything, and are results', async () => {
    const shop = await openShop();
    const { results, events } = await shop.run(
      {
        onRunStart: [makeLog, log("'start {{run}}'")],
        models: {
          m: { sql: log("'m'").replace('insert into log ', ''), materialized: 'table', post_hook: [log("'m'")] },
        },
        onRunEnd: [log("'end'")],
      },
      { invocation: 'an-id' },
    );
    expect(results.map(({ id, status, resource }) => [id, status, resource])).toEqual([
      ['operation.shop.shop-on-run-start-0', 'success', 'operation'],
      ['operation.shop.shop-on-run-start-1', 'success', 'operation'],
      ['model.shop.m', 'success', 'model'],
      ['operation.shop.shop-on-run-end-0', 'success', 'operation'],
    ]);
    expect(events[0]).toMatchObject({ type: 'run_started', total: 4 });
    expect(await logged(shop)).toEqual(['start an-id', 'm', 'end']);
  });

  it('what they make is known to the nodes', async () => {
    const shop = await openShop();
    const { statuses } = await shop.run({
      onRunStart: ['create view m as select 1 as x'],
      models: { m: { sql: 'select 2 as x', materialized: 'table' } },
    });
    expect(statuses).toMatchObject({ m: 'success' });
  });

  it('a failing one before the run stops it', async () => {
    const shop = await openShop();
    const { statuses, of } = await shop.run({
      onRunStart: ['select * from nosuch', 'select 1'],
      models: { m: 'select 1 as x' },
      onRunEnd: ['select 1'],
    });
    expect(statuses).toEqual({ 'on-run-start-0': 'error', m: 'skipped' });
    expect(of('on-run-start-0').diagnostics[0]).toMatchObject({
      code: 'M506',
      labels: [{ span: { file: 'project.yml' } }],
    });
    expect(of('m')).toMatchObject({ message: 'skipped: on-run-start-0 failed', cause: of('on-run-start-0').id });
  });

  it('those after the run are run when nodes failed', async () => {
    const shop = await openShop();
    const { statuses } = await shop.run({ models: { m: 'select nosuch' }, onRunEnd: ['select 1'] });
    expect(statuses).toEqual({ m: 'error', 'on-run-end-0': 'success' });
  });
});
