import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { project, projectFile } from '../support/projects.ts';
import { isFull, patience } from './support/form.ts';
import { bugsIn, pantryDays, type TwoDays } from './support/two-days.ts';

let days: TwoDays;
beforeAll(async () => {
  days = await pantryDays();
});
afterAll(() => days.remove());

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const some = ['before commit@history', 'after commit@loaded', 'before checkpoint'];
const many = [
  ...['after begin', 'after build', 'before commit', 'after commit'].flatMap((point) =>
    ['merged', 'loaded'].map((node) => `${point}@${node}`),
  ),
  ...['after file memory@loaded', 'after run begin', 'before shared commit', 'after shared commit'],
  ...['before run end', 'after run end', 'before checkpoint', 'after checkpoint', 'during artifacts'],
];
const cases = isFull
  ? many.flatMap((point) => signals.map((signal) => [signal, point] as const))
  : some.map((point, at) => [signals[at % signals.length] ?? 'SIGINT', point] as const);

test(
  `an interruption undoes what is not whole, says so and leaves the rest: ${cases.length} times`,
  async () => {
    for (const [signal, point] of cases) {
      const about = `${signal} at ${point}`;
      const folder = days.morning();
      let isSent = false;
      const { exit, stderr } = await mart(['build'], folder, { MART_FAILPOINT: `${point}:pause` }, (said, kill) => {
        if (isSent || !said.includes('failpoint `')) return;
        isSent = true;
        kill(signal);
      });
      expect({ about, isSent, exit, bugs: bugsIn(stderr) }).toEqual({ about, isSent: true, exit: 130, bugs: [] });
      expect([about, stderr]).toEqual([about, expect.stringContaining('interrupting; once more leaves at once')]);
      // Opening it shows, too, that nobody holds the database any more.
      await days.isWhole(folder, about);
      expect([about, halfWritten(join(folder, 'target'))]).toEqual([about, []]);
      await days.endsWell(folder, about);
    }
  },
  patience,
);

test('who presses twice is let go at once, and the next build does what is left', async () => {
  const folder = project({
    'project.yml': projectFile('generators: { endless: { program: generators/endless.ts, writes: { out: made } } }\n'),
    'generators/endless.ts': 'export default () => new Promise(() => setInterval(() => {}, 1000));\n',
    'models/p.yml':
      'sources: [{ name: s, tables: [{ name: made, generator: endless, files: "made/*.csv", columns: [{ name: a, data_type: integer }] }] }]\n',
    'models/kept.sql': '{{config materialized="table"}}select 1 as a',
    'models/below.sql': '{{config materialized="table"}}select a from {{source "s" "made"}}',
  });
  let presses = 0;
  const { exit } = await mart(['build'], folder, {}, (said, kill) => {
    if (presses === 0 && said.includes('main.kept')) {
      presses++;
      kill('SIGINT');
    } else if (presses === 1 && said.includes('interrupting')) {
      presses++;
      kill('SIGINT');
    }
  });
  expect({ exit, presses }).toEqual({ exit: 130, presses: 2 });
  expect(await mart(['build', '-q', '-s', 'kept'], folder)).toMatchObject({ exit: 0, stderr: '' });
});

/** JSON files that are none, and what was meant to become a file and did not. */
function halfWritten(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    if (name.endsWith('.tmp')) return true;
    if (!name.endsWith('.json')) return false;
    try {
      JSON.parse(readFileSync(join(folder, name), 'utf8'));
      return false;
    } catch {
      return true;
    }
  });
}
