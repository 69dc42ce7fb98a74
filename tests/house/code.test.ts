import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { files, textOf } from './source-files.ts';

function run(command: string, ...args: string[]): { code: number | null; output: string } {
  const done = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  return { code: done.status, output: done.stdout + done.stderr };
}

const code = files(
  'src/**/*.ts',
  'generators/**/*.ts',
  'bench/**/*.ts',
  'scripts/**/*',
  'macros/**/*.ts',
  'web/**/*.{ts,tsx}',
);

test('types fit', () => {
  expect(run('node_modules/.bin/tsc')).toEqual({ code: 0, output: '' });
  expect(run('node_modules/.bin/tsc', '-p', 'web')).toEqual({ code: 0, output: '' });
});

test('lint, format and order of imports', () => {
  const { code: exit, output } = run('node_modules/.bin/biome', 'check', '.');
  expect(exit, output).toBe(0);
});

test('nothing is exported or depended on that nobody uses', () => {
  const { code: exit, output } = run('node_modules/.bin/knip');
  expect(exit, output).toBe(0);
});

test('no file is over 400 lines, most are under 150', () => {
  const lengths = code.map((path) => ({ path, lines: textOf(path).split('\n').length - 1 }));
  expect(lengths.filter(({ lines }) => lines > 400)).toEqual([]);
  const small = lengths.filter(({ lines }) => lines < 150).length;
  expect(small / lengths.length).toBeGreaterThan(0.8);
});

test('no escape hatches', () => {
  const wrong = [...code, ...files('tests/**/*.ts')].filter((path) => {
    if (path === 'tests/house/code.test.ts') return false;
    return /vi\.(mock|fn|spyOn)\(|\b(test|it|describe)\.(only|skip|todo)\(|@ts-(ignore|nocheck|expect-error)|\bas any\b/.test(
      textOf(path),
    );
  });
  expect(wrong).toEqual([]);
});

test('no folder re-exports, no files for odds and ends', () => {
  const wrong = files('src/**/*.ts').filter(
    (path) => path !== 'src/index.ts' && /(^|\/)(index|utils?|helpers?|misc|common)\.ts$/.test(path),
  );
  expect(wrong).toEqual([]);
});
