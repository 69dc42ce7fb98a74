import { expect, test } from 'vitest';
import { difference } from './told.ts';

test.each([
  ['a\nb\n', 'a\nb\n'],
  ['', ''],
  ['…\n', ''],
  ['…\nb\n', 'b\n'],
  ['a\n…\nd\n', 'a\nb\nc\nd\n'],
  ['a … c\n', 'a b c\n'],
  ['OK  3 ok · 0.2s\n', 'OK  3 ok · 14.0s\n'],
  [' ✓ 1/2  a  0.08s\n ✓ 2/2  b  0.10s\n', ' ✓ 1/2  b    0.01s\n ✓ 2/2  a  0.00s\n'],
])('%j tells of %j', (shown, said) => {
  expect(difference(shown, said)).toBeNull();
});

test.each([
  ['a\n', 'a\nb\n'],
  ['a\nb\n', 'a\n'],
  ['', 'a\n'],
  ['a.c\n', 'abc\n'],
  ['a\n…\nd\n', 'a\nb\n'],
  ['…\n ✓ 1/2  b  0.01s\n ✓ 2/2  a  0.01s\n', ' ✓ 1/2  a  0.01s\n ✓ 2/2  b  0.01s\n'],
  [' ✓ 1/2  a  +3 rows  0.08s\n', ' ✓ 1/2  a  +4 rows  0.08s\n'],
  ['| ^^ there\n', '|  ^^ there\n'],
])('%j does not tell of %j', (shown, said) => {
  expect(difference(shown, said)).toContain('said:');
});
