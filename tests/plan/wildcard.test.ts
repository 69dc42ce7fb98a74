import { expect, test } from 'vitest';
import { wildcard } from '../../src/plan/wildcard.ts';
import fc from '../support/property.ts';

test.each([
  ['*', 'any.thing/at all', true],
  ['a*', 'a', true],
  ['a*c', 'a.b/c', true],
  ['a*c', 'acd', false],
  ['*.sql', 'orders.sql', true],
  ['*.sql', '.sql', true],
  ['*.sql', 'ordersxsql', false],
  ['a?c', 'a/c', true],
  ['a?c', 'ac', false],
  ['[ab]c', 'bc', true],
  ['[ab]c', 'cc', false],
  ['[!ab]c', 'cc', true],
  ['[!ab]c', 'ac', false],
  ['m[0-3]', 'm2', true],
  ['m[0-3]', 'm4', false],
  ['m[3-0]', 'm2', false],
  ['[]]', ']', true],
  ['[^]', '^', true],
  ['[ab', '[ab', true],
  ['a]', 'a]', true],
  ['{a,b}', 'a', false],
  ['!a', '!a', true],
  ['a(b)|c+$', 'a(b)|c+$', true],
  ['a(b)*', 'ab', false],
  ['a\\*', 'a\\x', true],
  ['A', 'a', false],
  ['', '', true],
])('%s against %s is %s', (pattern, text, expected) => {
  expect(wildcard(pattern)(text)).toBe(expected);
});

/** Stars and question marks by trying every way. */
function naive(pattern: string, text: string): boolean {
  const [first] = pattern;
  if (first === undefined) return text === '';
  if (first === '*') return naive(pattern.slice(1), text) || (text !== '' && naive(pattern, text.slice(1)));
  return text !== '' && (first === '?' || first === text[0]) && naive(pattern.slice(1), text.slice(1));
}

test('stars and question marks are what trying every way finds', () => {
  const letters = (all: string, maxLength: number): fc.Arbitrary<string> =>
    fc.array(fc.constantFrom(...all), { maxLength }).map((list) => list.join(''));
  fc.assert(
    fc.property(letters('ab.*?', 6), letters('ab.', 6), (pattern, text) => {
      expect(wildcard(pattern)(text)).toBe(naive(pattern, text));
    }),
    { numRuns: 1000 },
  );
});
