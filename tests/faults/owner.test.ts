import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Done, mart } from '../cli/mart.ts';
import { isFull, patience } from './support/form.ts';
import { bugsIn, pantryDays, type TwoDays } from './support/two-days.ts';

let days: TwoDays;
beforeAll(async () => {
  days = await pantryDays();
});
afterAll(() => days.remove());

const count = ['show', '-q', '--sql', 'select count(*) as n from {{ref "merged"}}', '--output', 'json'];

/** A build that stands still at a failpoint, with the database in its hands, while `meanwhile` is done. */
async function holding(folder: string, signal: NodeJS.Signals, meanwhile: () => Promise<void>): Promise<Done> {
  let done: Promise<void> | null = null;
  const build = mart(['build'], folder, { MART_FAILPOINT: 'before commit@merged:pause' }, (said, kill) => {
    if (done || !said.includes('failpoint `')) return;
    done = meanwhile().finally(() => kill(signal));
  });
  const ended = await build;
  await done;
  return ended;
}

test(
  'the lock of a process that is killed is gone with it',
  async () => {
    for (let left = isFull ? 10 : 1; left > 0; left--) {
      const folder = days.morning();
      expect((await holding(folder, 'SIGKILL', async () => {})).exit).toBeNull();
      await days.isWhole(folder, 'killed');
      await days.endsWell(folder, 'killed');
    }
  },
  patience,
);

test(
  'who comes second, to write or to read, is told who has the database',
  async () => {
    const folder = days.morning();
    await holding(folder, 'SIGINT', async () => {
      for (const args of [['build'], count]) {
        const { exit, stderr } = await mart(args, folder);
        expect({ args, exit, bugs: bugsIn(stderr) }).toEqual({ args, exit: 1, bugs: [] });
        expect(stderr).toMatch(/error\[M504\]: shop\.duckdb is in use: PID \d+ is running `node .*cli\.js build`/);
      }
      expect(await mart(['ls', '-q'], folder)).toMatchObject({ exit: 0, stderr: '' });
    });
    await days.endsWell(folder, 'told');
  },
  patience,
);

test(
  'who waits has their turn when the first is done',
  async () => {
    const folder = days.morning();
    let waiting: Promise<Done>[] = [];
    await holding(folder, 'SIGINT', async () => {
      waiting = [mart(['build', '-q', '--wait', '60s'], folder), mart([...count, '--wait', '60s'], folder)];
      await new Promise((done) => setTimeout(done, 300));
    });
    for (const done of waiting) expect(await done).toMatchObject({ exit: 0, stderr: '' });
    await days.endsWell(folder, 'waited');
  },
  patience,
);

test(
  'readers stand beside each other, and hold up a build no longer than they read',
  async () => {
    const folder = days.morning();
    const readers = await Promise.all([mart(count, folder), mart(count, folder), mart(['ls', '-q'], folder)]);
    expect(readers.map(({ exit }) => exit)).toEqual([0, 0, 0]);
    const both = await Promise.all([
      mart([...count, '--wait', '60s'], folder),
      mart(['build', '-q', '--wait', '60s'], folder),
      mart([...count, '--wait', '60s'], folder),
    ]);
    expect(both.map(({ exit, stderr }) => [exit, stderr])).toEqual([
      [0, ''],
      [0, ''],
      [0, ''],
    ]);
    for (const one of [both[0], both[2]])
      expect(['[{"n":150}]', '[{"n":300}]']).toContain(one?.stdout.replace(/\s/g, ''));
    await days.endsWell(folder, 'read');
  },
  patience,
);
