import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventLines } from '../../src/commands/event-json.ts';
import { project, write } from '../support/projects.ts';
import { ran } from './shop.ts';

const files = {
  'macros/plus.sql': '{{col}} + 1',
  'seeds/raw.csv': 'id\n1\n',
  'models/a.sql': '{{config materialized="table"}} select id from {{ref "raw"}}',
  'models/m.sql': '{{config materialized="table"}} select {{> plus col="id"}} as id from {{ref "a"}}',
  'models/child.sql': 'select id from {{ref "m"}}',
};
const unit = (expected: number) =>
  `unit_tests: [{ name: t, model: m, given: [{ input: ref('a'), rows: [{ id: 1 }] }], expect: { rows: [{ id: ${expected} }] } }]\n`;

test('in a build unit tests come first, and one that fails skips its model and what reads it', async () => {
  const folder = project({ ...files, 'models/u.yml': unit(3) });
  const done = await ran(folder, 'build', { threads: 1 });
  expect(done.statuses).toEqual({
    'unit_test:m.t': 'fail',
    raw: 'success',
    a: 'success',
    m: 'skipped',
    child: 'skipped',
  });
  expect(done.order[0]).toBe('unit_test:m.t');
  expect(done.exit).toBe(1);
  write(folder, { 'models/u.yml': unit(2) });
  expect(await ran(folder, 'build')).toMatchObject({ exit: 0, found: [] });
});

test('a test of a macro stands before the models that use it', async () => {
  const test = "unit_tests: [{ name: t, macro: plus, arguments: { col: x }, expect: 'x + 2' }]\n";
  const done = await ran(project({ ...files, 'models/u.yml': test }), 'build');
  expect(done.statuses).toEqual({
    'unit_test:plus.t': 'fail',
    raw: 'success',
    a: 'success',
    m: 'skipped',
    child: 'skipped',
  });
});

test('`mart test` runs unit tests and data tests; a unit test that fails is one failure', async () => {
  const folder = project({
    ...files,
    'models/u.yml': `models: [{ name: m, data_tests: [{ unique: { column_name: id } }] }]\n${unit(3)}`,
  });
  await ran(folder, 'run', { select: ['+m'] });
  await ran(folder, 'seed');
  await ran(folder, 'run');
  const done = await ran(folder, 'test');
  expect(done.statuses).toEqual({ 'unit_test:m.t': 'fail', 'test:unique_m_id': 'pass' });
  expect(done.results.find(({ status }) => status === 'fail')?.failures).toBe(1);
});

test('the difference is data in the events and in run_results.json', async () => {
  const folder = project({ ...files, 'models/u.yml': unit(3) });
  const { results } = await ran(folder);
  const difference = {
    columns: ['id'],
    counts: { same: 0, changed: 1, missing: 0, added: 0 },
    rows: [{ kind: 'changed', expected: ['3'], actual: ['2'], changed: ['id'] }],
  };
  const written = JSON.parse(readFileSync(join(folder, 'target/run_results.json'), 'utf8')) as {
    readonly results: readonly { readonly message: string; readonly adapter_response: unknown }[];
  };
  expect(written.results[0]?.adapter_response).toEqual({ difference });
  expect(written.results[0]?.message).toContain('~  3 → 2');
  const [result] = results;
  if (!result) throw new Error('nothing ran');
  const lines = eventLines({ type: 'node_finished', at: '', index: 1, total: 1, result });
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ result: { difference } });
});

test('what one invocation remembers of a test does not outlive an edit of its fixture or its model', async () => {
  const yml =
    "unit_tests: [{ name: t, model: m, given: [{ input: ref('a'), format: csv, fixture: f }], expect: { rows: [{ id: 2 }] } }]\n";
  const folder = project({ ...files, 'models/u.yml': yml, 'tests/fixtures/f.csv': 'id\n1\n' });
  expect((await ran(folder)).statuses).toEqual({ 'unit_test:m.t': 'pass' });
  write(folder, { 'tests/fixtures/f.csv': 'id\n5\n' });
  expect((await ran(folder)).statuses).toEqual({ 'unit_test:m.t': 'fail' });
  write(folder, { 'tests/fixtures/f.csv': 'id\n1\n', 'macros/plus.sql': '{{col}} + 2' });
  expect((await ran(folder)).statuses).toEqual({ 'unit_test:m.t': 'fail' });
});
