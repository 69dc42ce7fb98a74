import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { isFull, patience } from './support/form.ts';
import { stateOf } from './support/state.ts';
import { bugsIn, pantryDays, type TwoDays } from './support/two-days.ts';

let days: TwoDays;
beforeAll(async () => {
  days = await pantryDays();
});
afterAll(() => days.remove());

const database = (folder: string) => join(folder, 'shop.duckdb');
const places = isFull ? 80 : 5;

/**
 * What a build on a damaged file comes to: an error that says so, or, where nothing of use was hit, what it should. The
 * engine itself may come to its end over what it reads (DuckDB 1.5.6 does at some places); then the file stays as it is.
 */
async function isRefusedOrRight(folder: string, about: unknown): Promise<boolean> {
  const damaged = readFileSync(database(folder));
  const { exit, stderr } = await mart(['build'], folder);
  expect({ about, bugs: bugsIn(stderr) }).toEqual({ about, bugs: [] });
  if (exit === null) {
    expect([about, readFileSync(database(folder)).equals(damaged)]).toEqual([about, true]);
    return true;
  }
  expect([about, [0, 1]]).toEqual([about, expect.arrayContaining([exit])]);
  if (exit === 0) {
    expect([about, await stateOf(folder)]).toEqual([about, days.end]);
    return false;
  }
  expect([about, stderr]).toEqual([about, expect.stringMatching(/error\[M5\d\d\]/)]);
  // What could not be opened is left as it is for whoever can still read some of it.
  if (stderr.startsWith('error[M505]')) expect(readFileSync(database(folder)).equals(damaged)).toBe(true);
  return true;
}

test(
  `bytes that flipped at ${places} places of a database are an error or do no harm`,
  async () => {
    let refused = 0;
    for (let place = 0; place < places; place++) {
      const folder = days.morning();
      const bytes = readFileSync(database(folder));
      const at = place < 3 ? ([8, 4096 + 16, 12_288 + 100][place] ?? 0) : Math.floor((bytes.length * place) / places);
      for (let one = at; one < at + 16; one++) bytes[one] = (bytes[one] ?? 0) ^ 0xff;
      writeFileSync(database(folder), bytes);
      if (await isRefusedOrRight(folder, at)) refused++;
    }
    expect(refused).toBeGreaterThan(0);
  },
  patience,
);

test(
  'a database that was cut short is an error or does no harm',
  async () => {
    for (const share of isFull ? [0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99] : [0.001, 0.5]) {
      const folder = days.morning();
      truncateSync(database(folder), Math.floor(statSync(database(folder)).size * share));
      await isRefusedOrRight(folder, share);
    }
  },
  patience,
);
