import { describe, expect, it } from 'vitest';
import type { TestSpec } from './support/nodes.ts';
import { openShop } from './support/project.ts';

const threeBad = 'select * from {{m}} where x is null';

/** A model with three bad rows, and how a test with these settings judges it. */
async function judged(settings: Partial<TestSpec>) {
  const shop = await openShop();
  const project = {
    models: { m: 'select * from (values (1), (null), (null), (null)) t(x)' },
    tests: { t: { on: 'm', sql: threeBad, ...settings } },
  };
  await shop.run(project, { verb: 'run' });
  const { of } = await shop.run(project, { verb: 'test' });
  const { status, failures } = of('t');
  return [status, failures];
}

describe('the verdict of a data test', () => {
  it.each<[string, Partial<TestSpec>, unknown[]]>([
    ['plain', {}, ['fail', 3]],
    ['a warning', { severity: 'warn' }, ['warn', 3]],
    ['error_if not reached falls to warn_if', { error_if: '>5' }, ['warn', 3]],
    ['error_if reached', { error_if: '>=3' }, ['fail', 3]],
    ['warn_if does not soften an error', { warn_if: '>5' }, ['fail', 3]],
    ['severity warn below warn_if', { severity: 'warn', warn_if: '>5' }, ['pass', 0]],
    ['severity warn never fails', { severity: 'warn', error_if: '>1' }, ['warn', 3]],
    ['below both', { error_if: '>10', warn_if: '>5' }, ['pass', 0]],
    ['between both', { error_if: '>10', warn_if: '>2' }, ['warn', 3]],
    ['equal', { error_if: '=3' }, ['fail', 3]],
    ['unequal', { error_if: '!=3', warn_if: '!=3' }, ['pass', 0]],
    ['between', { error_if: 'between 2 and 4' }, ['fail', 3]],
    ['a limit caps', { limit: 2 }, ['fail', 2]],
    ['a limit below error_if', { limit: 2, error_if: '>2', warn_if: '>5' }, ['pass', 0]],
    ['a sum', { fail_calc: 'sum(coalesce(x, 10))', error_if: '= 30' }, ['fail', 30]],
    ['a comment and a semicolon at the end', { sql: `${threeBad}; -- done` }, ['fail', 3]],
    ['no bad row', { sql: 'select * from {{m}} where x = 2' }, ['pass', 0]],
    ['no bad row where that is an error', { sql: 'select * from {{m}} where x = 2', error_if: '= 0' }, ['fail', 0]],
  ])('%s', async (_, settings, expected) => {
    expect(await judged(settings)).toEqual(expected);
  });

  it('shows up to five bad rows and says how many there are', async () => {
    const shop = await openShop();
    const { of } = await shop.run({
      models: { m: 'select range as id, repeat(chr(97), 100) as long from range(7)' },
      tests: { t: { on: 'm', sql: 'select * from {{m}}' } },
    });
    const [found] = of('t').diagnostics;
    expect(found).toMatchObject({ code: 'M601', severity: 'error', message: 't: 7 bad rows', node: 'test:t' });
    expect(found?.notes).toHaveLength(6);
    expect(found?.notes[0]).toMatch(/^id = 0, long = 'a{59}…$/);
    expect(found?.labels[0]?.span).toEqual({
      file: 'tests/t.sql',
      start: { line: 1, column: 1 },
      end: { line: 1, column: 20 },
    });
  });

  it('is an error where the query cannot run, or the count is null', async () => {
    const shop = await openShop();
    const project = {
      models: { m: 'select 1 as x' },
      tests: {
        broken: { on: 'm', sql: 'select nosuch from {{m}}' },
        nothing: { on: 'm', sql: 'select x from {{m}} where false', fail_calc: 'sum(x)' },
        good: { on: 'm', sql: 'select x from {{m}} where x = 2' },
      },
    };
    await shop.run(project, { verb: 'run' });
    const { statuses, of } = await shop.run(project, { verb: 'test' });
    expect(statuses).toEqual({ broken: 'error', nothing: 'error', good: 'pass' });
    expect(of('broken').diagnostics[0]).toMatchObject({
      code: 'M602',
      labels: [{ span: { file: 'tests/broken.sql', start: { line: 1, column: 8 }, end: { line: 1, column: 14 } } }],
    });
    expect(of('nothing').message).toBe('`fail_calc` gave null: `sum(x)`');
  });
});

describe('tests as audits', () => {
  const project = (rows: string, severity: 'error' | 'warn' = 'error') => ({
    models: {
      parent: { sql: `select * from (values ${rows}) t(id, v)`, materialized: 'table' as const },
      child: { sql: 'select sum(v) as v from {{parent}}', materialized: 'table' as const },
      sibling: 'select 1 as x',
    },
    tests: {
      one: { on: 'parent', sql: 'select id from {{parent}} group by id having count(*) > 1', severity },
      two: { on: 'parent', sql: 'select * from {{parent}} where id is null' },
      below: { on: 'child', sql: 'select * from {{child}} where v is null' },
    },
  });

  it('keeps the old version, fails the node and skips what stands below', async () => {
    const shop = await openShop();
    await shop.run(project('(1, 10), (2, 20)'));
    const { statuses, of, results } = await shop.run(project('(1, 10), (2, 20), (2, 30)'));
    expect(statuses).toEqual({
      one: 'fail',
      two: 'pass',
      parent: 'error',
      below: 'skipped',
      child: 'skipped',
      sibling: 'success',
    });
    expect(of('parent').message).toBe('not published: `one` found 1 bad row');
    expect(of('parent').diagnostics.map((one) => one.code)).toEqual(['M603']);
    expect(of('below')).toMatchObject({ cause: 'model.shop.parent', message: 'skipped: parent failed' });
    expect(results.filter((one) => one.resource === 'test')).toHaveLength(3);
    expect(await shop.values('select id, v from parent')).toEqual([
      ['1', '10'],
      ['2', '20'],
    ]);
    expect(await shop.values('select v from child')).toEqual([['30']]);
  });

  it('publishes with a warning', async () => {
    const shop = await openShop();
    const { statuses } = await shop.run(project('(1, 10), (1, 20)', 'warn'));
    expect(statuses).toMatchObject({ one: 'warn', parent: 'success', child: 'success' });
  });

  it('does not gate `run`', async () => {
    const shop = await openShop();
    const { statuses } = await shop.run(project('(1, 10), (1, 20)'), { verb: 'run' });
    expect(statuses).toEqual({ parent: 'success', child: 'success', sibling: 'success' });
  });

  it('a test that cannot run publishes nothing; the rest of them are skipped', async () => {
    const shop = await openShop();
    const { statuses, of } = await shop.run({
      models: { m: 'select 1 as x' },
      tests: {
        a: { on: 'm', sql: 'select nosuch from {{m}}', severity: 'warn' },
        b: { on: 'm', sql: 'select 1 where false' },
      },
    });
    expect(statuses).toEqual({ a: 'error', b: 'skipped', m: 'error' });
    expect(of('b').cause).toBe('test.shop.a');
    expect(of('m').message).toBe('not published: `a` cannot run');
    expect(await shop.values("select 1 from information_schema.tables where table_name = 'm'")).toEqual([]);
  });

  it('skips the tests of a node that could not be built', async () => {
    const shop = await openShop();
    const { statuses } = await shop.run({
      models: { m: 'select nosuch' },
      tests: { t: { on: 'm', sql: 'select * from {{m}}' } },
    });
    expect(statuses).toEqual({ t: 'skipped', m: 'error' });
  });
});
