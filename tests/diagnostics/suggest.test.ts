import { expect, test } from 'vitest';
import { didYouMean, suggest } from '../../src/diagnostics/suggest.ts';
import fc from '../support/property.ts';

const verbs = ['build', 'run', 'test', 'seed', 'compile', 'show', 'ls'];

test.each([
  ['custmer_id', ['customer_id', 'order_id', 'amount'], ['customer_id']],
  ['biuld', verbs, ['build']],
  ['tset', verbs, ['test']],
  ['BUILD', verbs, ['build']],
  ['Orders', ['orders', 'orders_daily'], ['orders']],
  ['orders', ['stg_orders', 'customers'], ['stg_orders']],
  ['materialised', ['materialized', 'enabled'], ['materialized']],
  ['rnu', verbs, ['run']],
])('%s means one of %j: %j', (word, candidates, expected) => {
  expect(suggest(word, candidates, 1)).toEqual(expected);
});

test.each([
  ['deploy', verbs],
  ['x', ['y', 'z']],
  ['foo', ['bar', 'baz']],
  ['', verbs],
  ['id', ['customer_identifier']],
])('%s is near none of %j', (word, candidates) => {
  expect(suggest(word, candidates)).toEqual([]);
});

test('the nearest comes first, ties by name, at most as many as asked for', () => {
  const near = ['ordr', 'orders_x', 'orders', 'ordes'];
  expect(suggest('ordrs', near, 2)).toEqual(['orders', 'ordes']);
  expect(suggest('ordrs', near)).toHaveLength(3);
});

test('one slip in a word of four letters or more is always found', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z_]{4,20}$/),
      fc.nat(),
      fc.constantFrom('drop', 'swap', 'add'),
      (word, at, slip) => {
        const i = at % (word.length - 1);
        const typed =
          slip === 'drop'
            ? word.slice(0, i) + word.slice(i + 1)
            : slip === 'add'
              ? `${word.slice(0, i)}q${word.slice(i)}`
              : word.slice(0, i) + word.charAt(i + 1) + word.charAt(i) + word.slice(i + 2);
        expect(suggest(typed, [word])).toEqual([word]);
      },
    ),
  );
});

test('the help line reads as a sentence', () => {
  expect(didYouMean('ordrs', ['orders'])).toBe('did you mean `orders`?');
  expect(didYouMean('ordrs', ['orders', 'ordrsx', 'ordes'])).toBe('did you mean `orders`, `ordes` or `ordrsx`?');
  expect(didYouMean('ordrs', ['customers'])).toBeNull();
});
