import { expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { project, projectFile, write } from '../support/projects.ts';

const endless = 'select sum(a.range * b.range) as id from range(10000000) as a cross join range(10000000) as b';

async function rows(folder: string, sql: string): Promise<unknown> {
  const { stdout } = await mart(['show', '-q', '--limit', '-1', '--output', 'json', '--sql', sql], folder);
  return JSON.parse(stdout);
}

test('a model that takes too long is stopped and undone, and others go on', async () => {
  const folder = project({
    'project.yml': projectFile('models:\n  +timeout: 10m\n'),
    'models/slow.sql': '{{config materialized="table" timeout="300ms"}}select 1 as id',
    'models/below.sql': 'select * from {{ref "slow"}}',
    'models/other.sql': '{{config materialized="table"}}select 2 as id',
  });
  expect((await mart(['build', '-q'], folder)).exit).toBe(0);
  write(folder, {
    'models/slow.sql': `{{config materialized="table" timeout="300ms"}}\n${endless}`,
    'models/other.sql': '{{config materialized="table"}}select 3 as id',
  });
  const began = performance.now();
  const { stderr, exit } = await mart(['build', '-v'], folder);
  expect(performance.now() - began).toBeLessThan(20_000);
  expect(exit).toBe(1);
  expect(stderr).toContain('M537');
  expect(stderr).toContain('it took longer than its `timeout` of 300ms');
  expect(stderr).toContain('models/slow.sql:1');
  expect(stderr).toMatch(/below.*skipped/);
  expect(await rows(folder, 'select (select id from main.slow) as slow, (select id from main.other) as other')).toEqual(
    [{ slow: 1, other: 3 }],
  );
});

test('the time covers hooks and tests, and a test that was stopped is not said to have failed', async () => {
  const folder = project({
    'models/hooked.sql': `{{config materialized="table" timeout="300ms" post_hook="insert into {{this}} ${endless}"}}select 1 as id`,
    'models/tested.sql': '{{config materialized="table" timeout="300ms"}}select 1 as id',
    'models/p.yml': 'models: [{ name: tested, data_tests: [endless] }]\n',
    'macros/tests/endless.sql': `select * from {{model}} where id > (${endless})`,
  });
  const { stderr, exit } = await mart(['build', '--log-format', 'json'], folder);
  expect(exit).toBe(1);
  expect(stderr.match(/"code":"M537"/g)?.length).toBeGreaterThanOrEqual(2);
  expect(stderr).not.toContain('M603');
  expect(await rows(folder, "select count(*) as n from duckdb_tables() where schema_name <> '_mart'")).toEqual([
    { n: 0 },
  ]);
});

test('intervals that were built before the time was over stay', async () => {
  const pairs = "range(case when {{batch.start}} >= timestamptz '2025-12-03' then 10000000 else 1 end)";
  const folder = project({
    'models/days.sql': `{{config materialized="incremental" incremental_strategy="microbatch" event_time="at" batch_size="day" begin="2025-12-01" timeout="3s"}}
select sum(a.range * b.range) as id, cast({{batch.start}} as timestamp) as at
from ${pairs} as a cross join ${pairs} as b`,
  });
  const { stderr, exit } = await mart(['build'], folder);
  expect(exit).toBe(1);
  expect(stderr).toContain('M537');
  expect(await rows(folder, 'select count(*) as n from main.days')).toEqual([{ n: 2 }]);
});

test('a timeout that is none is refused where it was written', async () => {
  const folder = project({ 'models/a.sql': '{{config timeout="soon"}}select 1 as id' });
  const { stderr, exit } = await mart(['ls'], folder);
  expect([exit, stderr.includes('`timeout` cannot be `soon`'), stderr.includes('`10m`')]).toEqual([1, true, true]);
});
