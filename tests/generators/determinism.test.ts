import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readTexts, runFactory } from './factory-output.ts';

const jiti = fileURLToPath(new URL('../../node_modules/jiti/lib/jiti-cli.mjs', import.meta.url));
const program = fileURLToPath(new URL('./run-factory.ts', import.meta.url));

function runElsewhere(params: object, environment: Record<string, string>): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'factory-'));
  try {
    const env = { ...process.env, ...environment };
    execFileSync(process.execPath, [jiti, program, folder, JSON.stringify(params)], { env });
    return readTexts(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the same seed and configuration', () => {
  test('give the same bytes twice in a process', async () => {
    const [first, second] = [await runFactory({ seed: 5 }), await runFactory({ seed: 5 })];
    expect(second.texts).toEqual(first.texts);
  });

  test('give the same bytes when two runs are written at once', async () => {
    const [alone, other] = [await runFactory({ seed: 5, days: 4 }), await runFactory({ seed: 6, days: 4 })];
    const together = await Promise.all([runFactory({ seed: 5, days: 4 }), runFactory({ seed: 6, days: 4 })]);
    expect(together.map(({ texts }) => texts)).toEqual([alone.texts, other.texts]);
  });

  test.each([
    { TZ: 'America/Phoenix', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
    { TZ: 'Pacific/Auckland', LANG: 'C', LC_ALL: 'C' },
    { TZ: 'Europe/Berlin', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' },
  ])('give the same bytes in $TZ with $LC_ALL', async (environment) => {
    const params = { seed: 11, start: '2026-03-27', days: 4 };
    const { texts } = await runFactory(params);
    expect(runElsewhere(params, environment)).toEqual(texts);
  });

  test('give the same bytes on every machine', async () => {
    const { texts } = await runFactory({ seed: 42 });
    const hash = createHash('sha256')
      .update(JSON.stringify(Object.entries(texts)))
      .digest('hex');
    expect(hash).toBe('84dbda2eac30fe8f8d6cf3cc98ed559dff1bffe997b449ab4c5f03ff21605e9f');
  });
});

test('another seed is another story', async () => {
  const [one, other] = [await runFactory({ seed: 1, days: 2 }), await runFactory({ seed: 2, days: 2 })];
  expect(Object.keys(other.texts)).toEqual(Object.keys(one.texts));
  expect(other.truth).not.toEqual(one.truth);
});

test('more days leave the days before as they were', async () => {
  const short = await runFactory({ seed: 3, days: 10 });
  const long = await runFactory({ seed: 3, days: 14 });
  for (const [path, text] of Object.entries(short.texts))
    if (!/landing\/2025-12-1[12]/.test(path)) expect(long.texts[path]).toBe(text);
});

test('parameters may be text, as a command line gives them', async () => {
  const typed = await runFactory({ seed: 9, days: 2, start: '2026-02-27', faults: { duplicate: 0.2 } });
  const texts = await runFactory({ seed: '9', days: '2', start: '2026-02-27', faults: { duplicate: '0.2' } });
  const dated = await runFactory({ seed: 9, days: 2, start: new Date('2026-02-27'), faults: { duplicate: 0.2 } });
  expect(texts.texts).toEqual(typed.texts);
  expect(dated.texts).toEqual(typed.texts);
});
