import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plainEnv, program } from '../cli/mart.ts';
import { write } from '../support/projects.ts';
import { patience } from './support/form.ts';
import { bugsIn, pantryDays, type TwoDays } from './support/two-days.ts';

/** Permissions bind everybody but root, who becomes nobody here. */
const isRoot = process.getuid?.() === 0;
const nobody = 65_534;

function asUser(args: readonly string[], cwd: string) {
  const user = isRoot ? { uid: nobody, gid: nobody } : {};
  const options = { cwd, env: { ...plainEnv, HOME: cwd }, encoding: 'utf8', ...user } as const;
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [program, ...args], options);
  return { exit: status, stdout, stderr: stderr ?? String(error) };
}

const canRun = asUser(['--version'], '/').exit === 0;
if (!canRun) console.warn('NOT TESTED: read-only files, because nobody but root can run the program here');

let days: TwoDays;
beforeAll(async () => {
  days = await pantryDays();
});
afterAll(() => days.remove());

function morning(): string {
  const folder = days.morning();
  execFileSync('chmod', ['755', dirname(folder), folder]);
  if (isRoot) execFileSync('chown', ['-R', `${nobody}:${nobody}`, folder]);
  return folder;
}

const closed = [
  ['the database file', 'shop.duckdb', '444', /error\[M505\]: shop\.duckdb cannot be opened/],
  ['the folder of the database', '.', '555', /error\[M\d+\]/],
  ['the folder of artifacts', 'target', '555', /error\[M120\]: .*permission denied/i],
] as const;

test.skipIf(!canRun).each(closed)(
  '%s is read-only: an error that says so, and nothing is lost',
  async (_, path, mode, error) => {
    const folder = morning();
    const before = readFileSync(join(folder, 'shop.duckdb'));
    execFileSync('chmod', [mode, join(folder, path)]);
    const { exit, stderr } = asUser(['build'], folder);
    expect({ exit, bugs: bugsIn(stderr), stderr }).toEqual({ exit: 1, bugs: [], stderr: expect.stringMatching(error) });
    expect(readFileSync(join(folder, 'shop.duckdb')).equals(before)).toBe(true);
    await days.isWhole(folder, path);
    execFileSync('chmod', ['755', join(folder, path)]);
    await days.endsWell(folder, path);
  },
  patience,
);

test.skipIf(!canRun)('whoever only reads needs no leave to write', () => {
  const folder = morning();
  // Its columns are looked up anew, and what was found cannot be kept.
  write(folder, {
    'landing/1/free.csv': 'id,extra\n1,x\n',
    'models/free.sql': 'select id, extra from {{source "free" "rows"}}',
    'models/free.yml': `sources: [{ name: free, tables: [{ name: rows, files: 'landing/*/free.csv', format: csv }] }]\n`,
  });
  execFileSync('chmod', ['-R', 'a-w', folder]);
  for (const args of [
    ['ls', '-q'],
    ['show', '-q', '--sql', 'select count(*) as n from {{ref "merged"}}', '--output', 'json'],
    ['check', '-q'],
    ['plan'],
    ['lineage', '-s', 'merged'],
  ]) {
    const { exit, stdout, stderr } = asUser(args, folder);
    expect({ args, exit, bugs: bugsIn(stderr), stderr }).toMatchObject({ args, exit: 0, bugs: [] });
    if (args[0] === 'show') expect(JSON.parse(stdout)).toEqual([{ n: 150 }]);
  }
});
