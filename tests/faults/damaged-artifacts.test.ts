import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { isFull, patience } from './support/form.ts';
import { bugsIn, pantryDays, type TwoDays } from './support/two-days.ts';

let days: TwoDays;
beforeAll(async () => {
  days = await pantryDays();
});
afterAll(() => days.remove());

/** What becomes of the bytes of a file. */
const damages: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  empty: () => Buffer.alloc(0),
  'cut in half': (bytes) => bytes.subarray(0, bytes.length >> 1),
  'cut at its end': (bytes) => bytes.subarray(0, Math.max(0, bytes.length - 2)),
  noise: (bytes) => Buffer.from(bytes.map((byte, at) => (at % 7 === 3 ? byte ^ 0x5a : byte))),
  'another JSON': () => Buffer.from('{"nodes": null, "results": [1], "key": {}}'),
};

/** Files of `target/`, from there. */
function artifacts(folder: string): readonly string[] {
  const target = join(folder, 'target');
  const all = readdirSync(target, { recursive: true, encoding: 'utf8' }).sort();
  return all.filter((name) => statSync(join(target, name)).isFile());
}

async function costsTimeOnly(damage: string, which: (names: readonly string[]) => readonly string[]): Promise<void> {
  const folder = days.morning();
  const names = which(artifacts(folder));
  for (const name of names) {
    const path = join(folder, 'target', name);
    writeFileSync(path, damages[damage]?.(readFileSync(path)) ?? '');
  }
  const about = `${damage}: ${names.length === 1 ? names[0] : 'all'}`;
  const { exit, stderr } = await mart(['ls', '-q'], folder);
  expect({ about, exit, bugs: bugsIn(stderr), stderr }).toEqual({ about, exit: 0, bugs: [], stderr: '' });
  await days.endsWell(folder, about);
}

const some = ['cut in half', 'another JSON'];

test.each(isFull ? Object.keys(damages) : some)(
  'every artifact and cache is %s: the next build does what is left',
  async (damage) => {
    await costsTimeOnly(damage, (names) => names);
  },
  patience,
);

test.skipIf(!isFull)(
  'each artifact and cache by itself, cut in half and full of noise',
  async () => {
    const count = artifacts(days.morning()).length;
    expect(count).toBeGreaterThan(5);
    for (let one = 0; one < count; one++) {
      for (const damage of ['cut in half', 'noise']) await costsTimeOnly(damage, (names) => names.slice(one, one + 1));
    }
  },
  patience,
);

test('a state that is damaged is refused, and `retry` asks the ledger', async () => {
  const folder = days.morning();
  await mart(['build'], folder, { MART_FAILPOINT: 'after verify@merged:exit' });
  for (const name of ['run_results.json', 'manifest.json']) writeFileSync(join(folder, 'target', name), '{"half');
  const listed = await mart(['ls', '-s', 'result:error', '--state', 'target'], folder);
  expect({ exit: listed.exit === 0, bugs: bugsIn(listed.stderr) }).toEqual({ exit: false, bugs: [] });
  expect(await mart(['retry', '-q'], folder)).toMatchObject({ exit: 0, stderr: '' });
  await days.endsWell(folder, 'retry');
});
