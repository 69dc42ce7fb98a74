import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { codes } from '../../src/diagnostics/codes.ts';
import { files, textOf } from '../house/source-files.ts';
import { readPage } from './page.ts';
import { waiting } from './waiting.ts';

const all = Object.keys(codes);

test('every code has a page, every page a code', () => {
  expect(readdirSync('docs/errors').sort()).toEqual(all.map((code) => `${code}.md`).sort());
});

test('every code can happen but those that wait, and none is made up on the way', () => {
  const source = files('src/**/*.ts')
    .filter((path) => path !== 'src/diagnostics/codes.ts')
    .map(textOf)
    .join('\n');
  const used = new Set([...source.matchAll(/'(M\d{3})'/g)].map((found) => found[1]));
  expect([...used].sort()).toEqual(all.filter((code) => !(waiting as readonly string[]).includes(code)).sort());
});

test.each(Object.entries(codes))('the page of %s', (code, title) => {
  const page = readPage(code);
  expect(page.heading).toBe(`# ${code} · ${title}`);
  expect(page.sections).toEqual(['Bad', 'Why', 'Good']);
});
