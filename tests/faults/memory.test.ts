import { expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { project, projectFile, write } from '../support/projects.ts';
import { stateOf } from './support/state.ts';
import { bugsIn } from './support/two-days.ts';

const limited = (limit: string) =>
  projectFile().replace('threads: 2', `threads: 2, settings: { memory_limit: ${limit} }`);
const table = '{{config materialized="table"}}';

test('a node that needs more memory than its target allows is undone alone, and says what helps', async () => {
  const folder = project({
    'project.yml': limited('60MB'),
    'models/whole.sql': `${table}select list(range) as all_of_it from range(1000)`,
    'models/other.sql': `${table}select 1 as id`,
    'models/sorted.sql': `${table}select md5(range::varchar) as b from range(1500000) order by b`,
  });
  expect(await mart(['build', '-q', '--exclude', 'sorted'], folder)).toMatchObject({ exit: 0, stderr: '' });
  const old = await stateOf(folder);
  write(folder, {
    'models/whole.sql': `${table}select list(range) as all_of_it from range(20000000)`,
    'models/other.sql': `${table}select 2 as id`,
  });
  // One node at a time: two share one limit, and either may be the one that meets it.
  const { exit, stderr } = await mart(['build', '--threads', '1'], folder);
  expect({ exit, bugs: bugsIn(stderr) }).toEqual({ exit: 1, bugs: [] });
  expect(stderr).toContain('error[M539]: the memory limit of 57.2 MiB is not enough');
  expect(stderr).toContain('= help: give the target more (`settings: { memory_limit: 8GB }`)');
  expect(stderr).toContain('FAILED  2 ok · 1 error');
  const now = await stateOf(folder);
  expect([now.whole, now.other === old.other, now.sorted?.startsWith('1500000 rows')]).toEqual([
    old.whole,
    false,
    true,
  ]);

  write(folder, {
    'project.yml': limited('4GB'),
    'models/whole.sql': `${table}select list(range) as all_of_it from range(2000000)`,
  });
  expect(await mart(['build', '-q'], folder)).toMatchObject({ exit: 0, stderr: '' });
  expect((await stateOf(folder)).whole).not.toBe(old.whole);
});
