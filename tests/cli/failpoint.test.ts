import { rmSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { mart, shop } from './mart.ts';

const folder = shop();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['after comit:exit', 'did you mean `after commit`?'],
  ['somewhere:exit', 'docs/reliability.md lists them'],
  ['after commit', 'end it with one of `:throw`, `:exit`, `:pause`, `:print`'],
  ['after commit:sleep', 'end it with one of `:throw`, `:exit`, `:pause`, `:print`'],
])('a failpoint that is none is wrong use: %s', async (text, help) => {
  const { exit, stderr } = await mart(['build'], folder, { MART_FAILPOINT: text });
  expect(exit).toBe(2);
  expect(stderr).toContain('error[M118]: `MART_FAILPOINT` ');
  expect(stderr).toContain(`= help: ${help}`);
});

test('without one, and at one that is never come to, a build is as ever', async () => {
  for (const text of ['', 'after build@nosuch:exit']) {
    expect(await mart(['build', '-q'], folder, { MART_FAILPOINT: text })).toMatchObject({ exit: 0, stderr: '' });
  }
});
