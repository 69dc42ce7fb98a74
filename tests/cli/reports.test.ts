import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { project, projectFile, write } from '../support/projects.ts';
import { mart } from './mart.ts';

const orders = `select * from (values (1, 'open'), (2, 'open'), (3, 'closed')) as t (id, status)`;
const counts = `{{config materialized="table" report=true}}
select status, count(*) as orders, 9007199254740993 as big, null as nothing, [1, 2] as list
from {{ref "orders"}} group by status order by status`;

const reportsIn = (folder: string) => JSON.parse(readFileSync(join(folder, 'target/reports.json'), 'utf8'));

test('a report is shown when all is done, kept as JSON, and told as an event', async () => {
  const folder = project({
    'models/orders.sql': orders,
    'models/counts.sql': counts,
    'models/counts.yml':
      'models: [{ name: counts, description: Orders, columns: [{ name: status, description: Where }] }]\n',
  });
  const done = await mart(['build'], folder);
  expect(done.exit).toBe(0);
  expect(done.stderr).toMatch(
    /2\/2 {2}main\.counts .*\n\nmain\.counts\nstatus {2}orders +big .*\n-+ .*\nclosed +1 .*\nopen +2 .*\n\nOK {2}2 ok/,
  );
  expect(done.stdout).toBe('');
  const kept = reportsIn(folder);
  expect(kept).toMatchObject({
    metadata: { mart_schema_version: 'reports/v1', project_name: 'shop', generated_at: '2025-12-03T06:00:00.000Z' },
    reports: [
      {
        unique_id: 'model.shop.counts',
        name: 'counts',
        relation_name: 'main.counts',
        description: 'Orders',
        built_at: '2025-12-03T06:00:00.000Z',
        rows: [
          ['closed', 1, '9007199254740993', null, [1, 2]],
          ['open', 2, '9007199254740993', null, [1, 2]],
        ],
        cut: false,
      },
    ],
  });
  expect(kept.reports[0].columns.slice(0, 2)).toEqual([
    { name: 'status', type: 'VARCHAR', description: 'Where' },
    { name: 'orders', type: 'BIGINT', description: '' },
  ]);

  const told = await mart(['run', '--log-format', 'json'], folder);
  const events = told.stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(events.filter(({ type }) => type === 'report').map(({ report }) => report.name)).toEqual(['counts']);
  expect((await mart(['build', '-q'], folder)).stderr).toBe('');
});

test('what was not built is not shown, and what was shown before is kept', async () => {
  const folder = project({
    'models/orders.sql': orders,
    'models/counts.sql': counts,
    'models/other.sql': '{{config report=true}}\nselect 1 as n',
  });
  const all = await mart(['build'], folder);
  for (const name of ['main.counts', 'main.other']) expect(all.stderr).toContain(`\n${name}\n`);
  const part = await mart(['build', '-s', 'other'], folder);
  expect(part.stderr).not.toContain('main.counts');
  expect(reportsIn(folder).reports.map(({ name }: { name: string }) => name)).toEqual(['counts', 'other']);

  write(folder, {
    'models/counts.sql': `${counts}\nlimit 100`,
    'models/counts.yml': 'models: [{ name: counts, columns: [{ name: nothing, data_tests: [not_null] }] }]\n',
  });
  const failed = await mart(['build'], folder);
  expect(failed.exit).toBe(1);
  expect(failed.stderr).not.toMatch(/\nmain\.counts\n/);
  expect(failed.stderr).toMatch(/\nmain\.other\nn\n-\n1\n/);

  write(folder, { 'models/counts.sql': orders, 'models/counts.yml': 'models: []\n' });
  await mart(['build'], folder);
  expect(reportsIn(folder).reports.map(({ name }: { name: string }) => name)).toEqual(['other']);
});

test('long reports are cut, empty ones say so, one that cannot be read is a warning', async () => {
  const folder = project({
    'models/long.sql': '{{config report=true}}\nselect range as n from range(1234)',
    'models/none.sql': '{{config report=true}}\nselect 1 as n where false',
    'models/broken.sql': "{{config report=true}}\nselect cast(x as integer) as n from (values ('many')) as t (x)",
  });
  const done = await mart(['build'], folder);
  expect(done.exit).toBe(0);
  expect(done.stderr).toContain('\n39\n… and at least 960 more rows\n');
  expect(done.stderr).toContain('main.none\n(no rows)\n');
  expect(done.stderr).toContain('warning[M511]: the report `broken` could not be read');
  expect(
    reportsIn(folder).reports.map(({ name, rows, cut }: { name: string; rows: []; cut: boolean }) => [
      name,
      rows.length,
      cut,
    ]),
  ).toEqual([
    ['long', 1000, true],
    ['none', 0, false],
  ]);
});

test('a switch, in every place for configuration', async () => {
  const folder = project({
    'project.yml': projectFile('models:\n  seen: { +report: true }\n'),
    'models/seen/a.sql': 'select 1 as n',
    'models/unseen.sql': 'select 2 as n',
  });
  const done = await mart(['build'], folder);
  expect(done.stderr).toContain('\nmain.a\n');
  expect(done.stderr).not.toContain('\nmain.unseen\n');
  write(folder, { 'models/seen/a.sql': '{{config report="yes"}}\nselect 1 as n' });
  expect((await mart(['build'], folder)).stderr).toContain('M104');
});
