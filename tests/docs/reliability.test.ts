import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { failpoints } from '../../src/run/failpoints.ts';
import { files } from '../house/source-files.ts';

const page = readFileSync('docs/reliability.md', 'utf8');

/** Rows of the table under a heading, without its head. */
function rowsUnder(heading: string): readonly (readonly string[])[] {
  const [, section = ''] = page.split(heading);
  const lines = (section.split(/^#/m)[0] ?? '').split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const promises = rowsUnder('# What holds when something goes wrong');

test('every promise names tests that are there', () => {
  expect(promises.length).toBeGreaterThan(15);
  for (const [promise, held = ''] of promises) {
    const named = [...held.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path);
    expect([promise, named.length > 0]).toEqual([promise, true]);
    expect([promise, named.filter((path) => !existsSync(join('.', path)))]).toEqual([promise, []]);
  }
});

test('every test of accidents holds a promise', () => {
  const idle = files('tests/faults/*.test.ts').filter((path) => !promises.some(([, held]) => held?.includes(path)));
  expect(idle).toEqual([]);
});

test('every failpoint is listed with what it means', () => {
  const listed = rowsUnder('## Failpoints').map(([name = '', meaning]) => [name.replaceAll('`', ''), meaning]);
  expect(listed).toEqual(Object.entries(failpoints));
});
