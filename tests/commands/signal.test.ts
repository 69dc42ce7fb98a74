import { expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { project, write } from '../support/projects.ts';

const files = (signal: string) => ({
  'models/flags.sql': '{{config materialized="table"}}select {{var "day"}} as day',
  'models/daily.sql': '{{config materialized="table"}}select day from {{ref "flags"}}',
  'models/below.sql': '{{config materialized="table"}}select day from {{ref "daily"}}',
  'models/beside.sql': 'select 1 as id',
  'models/p.yml': `models:
  - name: daily
    config: { signal: { sql: ${JSON.stringify(signal)} } }
    columns: [{ name: day, data_tests: [not_null] }]
`,
});

test('a model waits for its signal, and what stands below it waits too: nothing has failed', async () => {
  const folder = project(files('select max(day) >= 3 from {{ref "flags"}}'));
  const first = await mart(['build', '--vars', '{day: 1}', '-v'], folder);
  expect(first.exit, first.stderr).toBe(0);
  expect(first.stderr).toContain('waiting: its signal is not there yet');
  expect(first.stderr).toContain('waiting for daily');
  expect(first.stderr).toMatch(/OK {2}2 ok · 2 waiting/);
  expect((await mart(['build', '--vars', '{day: 3}'], folder)).stderr).toMatch(/OK {2}3 ok/);
  const still = await mart(['build', '--vars', '{day: 2}'], folder);
  expect(still.exit).toBe(0);
  const show = ['show', '-q', '--sql', 'from {{ref "below"}}', '--output', 'csv', '--vars', '{day: 3}'];
  const shown = await mart(show, folder);
  expect(shown.stdout).toBe('day\n3\n');
}, 60_000);

test('a signal that cannot be asked is an error at its place, in a check and in a run', async () => {
  const folder = project(files('select nosuch from {{ref "flags"}}'));
  for (const verb of ['check', 'build']) {
    const { exit, stderr } = await mart([verb, '--vars', '{day: 1}'], folder);
    expect([exit, stderr]).toEqual([1, expect.stringContaining('models/p.yml:3')]);
    expect(stderr).toContain('nosuch');
  }
  write(folder, files('select null'));
  expect((await mart(['run', '-s', 'daily', '--vars', '{day: 1}'], folder)).stderr).toContain('waiting');
}, 60_000);

const program = `import type { SignalContext } from 'duckmart';
import { wanted } from './wanted';

/** Ready when enough days are there. */
export async function enough({ query, vars, target, env, model, now }: SignalContext) {
  const [row] = await query('select max(day) as day from flags -- the last');
  if (Number(vars.day) > 90) throw new Error('the clock of the plant is wrong');
  if (Number(vars.day) > 80) return vars.nosuch;
  if (Number(vars.day) > 70) return env('NO_SUCH_VARIABLE');
  if (Number(vars.day) > 60) await query('drop table flags');
  if (Number(vars.day) > 50) await query('select nosuch from flags');
  if (Number(vars.day) > 40) return 7;
  if (Number(row?.day) >= wanted) return true;
  const zone = env('NO_SUCH_VARIABLE', 'UTC');
  return \`\${model.name} has \${row?.day} of \${wanted} days on \${target.name} at \${now.toISOString()} \${zone}\`;
}

export const never = () => false;
export const hangs = () => new Promise(() => {});
`;
const asked = (name: string, more = '') => ({
  ...files('select true'),
  'signals/days.ts': program,
  'signals/wanted.ts': 'export const wanted = 3;\n',
  'models/p.yml': `models:
  - name: daily
    config: { signal: { ts: 'signals/days.ts#${name}' }${more} }
`,
});

test('a function of the project says when a model may be built, or why not', async () => {
  const folder = project(asked('enough'));
  const first = await mart(['build', '--vars', '{day: 1}', '-v'], folder);
  expect(first.exit, first.stderr).toBe(0);
  expect(first.stderr).toContain('waiting: daily has 1 of 3 days on dev at 2025-12-03T06:00:00.000Z UTC');
  expect(first.stderr).toMatch(/OK {2}2 ok · 2 waiting/);
  expect((await mart(['build', '--vars', '{day: 3}'], folder)).stderr).toMatch(/OK {2}3 ok/);
  write(folder, { 'signals/wanted.ts': 'export const wanted = 5;\n' });
  expect((await mart(['build', '--vars', '{day: 4}'], folder)).stderr).toContain('daily has 4 of 5 days');
  write(folder, { ...asked('never') });
  expect((await mart(['run', '--vars', '{day: 3}'], folder)).stderr).toContain('its signal is not there yet');
}, 90_000);

test.each([
  [91, 'M531', 'the signal of `daily` failed: the clock of the plant is wrong', 'signals/days.ts:7:36'],
  [81, 'M206', 'variable `nosuch` is not defined', 'signals/days.ts:8:42'],
  [71, 'M207', 'environment variable `NO_SUCH_VARIABLE` is not set', 'signals/days.ts:9:37'],
  [61, 'M531', 'the signal of `daily` failed: ', 'signals/days.ts:10:'],
  [51, 'M531', 'the signal of `daily` failed: ', 'signals/days.ts:11:'],
  [41, 'M531', 'the signal of `daily` gave a value of type number', 'models/p.yml:3:'],
])(
  'a signal that fails is an error in its own file (%i)',
  async (day, code, message, place) => {
    const folder = project(asked('enough'));
    const { exit, stderr } = await mart(['build', '--vars', `{day: ${day}}`], folder);
    expect(exit).toBe(1);
    expect(stderr).toContain(`error[${code}]: ${message}`);
    expect(stderr).toContain(place);
    const still = await mart(['show', '-q', '--sql', 'from flags', '--output', 'csv', '--vars', '{day: 1}'], folder);
    expect(still.stdout).toBe(`day\n${day}\n`);
  },
  60_000,
);

test('what cannot be loaded is said when the project is checked, a function that never ends is stopped', async () => {
  const folder = project(asked('enoguh'));
  const check = async (verb = 'check') => {
    const { exit, stderr } = await mart([verb, '--vars', '{day: 1}'], folder);
    return [exit, stderr];
  };
  expect(await check()).toEqual([
    1,
    expect.stringContaining('error[M136]: `signals/days.ts` does not export `enoguh`'),
  ]);
  write(folder, { 'models/p.yml': asked('x')['models/p.yml'].replace('days.ts#x', 'gone.ts#x') });
  expect(await check()).toEqual([1, expect.stringContaining('error[M136]: there is no file `signals/gone.ts`')]);
  write(folder, { 'models/p.yml': asked('x')['models/p.yml'].replace('signals/days.ts#x', '../days.ts#x') });
  expect(await check()).toEqual([1, expect.stringContaining('error[M136]: `../days.ts` lies outside the project')]);
  write(folder, { ...asked('enough'), 'signals/wanted.ts': 'export const wanted = ;\n' });
  expect(await check('build')).toEqual([1, expect.stringMatching(/error\[M136\][\s\S]*signals\/wanted.ts:1/)]);
  write(folder, { ...asked('hangs', ', timeout: 1s') });
  expect(await check('build')).toEqual([1, expect.stringContaining('error[M537]')]);
}, 90_000);
