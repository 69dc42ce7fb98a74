import { expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { project, write } from '../support/projects.ts';
import { looking } from './support/state.ts';

const at = (instant: string) => ({ MART_NOW: instant });

function rowsOf(folder: string, sql: string): Promise<readonly string[]> {
  return looking(folder, async (session) => (await session.rows(sql)).map((row) => Object.values(row).join(' ')));
}

async function built(folder: string, now: string, ...args: readonly string[]): Promise<string> {
  const { exit, stderr } = await mart(['build', '-v', ...args], folder, at(now));
  expect({ now, exit, errors: stderr.match(/^error.*/gm) }).toEqual({ now, exit: 0, errors: null });
  return stderr;
}

const [later, earlier, latest] = ['2025-12-03T06:00:00Z', '2025-12-01T06:00:00Z', '2025-12-04T06:00:00Z'];

test('what was built before a clock went back is known to be older, and nothing is built again for it', async () => {
  const folder = project({
    'seeds/raw.csv': 'id,v\n1,10\n',
    'models/kept.sql': '{{config materialized="table"}}select id, v from {{ref "raw"}}',
  });
  await built(folder, later);
  expect(await built(folder, earlier)).toMatch(/main\.kept .*reused/);
  write(folder, { 'seeds/raw.csv': 'id,v\n1,11\n' });
  expect(await built(folder, earlier)).toMatch(/main\.kept .*1 row/);
  expect(await built(folder, later)).toMatch(/main\.kept .*reused/);
  expect(await rowsOf(folder, 'select v from main.kept')).toEqual(['11']);
  write(folder, { 'seeds/raw.csv': 'id,v\nx\n' });
  expect((await mart(['build', '-q'], folder, at(earlier))).exit).toBe(1);
  write(folder, { 'seeds/raw.csv': 'id,v\n1,12\n' });
  const retried = await mart(['retry'], folder, at(earlier));
  expect([retried.exit, retried.stderr]).toEqual([0, expect.stringContaining('main.raw')]);
  expect(await rowsOf(folder, 'select event from _mart.runs order by seq')).toHaveLength(12);
});

test('a history whose clock goes back has no gap, no overlap and one current version of each key', async () => {
  const folder = project({
    'seeds/raw.csv': 'id,v\n1,a\n2,a\n',
    'models/history.sql':
      '{{config materialized="scd2" unique_key="id" strategy="check" check_cols="all" hard_deletes="invalidate"}}select id, v from {{ref "raw"}}',
  });
  await built(folder, later);
  write(folder, { 'seeds/raw.csv': 'id,v\n1,b\n' });
  await built(folder, earlier);
  write(folder, { 'seeds/raw.csv': 'id,v\n1,c\n2,c\n' });
  await built(folder, earlier);
  write(folder, { 'seeds/raw.csv': 'id,v\n1,d\n2,c\n' });
  await built(folder, latest);
  const history = 'select id, v, valid_from, valid_to, is_current from main.history order by id, valid_from';
  expect(await rowsOf(folder, history)).toEqual([
    '1 a 2025-12-03 06:00:00 2025-12-03 06:00:00.000001 false',
    '1 b 2025-12-03 06:00:00.000001 2025-12-03 06:00:00.000002 false',
    '1 c 2025-12-03 06:00:00.000002 2025-12-04 06:00:00 false',
    '1 d 2025-12-04 06:00:00  true',
    '2 a 2025-12-03 06:00:00 2025-12-03 06:00:00.000001 false',
    '2 c 2025-12-03 06:00:00.000001  true',
  ]);
});

test('intervals that were built stay built when the clock goes back, and none is missing when it goes on', async () => {
  const folder = project({
    'models/events.sql': `{{config materialized="table" event_time="ts"}}
select d as id, timestamp '2025-12-01' + interval (d * 10) hour as ts from range(10) as r(d)`,
    'models/days.sql': `{{config materialized="incremental" incremental_strategy="microbatch" event_time="ts" batch_size="day" begin="2025-12-01"}}
select id, ts from {{ref "events"}}`,
  });
  const days = 'select cast(ts as date) as day, count(*) as n from main.days group by day order by day';
  await built(folder, later);
  const first = await rowsOf(folder, days);
  expect(first).toEqual(['2025-12-01 3', '2025-12-02 2', '2025-12-03 3']);
  await built(folder, earlier);
  expect(await rowsOf(folder, days)).toEqual(first);
  await built(folder, latest);
  expect(await rowsOf(folder, days)).toEqual([...first, '2025-12-04 2']);
  const intervals = `select strftime(start_at at time zone 'UTC', '%d') || ' ' || last(status order by seq) as s from _mart.intervals where status <> 'reset' group by start_at order by start_at`;
  expect(await rowsOf(folder, intervals)).toEqual(['01 built', '02 built', '03 built', '04 open']);
});

test('a file is loaded once whatever the clock says, and rows from the future are fresh', async () => {
  const source = (name: string) =>
    `sources: [{ name: s, tables: [{ name: ${name}, files: 'in/*.csv', format: csv, loaded_at_field: seen, freshness: { warn_after: { count: 1, period: day }, error_after: { count: 2, period: day } }, columns: [{ name: id, data_type: integer }, { name: seen, data_type: timestamp }] }] }]\n`;
  const folder = project({
    'in/1.csv': 'id,seen\n1,2025-12-03 05:00:00\n',
    'models/p.yml': source('t'),
    'models/loaded.sql': '{{config materialized="incremental"}}select id, _source_file from {{source "s" "t"}}',
  });
  await built(folder, later);
  write(folder, { 'in/2.csv': 'id,seen\n2,2025-12-03 05:30:00\n' });
  await built(folder, earlier);
  await built(folder, later);
  expect(await rowsOf(folder, 'select id, _source_file from main.loaded order by id')).toEqual([
    '1 in/1.csv',
    '2 in/2.csv',
  ]);
  expect((await mart(['source', 'freshness', '-q'], folder, at(earlier))).exit).toBe(0);
  expect((await mart(['source', 'freshness', '-q'], folder, at('2025-12-08T06:00:00Z'))).exit).toBe(1);
});
