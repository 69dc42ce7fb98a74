import { expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { project, write } from '../support/projects.ts';

const shop = {
  'models/m.sql': '{{config materialized="table"}}select unnest([1, 1]) as id, 1 as word',
  'models/p.yml':
    'models: [{ name: m, columns: [{ name: id, data_tests: [unique] }, { name: word, data_tests: [not_null] }] }]\n',
};

test('a table that is built again is judged by all of its tests, not only by those that failed', async () => {
  const folder = project(shop);
  expect((await mart(['build'], folder)).stderr).toContain('unique_m_id: 1 bad row');
  write(folder, { 'models/m.sql': '{{config materialized="table"}}select 1 as id, null as word' });
  const again = await mart(['retry'], folder);
  expect(again.exit).toBe(1);
  expect(again.stderr).toContain('not_null_m_word: 1 bad row');
  write(folder, { 'models/m.sql': '{{config materialized="table"}}select 1 as id, 1 as word' });
  expect((await mart(['retry'], folder)).exit).toBe(0);
  expect((await mart(['retry'], folder)).stderr).toContain('nothing to retry');
});

test('retry keeps the variables and the selection of the failed run', async () => {
  const folder = project({
    'models/a.sql': '{{config materialized="table"}}select cast(\'{{var "word" default="y"}}\' as integer) as n',
    'models/b.sql': 'select 1 as id',
  });
  await mart(['run', '-s', 'a', '--vars', '{word: x}'], folder);
  write(folder, { 'models/a.sql': '{{config materialized="table"}}select \'{{var "word" default="y"}}\' as n' });
  const again = await mart(['retry'], folder);
  expect({ exit: again.exit, mentionsB: again.stderr.includes('main.b') }).toEqual({ exit: 0, mentionsB: false });
  expect((await mart(['show', '-q', '--sql', 'from {{ref "a"}}', '--output', 'json'], folder)).stdout.trim()).toBe(
    '[{"n":"x"}]',
  );
});

test('five rows are shown, and it is said that there are more', async () => {
  const folder = project({ 'models/m.sql': 'select 1 as id' });
  await mart(['run'], folder);
  const shown = await mart(['show', '--sql', 'select unnest(range(9)) as n'], folder);
  expect(shown.stderr).toContain('the first 5 rows; `--limit -1` shows all');
  const all = await mart(['show', '--sql', 'select unnest(range(9)) as n', '--limit', '-1'], folder);
  expect([all.stdout.trim().split('\n').length, all.stderr]).toEqual([11, '']);
});
