import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { isFull, patience } from './support/form.ts';
import { pantryDays, type TwoDays } from './support/two-days.ts';

let days: TwoDays;
beforeAll(async () => {
  days = await pantryDays();
});
afterAll(() => days.remove());

const cuts = isFull ? 150 : 12;
/** Every so many cuts are followed by a build. */
const builtEvery = isFull ? 5 : 6;

test(
  `a log that is torn at ${cuts} places loses whole transactions, and the next build makes them again`,
  async () => {
    const folder = days.morning();
    await mart(['build'], folder, { MART_FAILPOINT: 'before checkpoint:exit' });
    const size = readFileSync(join(folder, 'shop.duckdb.wal')).length;
    expect(size).toBeGreaterThan(10_000);
    for (let cut = 0; cut < cuts; cut++) {
      const copy = days.copyOf(folder);
      const length = Math.floor((size * (cut + 0.5)) / cuts);
      truncateSync(join(copy, 'shop.duckdb.wal'), length);
      await days.isWhole(copy, length);
      if (cut % builtEvery === 0) await days.endsWell(copy, length);
    }
  },
  patience,
);

test(
  'a log with foreign bytes at its end or in its middle is refused or cut, and never believed',
  async () => {
    const folder = days.morning();
    await mart(['build'], folder, { MART_FAILPOINT: 'before checkpoint:exit' });
    const log = readFileSync(join(folder, 'shop.duckdb.wal'));
    for (const share of isFull ? [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1] : [0.5]) {
      const copy = days.copyOf(folder);
      const at = Math.floor(log.length * share);
      const noise = Buffer.alloc(64, 0xa5);
      writeFileSync(join(copy, 'shop.duckdb.wal'), Buffer.concat([log.subarray(0, at), noise, log.subarray(at + 64)]));
      const { exit, stderr } = await mart(['build', '-q'], copy);
      if (exit === 0) await days.endsWell(copy, share);
      else expect([share, stderr]).toEqual([share, expect.stringMatching(/^error\[M505\]/)]);
      expect([share, stderr.match(/M901|\n\s+at /)]).toEqual([share, null]);
    }
  },
  patience,
);
