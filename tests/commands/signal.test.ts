import { expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { project, write } from '../support/projects.ts';

const files = (signal: string) => ({
  'models/flags.sql': '{{config materialized="table"}}select {{var "day"}} as day',
  'models/daily.sql': '{{config materialized="table"}}select day from {{ref "flags"}}',
  'models/below.sql': '{{config materialized="table"}}select day from {{ref "daily"}}',
  'models/beside.sql': 'select 1 as id',
  'models/p.yml': `models:
  - name: daily
    config: { signal: { sql: ${JSON.stringify(signal)} } }
    columns: [{ name: day, data_tests: [not_null] }]
`,
});

test('a model waits for its signal, and what stands below it waits too: nothing has failed', async () => {
  const folder = project(files('select max(day) >= 3 from {{ref "flags"}}'));
  const first = await mart(['build', '--vars', '{day: 1}', '-v'], folder);
  expect(first.exit, first.stderr).toBe(0);
  expect(first.stderr).toContain('waiting: its signal is not there yet');
  expect(first.stderr).toContain('waiting for daily');
  expect(first.stderr).toMatch(/OK {2}2 ok · 2 waiting/);
  expect((await mart(['build', '--vars', '{day: 3}'], folder)).stderr).toMatch(/OK {2}3 ok/);
  const still = await mart(['build', '--vars', '{day: 2}'], folder);
  expect(still.exit).toBe(0);
  const show = ['show', '-q', '--sql', 'from {{ref "below"}}', '--output', 'csv', '--vars', '{day: 3}'];
  const shown = await mart(show, folder);
  expect(shown.stdout).toBe('day\n3\n');
}, 60_000);

test('a signal that cannot be asked is an error at its place, in a check and in a run', async () => {
  const folder = project(files('select nosuch from {{ref "flags"}}'));
  for (const verb of ['check', 'build']) {
    const { exit, stderr } = await mart([verb, '--vars', '{day: 1}'], folder);
    expect([exit, stderr]).toEqual([1, expect.stringContaining('models/p.yml:3')]);
    expect(stderr).toContain('nosuch');
  }
  write(folder, files('select null'));
  expect((await mart(['run', '-s', 'daily', '--vars', '{day: 1}'], folder)).stderr).toContain('waiting');
}, 60_000);
