import { readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { sources as schema } from '../artifacts/schemas.ts';
import { mart } from '../cli/mart.ts';
import { project } from '../support/projects.ts';

/** `MART_NOW` of the tests is 2025-12-03 at six in the morning. */
const files = {
  'models/raw.sql': `{{config materialized="table"}}
select * from (values (1, timestamp '2025-12-03 05:30', 'x'), (2, timestamp '2025-12-01 06:00', 'y')) t(id, loaded_at, kind)`,
  'models/s.yml': `sources:
  - name: raw
    freshness: { warn_after: { count: 1, period: hour }, error_after: { count: 1, period: day } }
    loaded_at_field: loaded_at
    tables:
      - { name: fresh, relation: main.raw }
      - { name: filtered, relation: main.raw, freshness: { filter: "kind = 'y'" } }
      - { name: late, relation: main.raw, freshness: { warn_after: { count: 10, period: minute }, error_after: null } }
      - { name: asked, relation: main.raw, config: { loaded_at_field: null, loaded_at_query: 'select max(loaded_at) from {{source "raw" "asked"}} where id = 1' } }
      - { name: empty, relation: main.raw, freshness: { filter: "false" } }
      - { name: unasked, relation: main.raw, freshness: { warn_after: null, error_after: null } }
      - { name: wrong, relation: main.raw, loaded_at_field: nosuch }
  - name: landing
    freshness: { error_after: { count: 1, period: day } }
    tables:
      - { name: orders, files: landing/*.csv, loaded_at_field: _loaded_at }
      - { name: nowhere, relation: main.raw }
`,
  'landing/a.csv': 'id\n1\n',
  'landing/b.csv': 'id\n2\n',
};

const freshness = async (folder: string, ...args: string[]) => {
  const done = await mart(['source', 'freshness', ...args], folder);
  const found = JSON.parse(readFileSync(join(folder, 'target/sources.json'), 'utf8'));
  const validate = new Ajv2020({ strict: false }).compile(schema);
  expect(validate(found), JSON.stringify(validate.errors)).toBe(true);
  const statuses: Record<string, string> = {};
  for (const one of found.results) statuses[one.unique_id.replace('source.shop.', '')] = one.status;
  return { ...done, found, statuses };
};

test('holds sources to what their freshness allows, and keeps what was found', async () => {
  const folder = project(files);
  await mart(['run'], folder);
  const day = new Date('2025-12-02T12:00:00Z');
  utimesSync(join(folder, 'landing/a.csv'), day, day);
  utimesSync(join(folder, 'landing/b.csv'), new Date('2025-11-01T00:00:00Z'), new Date('2025-11-01T00:00:00Z'));
  const { exit, stderr, statuses, found } = await freshness(folder);
  expect(statuses).toEqual({
    'raw.fresh': 'pass',
    'raw.filtered': 'error',
    'raw.late': 'warn',
    'raw.asked': 'pass',
    'raw.empty': 'error',
    'raw.wrong': 'runtime error',
    'landing.orders': 'pass',
    'landing.nowhere': 'runtime error',
  });
  expect(exit).toBe(1);
  expect(stderr).toContain('error[M526]: `source:raw.filtered` is stale: the newest is 2 days old');
  expect(stderr).toContain('warning[M526]: `source:raw.late` is stale: the newest is 30 minutes old');
  expect(stderr).toContain('error[M140]: nothing says when rows of `source:landing.nowhere` were loaded');
  expect(stderr).toContain('nosuch');
  expect(found.results[0]).toMatchObject({
    max_loaded_at: '2025-12-03T05:30:00.000Z',
    snapshotted_at: '2025-12-03T06:00:00.000Z',
    max_loaded_at_time_ago_in_s: 1800,
  });
}, 60_000);

test('what only warns is no failure; files need no warehouse', async () => {
  const folder = project(files);
  const { statuses: fresh, stderr } = await freshness(folder, '-s', 'source:landing.orders');
  expect([fresh, stderr]).toEqual([{ 'landing.orders': 'pass' }, expect.stringMatching(/^OK {2}1 fresh · /m)]);
  await mart(['run'], folder);
  const { exit, statuses } = await freshness(folder, '-s', 'source:raw.late', 'source:raw.fresh');
  expect([exit, statuses]).toEqual([0, { 'raw.fresh': 'pass', 'raw.late': 'warn' }]);
}, 60_000);

/** The newest row is six hours old to the second. */
const edges = {
  'models/raw.sql': `{{config materialized="table"}}
select * from (values (timestamp '2025-12-03 00:00:00', 'a'), (null, 'b'), (timestamp '2025-11-01', 'c')) t(loaded, kind)`,
  'models/s.yml': `sources:
  - name: raw
    loaded_at_field: loaded
    tables:
      - { name: just_in_time, relation: main.raw, freshness: { error_after: { count: 6, period: hour } } }
      - { name: in_minutes, relation: main.raw, freshness: { error_after: { count: 359, period: minute } } }
      - { name: in_days, relation: main.raw, freshness: { error_after: { count: 1, period: day } } }
      - { name: only_warns, relation: main.raw, freshness: { warn_after: { count: 1, period: minute } } }
      - { name: no_times, relation: main.raw, freshness: { warn_after: { count: 1, period: day }, filter: "kind = 'b'" } }
      - { name: old, relation: main.raw, freshness: { warn_after: { count: 1, period: day }, error_after: { count: 90, period: day }, filter: "kind = 'c'" } }
      - { name: expression, relation: main.raw, loaded_at_field: "loaded + interval 6 hour", freshness: { error_after: { count: 0, period: minute } } }
      - { name: zoned, relation: main.raw, loaded_at_field: "'2025-12-03T08:00:00+02:00'::timestamptz", freshness: { error_after: { count: 0, period: minute } } }
  - name: landing
    freshness: { warn_after: { count: 1, period: day } }
    tables:
      - name: column
        files: landing/*.csv
        loaded_at_field: loaded
        columns: [{ name: id, data_type: integer }, { name: loaded, data_type: timestamp }]
        schema_contract: discard_row
      - { name: none, files: nowhere/*.csv }
`,
  'landing/a.csv': 'id,loaded\n1,2025-12-03 05:00:00\n2,2025-12-09 00:00:00,more\n',
};

test('limits are passed by what is older, not by what is as old; NULL and nothing are as old as can be', async () => {
  const folder = project(edges);
  await mart(['run'], folder);
  const { exit, statuses, stderr, found } = await freshness(folder);
  expect(statuses).toEqual({
    'raw.just_in_time': 'pass',
    'raw.in_minutes': 'error',
    'raw.in_days': 'pass',
    'raw.only_warns': 'warn',
    'raw.no_times': 'warn',
    'raw.old': 'warn',
    'raw.expression': 'pass',
    'raw.zoned': 'pass',
    'landing.column': 'pass',
    'landing.none': 'warn',
  });
  expect(exit).toBe(1);
  expect(stderr).toContain('`source:raw.no_times` is stale: nothing was ever loaded');
  expect(found.results.find((one: { unique_id: string }) => one.unique_id.endsWith('landing.column'))).toMatchObject({
    max_loaded_at: '2025-12-03T05:00:00.000Z',
  });
  const warned = await freshness(folder, '--exclude', 'source:raw.in_minutes');
  expect([warned.exit, warned.stderr]).toEqual([0, expect.not.stringContaining('error[')]);
}, 60_000);
