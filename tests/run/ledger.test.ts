import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../src/diagnostics/diagnostic.ts';
import { openShop } from './support/project.ts';

const project = {
  models: {
    good: { sql: 'select 1 as id', materialized: 'table' },
    bad: 'select nosuch',
    below: 'select * from {{bad}}',
  },
  tests: { one: { on: 'good', sql: 'select * from {{good}} where id is null' } },
} as const;

describe('the ledger', () => {
  it('remembers runs, nodes and tests, each once', async () => {
    const shop = await openShop();
    for (const invocation of ['first', 'second']) await shop.run(project, { invocation, selection: '+good' });
    expect(
      await shop.values('select invocation, event, verb, project, target, selection, steps from _mart.runs'),
    ).toEqual([
      ['first', 'started', 'build', 'shop', 'dev', '+good', '4'],
      ['first', 'finished', 'build', 'shop', 'dev', '+good', '4'],
      ['second', 'started', 'build', 'shop', 'dev', '+good', '4'],
      ['second', 'finished', 'build', 'shop', 'dev', '+good', '4'],
    ]);
    expect(
      await shop.values(
        "select name, kind, status, relation, row_count, checksum from _mart.nodes where invocation = 'first' order by name",
      ),
    ).toEqual([
      ['bad', 'view', 'error', 'main.bad', null, 'checksum of bad'],
      ['below', 'view', 'skipped', 'main.below', null, 'checksum of below'],
      ['good', 'table', 'success', 'main.good', '1', 'checksum of good'],
    ]);
    expect(
      await shop.values("select name, node, status, failures from _mart.tests where invocation = 'second'"),
    ).toEqual([['test:one', 'model.shop.good', 'pass', '0']]);
    const instants = "select distinct started_at >= timestamptz '2025-12-01 06:00:00+00' from _mart.nodes";
    expect(await shop.values(instants)).toEqual([['true']]);
  });

  it('does not remember a version that was not published as one that was', async () => {
    const shop = await openShop();
    await shop.run({ models: project.models, tests: { one: { on: 'good', sql: 'select * from {{good}}' } } });
    expect(await shop.values("select status, message from _mart.nodes where name = 'good'")).toEqual([
      ['error', 'not published: `one` found 1 bad row'],
    ]);
    expect(await shop.values('select status, failures from _mart.tests')).toEqual([['fail', '1']]);
  });

  it('of a newer mart is refused before anything runs', async () => {
    const shop = await openShop();
    await shop.run({});
    await shop.adapter.publish(async (session) => {
      await session.run('insert into _mart.version values (99, now())');
      return { keep: true, value: null };
    });
    const events: string[] = [];
    const refused = shop.run(project, { listen: (event) => events.push(event.type) });
    await expect(refused).rejects.toThrow(DiagnosticError);
    await expect(refused).rejects.toThrow('M505');
    expect(events).toEqual([]);
  });
});
