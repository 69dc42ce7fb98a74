import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { project, write } from '../support/projects.ts';
import { isFull, patience } from './support/form.ts';
import { kitchen, secondDay } from './support/kitchen.ts';
import { ledgerOf, looking, stateOf } from './support/state.ts';

const zones = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Apia'];
const locales = ['C', 'tr_TR.UTF-8', 'de_DE.UTF-8'];
const all = zones.flatMap((TZ) => locales.map((LANG) => ({ TZ, LANG, LC_ALL: LANG })));
const some = all.filter(({ TZ, LANG }) => TZ === 'America/St_Johns' && LANG === 'tr_TR.UTF-8');

/** Everything of a folder that two builds of the same project may not differ in. */
async function outcome(env: Readonly<Record<string, string>>): Promise<unknown> {
  const folder = project({ ...kitchen, 'models/zoned.sql': zoned });
  write(folder, secondDay);
  expect(await mart(['build', '-q'], folder, env)).toMatchObject({ exit: 0, stderr: '' });
  const shown = await mart(['show', '-q', '-s', 'zoned', '--output', 'csv'], folder, env);
  const target = join(folder, 'target');
  const files = readdirSync(target, { recursive: true, encoding: 'utf8' }).sort();
  const texts = files
    .filter((name) => !/^(cache|logs)/.test(name) && statSync(join(target, name)).isFile())
    .map((name) => [name, withoutTimes(readFileSync(join(target, name), 'utf8').replaceAll(folder, ''))]);
  const written = readFileSync(join(folder, 'out/zoned.csv'), 'utf8');
  return { state: await stateOf(folder), ledger: await ledgerOf(folder), shown: shown.stdout, written, texts };
}

const zoned = `{{config materialized="external" location="out/zoned.csv" format="csv"}}
select timestamptz '2025-10-26 00:30:00+00' as at, timestamp '2025-10-26 02:30:00' as here, date '2025-12-30' as day,
  1234.5::decimal(9,2) as amount, 1e-7::double as little, upper('iı') as big, 'straße' as word, '{{run_started_at}}' as run`;

/** Ids, seconds, threads and the instants of single steps differ from run to run, and so does who was done first. */
function withoutTimes(text: string): string {
  const plain = text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID')
    .replace(/"(execution_time|elapsed_time)": ?[\d.e-]+/g, '"$1":0')
    .replace(/"(started_at|completed_at|thread_id)": ?"[^"]*"/g, '"$1":""');
  return plain.startsWith('{') ? plain.split('},{"status"').sort().join('\n') : plain;
}

test(
  `no table, file or artifact depends on zone and locale: ${(isFull ? all : some).length} beside UTC`,
  async () => {
    const plain = await outcome({ TZ: 'UTC', LANG: 'C.UTF-8' });
    for (const env of isFull ? all : some) expect([env, await outcome(env)]).toEqual([env, plain]);
  },
  patience,
);

/** Berlin puts its clock back at 01:00 UTC of the first night, and on in the second. */
const nights = ['2025-10-26', '2026-03-29'];

test.each(nights)('the night of %s has as many hours as it has, and each row is in one of them', async (night) => {
  const events = `{{config materialized="table" event_time="ts"}}
select n as id, timestamp '${night}' - interval 3 hour + interval (n * 30) minute as ts from range(16) as r(n)`;
  const model = (size: string) =>
    `{{config materialized="incremental" incremental_strategy="microbatch" event_time="ts" batch_size="${size}" begin="${size === 'hour' ? `${before(night)}T21:00:00` : before(night)}"}}
select id, ts from {{ref "events"}}`;
  const folder = project({
    'models/events.sql': events,
    'models/hours.sql': model('hour'),
    'models/days.sql': model('day'),
    'seeds/raw.csv': 'id,v\n1,a\n',
    'models/history.sql':
      '{{config materialized="scd2" unique_key="id" strategy="check" check_cols="all"}}select id, v from {{ref "raw"}}',
  });
  // Of the two half hours past two only one is told from the other by UTC.
  for (const [minute, v] of [
    ['00:30', 'a'],
    ['01:30', 'b'],
    ['04:59', 'c'],
  ]) {
    write(folder, { 'seeds/raw.csv': `id,v\n1,${v}\n` });
    const env = { TZ: 'Europe/Berlin', LANG: 'de_DE.UTF-8', MART_NOW: `${night}T${minute}:00Z` };
    expect(await mart(['build', '-q'], folder, env)).toMatchObject({ exit: 0, stderr: '' });
  }
  await looking(folder, async (session) => {
    const [count] = await session.rows(
      `select (select count(*) from main.hours) as hours, (select count(distinct id) from main.hours) as distinct_hours, (select count(*) from main.days) as days, (select count(distinct start_at) from _mart.intervals where status <> 'reset' and model like '%hours') as intervals`,
    );
    expect(count).toEqual({ hours: 16, distinct_hours: 16, days: 16, intervals: 8 });
    const versions = await session.rows('select v, valid_from, valid_to from main.history order by valid_from');
    expect(versions.map((row) => Object.values(row).join(' '))).toEqual([
      `a ${night} 00:30:00 ${night} 01:30:00`,
      `b ${night} 01:30:00 ${night} 04:59:00`,
      `c ${night} 04:59:00 `,
    ]);
  });
});

function before(night: string): string {
  return new Date(Date.parse(night) - 86_400_000).toISOString().slice(0, 10);
}
