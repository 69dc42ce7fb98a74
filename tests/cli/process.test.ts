import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mart, plainEnv, program, shop } from './mart.ts';

const slow = '{{config materialized="table"}}\nselect count(*) as n from range(100000000000) a, range(1000) b\n';
let folder = '';

beforeAll(async () => {
  folder = shop({ 'models/totals.sql': 'select sum(amount) as amount from {{ref "orders"}}\n' });
  expect((await mart(['build'], folder)).exit).toBe(0);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the version is all that is said', async () => {
  for (const flag of ['--version', '-V']) {
    const { stdout, stderr, exit } = await mart([flag], folder);
    expect({ stderr, exit }).toEqual({ stderr: '', exit: 0 });
    expect(stdout).toMatch(/^mart \d+\.\d+\.\d+\n$/);
  }
});

test('data on stdout, talk on stderr', async () => {
  const { stdout, stderr, exit } = await mart(['ls', '-s', 'orders', 'nosuch'], folder);
  expect(stdout).toBe('orders\n');
  expect(stderr).toContain('warning[M407]: `nosuch` matches nothing');
  expect(exit).toBe(0);
});

test('quiet leaves the data alone', async () => {
  const { stdout, stderr } = await mart(['show', '-q', '--sql', 'select 1 as a', '--output', 'json'], folder);
  expect(JSON.parse(stdout)).toEqual([{ a: 1 }]);
  expect(stderr).toBe('');
});

test('help is data, and well', async () => {
  const { stdout, stderr, exit } = await mart(['build', '--help'], folder);
  expect({ stderr, exit }).toEqual({ stderr: '', exit: 0 });
  expect(stdout).toContain('Usage: mart build [options]');
});

test('a page of an error is printed from the package, anywhere', async () => {
  const { stdout, exit } = await mart(['explain', 'M301'], '/');
  expect(exit).toBe(0);
  expect(stdout).toMatch(/^# M301 · a column that does not exist\n/);
});

test.each([
  [['biuld'], 'there is no verb `biuld`'],
  [['run', '--nosuchflag'], '`mart run` has no flag `--nosuchflag`'],
  [['run', '--vars', '{a: ['], '`--vars`'],
  [['run', '-t', 'nosuch'], 'there is no target `nosuch`'],
  [['run', '--sample', 'soon'], '`--sample` cannot be `soon`'],
  [['ls', '-s', '+'], '`+` names nothing'],
  [['explain', 'M999'], 'there is no code `M999`'],
])('wrong use is 2, in one frame and without a stack: %j', async (args, message) => {
  const { stdout, stderr, exit } = await mart(args, folder);
  expect(exit).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^\s+at /m);
});

test('what is wrong with --vars is shown in what was typed', async () => {
  const { stderr } = await mart(['run', '--vars', '{a: 1, a: 2}'], folder);
  expect(stderr).toContain('--> --vars:1:8');
  expect(stderr).toContain('1 | {a: 1, a: 2}');
});

test('MART_NOW that is no instant is wrong use', async () => {
  const { stderr, exit } = await mart(['ls'], folder, { MART_NOW: 'tomorrow' });
  expect(exit).toBe(2);
  expect(stderr).toContain('`MART_NOW` is not an instant: `tomorrow`');
});

test('a project at fault is 1', async () => {
  const broken = shop({ 'models/bad.sql': 'select * from {{ref "nosuch"}}\n' });
  const { stderr, exit } = await mart(['build'], broken);
  expect(exit).toBe(1);
  expect(stderr).toMatch(/^error\[M401\]/);
  rmSync(broken, { recursive: true });
});

test('as JSON every line of talk is an object', async () => {
  for (const args of [['build'], ['biuld'], ['ls', '-s', 'nosuch'], ['clean']]) {
    const { stderr } = await mart([...args, '--log-format', 'json'], folder);
    const lines = stderr.trimEnd().split('\n');
    for (const line of lines)
      expect(JSON.parse(line)).toMatchObject({ type: expect.any(String), at: expect.any(String) });
  }
});

test('colour is asked for, not found in a pipe', async () => {
  expect((await mart(['biuld'], folder)).stderr).not.toContain('\u001b');
  expect((await mart(['biuld', '--color', 'always'], folder)).stderr).toContain('\u001b[31merror[M118]');
  expect((await mart(['biuld'], folder, { FORCE_COLOR: '1', NO_COLOR: '1' })).stderr).not.toContain('\u001b');
});

test('a dumb terminal gets ASCII', async () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII
  expect((await mart(['run'], folder, { TERM: 'dumb' })).stderr).toMatch(/^[\u0000-\u007f]*$/);
});

test('on GitHub failures are annotations too', async () => {
  const broken = shop({ 'models/bad.sql': 'select nosuch from {{ref "orders"}}\n' });
  const { stderr } = await mart(['build'], broken, { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: broken });
  expect(stderr).toContain('\n::error file=models/bad.sql,line=1,col=8,title=M301::');
  rmSync(broken, { recursive: true });
});

test('a reader that closes the pipe is no failure', () => {
  const many = Object.fromEntries(Array.from({ length: 3000 }, (_, n) => [`models/m${n}.sql`, 'select 1 as a\n']));
  const wide = shop(many);
  const script = `"${process.execPath}" "${program}" ls; echo "exit $?" >&2`;
  const done = spawnSync('sh', ['-c', `{ ${script}; } | head -n 1`], { cwd: wide, env: plainEnv, encoding: 'utf8' });
  expect(done.stdout.split('\n')).toHaveLength(2);
  expect(done.stderr).toBe('exit 0\n');
  rmSync(wide, { recursive: true });
});

test('Ctrl-C stops the running query, undoes it and reports; what was done is kept', async () => {
  const long = shop({ 'models/zz_slow.sql': `${slow}-- {{ref "orders"}}\n` });
  let pressed = false;
  const { stderr, exit } = await mart(['build'], long, {}, (said, kill) => {
    if (pressed || !said.includes('main.orders')) return;
    pressed = true;
    setTimeout(() => kill('SIGINT'), 300);
  });
  expect(exit).toBe(130);
  expect(stderr).toContain('interrupting; once more leaves at once');
  expect(stderr).toMatch(/\nINTERRUPTED {2}2 ok .* next: mart retry\n$/);
  expect((await mart(['show', '-s', 'orders', '-q', '--limit', '1'], long)).exit).toBe(0);
  rmSync(long, { recursive: true });
});

test('a file in the place of a folder is the user’s to move, and no bug', async () => {
  const blocked = shop({ target: 'not a folder' });
  const { stderr, exit } = await mart(['build'], blocked);
  expect(stderr).toMatch(/^error\[M120\]: .*target/);
  expect({ exit, bugs: /M901|\n\s+at /.test(stderr) }).toEqual({ exit: 1, bugs: false });
  rmSync(blocked, { recursive: true });
});

test('a database in use names who has it', async () => {
  const shared = shop({ 'models/zz_slow.sql': `${slow}-- {{ref "orders"}}\n` });
  let second: Promise<{ stderr: string; exit: number | null }> | null = null;
  await mart(['build'], shared, {}, (said, kill) => {
    if (second || !said.includes('main.orders')) return;
    second = mart(['build'], shared);
    second.finally(() => kill('SIGINT'));
  });
  const { stderr, exit } = (await second) ?? { stderr: '', exit: null };
  expect(stderr).toMatch(/^error\[M504\]: .*\b\d+\b/);
  expect(stderr).toContain('= help: a run waits for it with `--wait 30s`');
  expect(exit).toBe(1);
  rmSync(shared, { recursive: true });
});
