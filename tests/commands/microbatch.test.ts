import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { project, write } from '../support/projects.ts';

const model = (value: string) =>
  `{{config materialized="incremental" incremental_strategy="microbatch" event_time="ts" batch_size="day" begin="2025-12-01"}}
select id, ts, ${value} as v from {{ref "events"}} where ts >= {{batch.start}} and ts < {{batch.end}}`;
const files = {
  'models/events.sql': `{{config materialized="table" event_time="ts"}}
select * from (values (1, timestamp '2025-12-01 00:00', '1'), (2, timestamp '2025-12-02 10:00', 'x')) t(id, ts, v)`,
  'models/mb.sql': model('cast(v as integer)'),
  'models/below.sql': 'select * from {{ref "mb"}}',
};

const resultOf = (folder: string, id: string) =>
  JSON.parse(readFileSync(join(folder, 'target/run_results.json'), 'utf8')).results.find(
    (one: { unique_id: string }) => one.unique_id === id,
  );
const day = (n: number) => `2025-12-0${n}T00:00:00.000Z`;

test('what failed of a model is retried alone, and is told as dbt tells it', async () => {
  const folder = project(files);
  const first = await mart(['build'], folder);
  expect(first.exit).toBe(1);
  expect(first.stderr).toContain('in the interval 2025-12-02');
  const { status, batch_results } = resultOf(folder, 'model.shop.mb');
  expect({ status, batch_results }).toEqual({
    status: 'partial success',
    batch_results: {
      successful: [
        [day(1), day(2)],
        [day(3), day(4)],
      ],
      failed: [[day(2), day(3)]],
    },
  });
  expect(resultOf(folder, 'model.shop.below')).toMatchObject({ status: 'skipped', batch_results: null });

  write(folder, { 'models/mb.sql': model('try_cast(v as integer)') });
  expect((await mart(['retry'], folder)).exit).toBe(0);
  expect(resultOf(folder, 'model.shop.mb').batch_results).toEqual({ successful: [[day(2), day(3)]], failed: [] });
  const shown = await mart(
    ['show', '-q', '--sql', 'select id, v from {{ref "below"}} order by id', '--output', 'csv'],
    folder,
  );
  expect(shown.stdout.trim().split('\n')).toEqual(['id,v', '1,1', '2,']);
  expect((await mart(['show', '-q', '-s', 'mb', '--output', 'csv'], folder)).stdout.trim().split('\n')).toHaveLength(3);
});

test('windows and restatements build their intervals and no others', async () => {
  const folder = project({ ...files, 'models/mb.sql': model('v') });
  const built = async (...args: string[]) => {
    const { exit, stderr } = await mart(['run', '-s', 'mb', ...args], folder);
    const batches = exit === 0 ? resultOf(folder, 'model.shop.mb').batch_results.successful : stderr.split('\n')[0];
    return Array.isArray(batches) ? batches.map(([start]) => start.slice(8, 13)) : batches;
  };
  await mart(['run'], folder);
  expect(await built('--restate', '2025-12-01..2025-12-02')).toEqual(['01T00', '02T00']);
  expect(await built('--restate', '2025-12-02')).toEqual(['02T00']);
  expect(await built('--event-time-start', '2025-12-01', '--event-time-end', '2025-12-02')).toEqual(['01T00']);
  expect(await built('--event-time-start', '2025-12-01T23:00-02:00', '--event-time-end', '2025-12-02T02:00')).toEqual([
    '02T00',
  ]);
  const wrong = [
    [['--event-time-end', '2025-12-02'], '`--event-time-end` needs `--event-time-start`'],
    [['--event-time-start', '2025-12-02', '--event-time-end', '2025-12-02'], '`--event-time-start` is not before'],
    [['--event-time-start', 'monday', '--event-time-end', '2025-12-02'], '`--event-time-start` takes a day or a time'],
    [['--restate', '2025-12-03..2025-12-01'], '`--restate 2025-12-03..2025-12-01` ends before it starts'],
    [['--restate', '2025-12-01', '--full-refresh'], '`--restate` and `--full-refresh` exclude each other'],
  ] as const;
  for (const [args, said] of wrong) expect(await built(...args)).toContain(`error[M118]: ${said}`);
  const none = await mart(['run', '-s', 'events', '--restate', '2025-12-01'], folder);
  expect([none.exit, none.stderr]).toEqual([2, expect.stringContaining('and none is selected')]);
}, 120_000);

test('a check knows the columns of a microbatch model and its marks', async () => {
  const folder = project(files);
  expect((await mart(['check'], folder)).exit).toBe(0);
  write(folder, { 'models/mb.sql': model('v').replace('event_time="ts"', 'event_time="at"') });
  const found = await mart(['check'], folder);
  expect([found.exit, found.stderr]).toEqual([1, expect.stringContaining('`event_time` names `at`')]);
  write(folder, { 'models/mb.sql': 'select {{batch.start}} as s' });
  expect((await mart(['check'], folder)).stderr).toContain('`batch` means something only in microbatch models');
});
