import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { EngineError } from '../../src/adapter/port.ts';
import { earlyOptions } from '../../src/cli/early-options.ts';
import { nowFrom } from '../../src/cli/effects.ts';
import { exitFor } from '../../src/cli/exit.ts';
import { count, counted, duration } from '../../src/cli/figures.ts';
import { findingsOf } from '../../src/cli/findings.ts';
import { output } from '../../src/cli/output.ts';
import { type Diagnostic, DiagnosticError, diagnostic } from '../../src/diagnostics/diagnostic.ts';

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [1234567, '1,234,567'],
])('%d is read as %s', (value, text) => {
  expect(count(value)).toBe(text);
});

test('one row, two rows', () => {
  expect([counted(1, 'row'), counted(2000, 'row'), counted(0, 'row')]).toEqual(['1 row', '2,000 rows', '0 rows']);
});

test.each([
  [0, '0.00s'],
  [0.084, '0.08s'],
  [9.994, '9.99s'],
  [9.996, '10.0s'],
  [59.94, '59.9s'],
  [59.96, '1m 00s'],
  [125.4, '2m 05s'],
  [3725, '1h 02m'],
])('%d seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

const at = (file: string) => ({
  labels: [{ span: { file, start: { line: 1, column: 1 }, end: { line: 1, column: 2 } }, text: '' }],
});

test.each<[string, Diagnostic[], number]>([
  ['nothing', [], 0],
  ['a warning', [diagnostic('M407', '', { severity: 'warning' })], 0],
  ['a mistake in the project', [diagnostic('M103', '', at('project.yml'))], 1],
  ['an engine’s refusal', [diagnostic('M301', '')], 1],
  ['a wrong flag', [diagnostic('M118', '')], 2],
  ['wrong --vars', [diagnostic('M118', '', at('--vars'))], 2],
  ['no project here', [diagnostic('M101', '')], 2],
  ['an unknown target on the command line', [diagnostic('M109', '')], 2],
  ['an unknown target in project.yml', [diagnostic('M109', '', at('project.yml'))], 1],
  ['an unreadable selection', [diagnostic('M406', '')], 2],
  ['an unreadable selection in selectors.yml', [diagnostic('M406', '', at('selectors.yml'))], 1],
  ['both kinds of fault', [diagnostic('M118', ''), diagnostic('M401', '')], 1],
  ['a bug', [diagnostic('M401', ''), diagnostic('M901', '')], 2],
  ['an interruption', [diagnostic('M512', '')], 130],
])('exit for %s', (_, found, exit) => {
  expect(exitFor(found)).toBe(exit);
});

test('what was thrown becomes findings', () => {
  const own = diagnostic('M504', 'in use');
  expect(findingsOf(new DiagnosticError([own]))).toEqual([own]);
  expect(findingsOf(new EngineError('locked', 'held by 12', { sql: '' }))).toMatchObject([{ code: 'M504' }]);
  const denied = Object.assign(new Error("EACCES: permission denied, open '/x'"), { code: 'EACCES' });
  expect(findingsOf(denied)).toMatchObject([{ code: 'M120', message: "permission denied, open '/x'" }]);
  const [bug] = findingsOf(new TypeError('x is undefined'));
  expect(bug).toMatchObject({ code: 'M901', message: 'TypeError: x is undefined' });
  expect(bug?.notes.at(-1)).toContain('parts.test.ts');
  expect(findingsOf('text')).toMatchObject([{ code: 'M901', message: 'text' }]);
});

test('the manner of talking is known before the command line is understood', () => {
  expect(earlyOptions(['biuld', '--log-format', 'json', '-q'])).toEqual({
    quiet: true,
    debug: false,
    logFormat: 'json',
    color: 'auto',
  });
  expect(earlyOptions(['--log-format=json', '--log-format=text', '--color=never'])).toMatchObject({
    logFormat: 'text',
    color: 'never',
  });
  expect(earlyOptions(['--color'])).toMatchObject({ color: 'auto', logFormat: 'text' });
});

test('MART_NOW is an instant or an error', () => {
  expect(nowFrom({ MART_NOW: '2025-12-01T06:00:00+02:00' }).toISOString()).toBe('2025-12-01T04:00:00.000Z');
  expect(nowFrom({ MART_NOW: '2025-12-01' }).toISOString()).toBe('2025-12-01T00:00:00.000Z');
  for (const text of ['yesterday', '2025-12-01T06:00', '2025-13-01', '1'])
    expect(() => nowFrom({ MART_NOW: text })).toThrow('`MART_NOW` is not an instant');
});

test('data and talk go their own ways; data is closed with a line end', async () => {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const out = output(stdout as never, stderr as never);
  out.data('a');
  out.data('b\n');
  out.data('');
  out.talk('said');
  await out.flush();
  expect([stdout.read()?.toString(), stderr.read()?.toString()]).toEqual(['a\nb\n', 'said\n']);
});

test('a reader that has gone is no failure', async () => {
  const stdout = new PassThrough();
  const out = output(stdout as never, new PassThrough() as never);
  out.data('a');
  stdout.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
  await new Promise((done) => stdout.once('close', done));
  out.data('b');
  await out.flush();
});
