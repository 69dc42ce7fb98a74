import { readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { builtFactory, caughtBy } from './mutate.ts';
import { mutations } from './mutations.ts';

test('there are at least thirty bugs, each in one place of its file', () => {
  expect(mutations.length).toBeGreaterThanOrEqual(30);
  expect(new Set(mutations.map(({ bug }) => bug)).size).toBe(mutations.length);
  const misplaced = mutations.filter(({ file, from }) => readFileSync(file, 'utf8').split(from).length !== 2);
  expect(misplaced.map(({ bug }) => bug)).toEqual([]);
});

test('the page says of every bug which tests catch it', () => {
  const page = readFileSync('docs/factory-mutations.md', 'utf8');
  for (const { bug, file } of mutations) expect(page).toMatch(new RegExp(`\\| ${bug} +\\| \`${file}\` +\\| \`\\w`));
});

/** All of them take minutes: `npx jiti scripts/factory-mutations.ts`. */
const QUICK = [
  'local time is taken to be ahead of UTC',
  'production falls on the day after',
  'where nothing was made, no unit was defective',
];

/** Whole builds, on machines that may have other things to do. */
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

describe('bugs that the factory finds in itself', () => {
  let built = '';
  beforeAll(async () => {
    built = await builtFactory();
  });
  afterAll(() => rmSync(built, { recursive: true, force: true }));

  test.each(mutations.filter(({ bug }) => QUICK.includes(bug)))('$bug', async (mutation) => {
    expect(await caughtBy(mutation, built)).not.toEqual([]);
  });
});
