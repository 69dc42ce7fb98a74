import { expect, it } from 'vitest';
import { mart } from '../cli/mart.ts';
import { built, rowsOf } from '../reuse/runs.ts';
import { project, projectFile, write } from '../support/projects.ts';

const yearly =
  '{{config materialized="incremental" incremental_strategy="microbatch" event_time="day" batch_size="year" begin="2023-01-01" lookback=0}}';
const years = { MART_NOW: '2025-06-01T00:00:00Z' };
const killed = { ...years, MART_FAILPOINT: 'after commit@daily:exit' };

it('a first build that is killed after an interval is gone on with', async () => {
  const folder = project({
    'models/daily.sql': `${yearly}select 1 as id, date '2023-05-01' as day union all select 2, date '2024-05-05'`,
  });
  await mart(['build'], folder, killed);
  const { stderr, exit } = await mart(['build'], folder, years);
  expect({ stderr: stderr.includes('M535'), exit }).toEqual({ stderr: false, exit: 0 });
  expect(await rowsOf(folder, 'select count(*)::int as n from daily')).toEqual([{ n: 2 }]);
});

it('what reads a table of which a killed run built an interval is not left out', async () => {
  const folder = project({
    'project.yml': projectFile('seeds: { +column_types: { day: date } }\n'),
    'seeds/given.csv': 'id,day\n1,2023-05-01\n',
    'models/daily.sql': `${yearly}select id, day from {{ref "given"}}`,
    'models/total.sql': '{{config materialized="table"}}select count(*)::int as n from {{ref "daily"}}',
  });
  await mart(['build'], folder, years);
  write(folder, { 'seeds/given.csv': 'id,day\n1,2023-05-01\n2,2025-05-05\n' });
  await mart(['build'], folder, killed);
  expect(await built(folder, { select: ['total'] })).toEqual({ total: 'success' });
  expect(await rowsOf(folder, 'select n from total')).toEqual([{ n: 2 }]);
});

it('intervals that a run did not come to are left to retry', async () => {
  const model = (value: string) =>
    `${yearly}select id, day, ${value} as v from (values (1, date '2023-05-01', 'x'), (2, date '2024-05-05', '7'), (3, date '2025-05-05', '8')) as t(id, day, v)`;
  const folder = project({ 'models/daily.sql': model('cast(1 as int)') });
  await mart(['build'], folder, years);
  write(folder, { 'models/daily.sql': model('cast(v as int)') });
  const fast = ['build', '--restate', '2023-01-01..2025-12-31', '--fail-fast'];
  expect((await mart(fast, folder, years)).exit).toBe(1);
  write(folder, { 'models/daily.sql': model('coalesce(try_cast(v as int), 0)') });
  expect((await mart(['retry'], folder, years)).exit).toBe(0);
  expect(await rowsOf(folder, 'select id, v from daily order by id')).toEqual([
    { id: 1, v: 0 },
    { id: 2, v: 7 },
    { id: 3, v: 8 },
  ]);
});
