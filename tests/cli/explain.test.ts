import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { explain } from '../../src/commands/explain.ts';
import { codes } from '../../src/diagnostics/codes.ts';

test('the page of a code, however it is typed', async () => {
  const page = readFileSync('docs/errors/M301.md', 'utf8').trimEnd();
  for (const typed of ['M301', 'm301', '301']) {
    expect(await explain(typed)).toMatchObject({ exit: 0, stdout: page, diagnostics: [] });
  }
});

test('without a code all of them, a line each', async () => {
  const { stdout } = await explain(null);
  expect(stdout.split('\n')).toEqual(Object.entries(codes).map(([code, title]) => `${code}  ${title}`));
});

test('an unknown code is wrong use, with near ones', async () => {
  const done = await explain('M3O1');
  expect(done).toMatchObject({ exit: 2, stdout: '' });
  expect(done.diagnostics[0]).toMatchObject({ code: 'M118', message: 'there is no code `M3O1`' });
  expect(done.diagnostics[0]?.help).toContain('`M301` (a column that does not exist)');
  expect((await explain('nonsense')).diagnostics[0]?.help).toBe('`mart explain` lists them all');
});
