import { expect, test } from 'vitest';
import { testNames } from '../../src/compile/test-name.ts';

test.each([
  ['unique', 'orders', { column_name: 'id' }, 'unique_orders_id'],
  [
    'accepted_values',
    'o',
    { column_name: 'a_id', values: [1, 2], quote: false },
    'accepted_values_o_a_id__False__1__2',
  ],
  [
    'relationships',
    'o',
    { column_name: 'c', to: "ref('customers')", field: 'id' },
    'relationships_o_c__id__ref_customers_',
  ],
  ['accepted_values', 'o', { column_name: 's', values: ['a b', 'ü'] }, 'accepted_values_o_s__a_b__' + '_'],
])('%s on %s', (name, tested, args, full) => {
  expect(testNames(name, tested, args).full).toBe(full);
});

test('from 64 characters on the short name is cut and closed with a hash', () => {
  const args = { column_name: 'a_column_with_quite_a_long_name', values: ['one', 'two'] };
  const names = testNames('accepted_values', 'a_model_with_a_long_name', args);
  expect(names.full).toBe('accepted_values_a_model_with_a_long_name_a_column_with_quite_a_long_name__one__two');
  expect(names.short).toMatch(/^accepted_values_a_model_with_a_[0-9a-f]{32}$/);
});

test('63 characters stay', () => {
  const names = testNames('unique', 'm'.repeat(54), { column_name: 'x' });
  expect(names.full).toHaveLength(63);
  expect(names.short).toBe(names.full);
});
