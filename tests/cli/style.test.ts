import { expect, test } from 'vitest';
import { hasColor, isAscii, styleFor } from '../../src/cli/style.ts';

const terminal = { isTTY: true, columns: 90 };
const pipe = {};

test.each([
  ['auto', {}, terminal, true],
  ['auto', {}, pipe, false],
  ['auto', { NO_COLOR: '1' }, terminal, false],
  ['auto', { NO_COLOR: '' }, terminal, true],
  ['auto', { FORCE_COLOR: '1' }, pipe, true],
  ['auto', { FORCE_COLOR: '' }, pipe, true],
  ['auto', { FORCE_COLOR: '0' }, terminal, false],
  ['auto', { NO_COLOR: '1', FORCE_COLOR: '1' }, terminal, false],
  ['auto', { TERM: 'dumb' }, terminal, false],
  ['auto', { CI: 'true' }, pipe, false],
  ['auto', { CI: 'true', GITHUB_ACTIONS: 'true' }, pipe, true],
  ['always', { NO_COLOR: '1' }, pipe, true],
  ['never', { FORCE_COLOR: '1' }, terminal, false],
] as const)('--color %s with %j on %j: %s', (choice, env, stream, expected) => {
  expect(hasColor(choice, env, stream)).toBe(expected);
});

test.each([
  [{}, false],
  [{ LANG: 'en_US.UTF-8' }, false],
  [{ LANG: 'C.utf8' }, false],
  [{ LANG: 'C' }, true],
  [{ LANG: 'en_US.UTF-8', LC_ALL: 'POSIX' }, true],
  [{ LANG: 'en_US.UTF-8', TERM: 'dumb' }, true],
])('signs for %j: ascii %s', (env, expected) => {
  expect(isAscii(env)).toBe(expected);
});

test('colour is escape sequences around the text, or nothing', () => {
  expect(styleFor('always', {}, pipe).error('x')).toBe('\u001b[31mx\u001b[39m');
  expect(styleFor('never', {}, pipe).error('x')).toBe('x');
});

test('the width is the terminal’s, within reason; a pipe has a fixed one', () => {
  expect(styleFor('never', {}, terminal).width).toBe(90);
  expect(styleFor('never', {}, { isTTY: true, columns: 20 }).width).toBe(60);
  expect(styleFor('never', {}, { columns: 20 }).width).toBe(100);
});
