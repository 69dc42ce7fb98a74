import { describe, expect, test } from 'vitest';
import type { ColumnType } from '../../src/adapter/port.ts';
import { compareRows } from '../../src/check/unit-tests/compare.ts';
import { differenceTable, type RowsDifference } from '../../src/check/unit-tests/difference.ts';
import fc from '../support/property.ts';

const columns: readonly ColumnType[] = [
  { name: 'id', type: 'INTEGER' },
  { name: 'v', type: 'VARCHAR' },
  { name: 'd', type: 'DOUBLE' },
];

function kinds(difference: RowsDifference | null): string[] {
  return (difference?.rows ?? []).map(({ kind, expected, actual, changed }) =>
    [kind, (expected ?? actual)?.join(','), ...(changed.length > 0 ? [changed.join('+')] : [])].join(' '),
  );
}

describe('what is the same', () => {
  const same = (type: string, a: unknown, b: unknown, tolerance: number | null = null) =>
    compareRows([{ name: 'x', type }], [[a]], [[b]], tolerance) === null;

  test.each<[string, string, unknown, unknown, boolean]>([
    ['NULL is NULL', 'VARCHAR', null, null, true],
    ['NULL is not empty text', 'VARCHAR', null, '', false],
    ['NULL is not the text', 'VARCHAR', null, 'NULL', false],
    ['NaN is NaN', 'DOUBLE', Number.NaN, Number.NaN, true],
    ['NaN is not NULL', 'DOUBLE', Number.NaN, null, false],
    ['-0 is 0', 'DOUBLE', -0, 0, true],
    ['doubles are exact', 'DOUBLE', 0.3, 0.1 + 0.2, false],
    ['big numbers keep their digits', 'HUGEINT', 2n ** 70n, 2n ** 70n + 1n, false],
    ['lists have an order', 'INTEGER[]', [1, 2], [2, 1], false],
    ['NULL in a list is not its text', 'VARCHAR[]', [null], ['NULL'], false],
    ['a list is not its text', 'VARCHAR[]', ['a', 'b'], ['a,b'], false],
    ['structs', 'STRUCT(a INTEGER)', { a: 1 }, { a: 1 }, true],
    ['structs that differ', 'STRUCT(a INTEGER)', { a: 1 }, { a: null }, false],
    [
      'maps have no order',
      'MAP(VARCHAR, INTEGER)',
      [
        { key: 'a', value: 1 },
        { key: 'b', value: 2 },
      ],
      [
        { key: 'b', value: 2 },
        { key: 'a', value: 1 },
      ],
      true,
    ],
    ['maps that differ', 'MAP(VARCHAR, INTEGER)', [{ key: 'a', value: 1 }], [{ key: 'a', value: 2 }], false],
    ['a month is not thirty days', 'INTERVAL', '1 month', '30 days', false],
  ])('%s', (_, type, a, b, expected) => {
    expect(same(type, a, b)).toBe(expected);
  });

  test('a tolerance is for floating point numbers', () => {
    expect(same('DOUBLE', 1, 1.01, 0.02)).toBe(true);
    expect(same('DOUBLE', 1, 1.03, 0.02)).toBe(false);
    expect(same('DOUBLE', null, 0, 5)).toBe(false);
    expect(same('DOUBLE', Number.NaN, Number.NaN, 0.1)).toBe(true);
    expect(same('DOUBLE', Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0.1)).toBe(true);
    expect(same('INTEGER', 1, 2, 5)).toBe(false);
  });

  test('with a tolerance every row finds its own, whatever order they come in', () => {
    const rows = (numbers: readonly number[]) => numbers.map((d) => [1, 'a', d]);
    expect(compareRows(columns, rows([0, 1, 2]), rows([0.9, 1.9, 0.1].map((n) => n)), 0.95)).toBeNull();
    expect(compareRows(columns, rows([0, 1]), rows([1, 2]), 1)).toBeNull();
    expect(kinds(compareRows(columns, rows([0, 1]), rows([1, 5]), 1))).toEqual(['changed 1,a,0 d']);
  });
});

const cell = fc.constantFrom<unknown>(null, 'a', 'b', '', 'NULL');
const row = fc.tuple(fc.constantFrom(1, 2, 3), cell, fc.constantFrom<unknown>(0, 0.5, Number.NaN, null));

/** Rows with how often each is there, as JSON cannot tell NaN from NULL. */
function bag(rows: readonly (readonly unknown[])[]): string[] {
  return rows.map((one) => one.map((value) => `${typeof value} ${String(value)}`).join('|')).sort();
}

test('two bags are the same exactly when their sorted rows are; the counts add up', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 8 }), fc.array(row, { maxLength: 8 }), (expected, actual) => {
      const difference = compareRows(columns, expected, actual, null);
      expect(difference === null).toBe(JSON.stringify(bag(expected)) === JSON.stringify(bag(actual)));
      if (!difference) return;
      const { same, changed, missing, added } = difference.counts;
      expect(same + changed + missing).toBe(expected.length);
      expect(same + changed + added).toBe(actual.length);
      for (const one of difference.rows) expect(one.changed.length > 0).toBe(one.kind === 'changed');
    }),
    { numRuns: 1000 },
  );
});

test('a tolerance that is too small for anything changes nothing', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 8 }), fc.array(row, { maxLength: 8 }), (expected, actual) => {
      const counts = (tolerance: number | null) => compareRows(columns, expected, actual, tolerance)?.counts;
      expect(counts(0.1)).toEqual(counts(null));
    }),
  );
});

test('with a tolerance bags are the same exactly when their sorted numbers lie near each other', () => {
  const numbers = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 9 });
  fc.assert(
    fc.property(numbers, numbers, fc.integer({ min: 0, max: 6 }), (expected, actual, tolerance) => {
      const column = [{ name: 'd', type: 'DOUBLE' }];
      const rows = (all: readonly number[]) => all.map((one) => [one]);
      const sorted = (all: readonly number[]) => all.toSorted((a, b) => a - b);
      const [one, other] = [sorted(expected), sorted(actual)];
      const near = one.length === other.length && one.every((n, at) => Math.abs(n - (other[at] ?? 0)) <= tolerance);
      expect(compareRows(column, rows(expected), rows(actual), tolerance) === null).toBe(near);
    }),
    { numRuns: 500 },
  );
});

describe('a row that changed is shown as changed', () => {
  const differ = (expected: readonly (readonly unknown[])[], actual: readonly (readonly unknown[])[]) =>
    kinds(compareRows(columns, expected, actual, null));

  test('by what it still has', () => {
    expect(
      differ(
        [
          [1, 'a', 0],
          [2, 'b', 0],
        ],
        [
          [2, 'x', 0],
          [1, 'a', 9],
        ],
      ),
    ).toEqual(['changed 1,a,0 d', 'changed 2,b,0 v']);
    expect(
      differ(
        [
          [1, 'a', 0],
          [2, 'b', 0],
        ],
        [
          [2, 'a', 0],
          [1, 'b', 0],
        ],
      ),
    ).toEqual(['changed 1,a,0 v', 'changed 2,b,0 v']);
  });

  test('by a value that is like a key', () => {
    expect(
      differ(
        [
          [1, 'a', 0],
          [2, 'b', 1],
        ],
        [
          [1, 'x', 7],
          [2, 'y', 8],
        ],
      ),
    ).toEqual(['changed 1,a,0 v+d', 'changed 2,b,1 v+d']);
  });

  test('a row too much and a row too little are that', () => {
    expect(
      differ(
        [
          [1, 'a', 0],
          [1, 'a', 0],
        ],
        [[1, 'a', 0]],
      ),
    ).toEqual(['missing 1,a,0']);
    expect(differ([], [[1, 'a', 0]])).toEqual(['added 1,a,0']);
    expect(
      differ(
        [
          [1, 'a', 0],
          [4, 'q', 5],
        ],
        [
          [2, 'b', 1],
          [3, 'c', 2],
        ],
      ),
    ).toEqual(['missing 1,a,0', 'missing 4,q,5', 'added 2,b,1', 'added 3,c,2']);
  });
});

test('the table is cut to what a person reads, and says so', () => {
  const many = Array.from({ length: 30 }, (_, n) => [n, `a${n}\nb`, n]);
  const difference = compareRows(columns, many, [], null) as RowsDifference;
  const lines = differenceTable(difference).split('\n');
  expect(lines.slice(0, 4)).toEqual(['   id  v      d', '   --  -----  --', '-  0   a0⏎b   0', '-  1   a1⏎b   1']);
  expect(lines.slice(-2)).toEqual(['… and 10 more rows', '(- expected, not there)']);
  const wide = Array.from({ length: 40 }, (_, n) => ({ name: `column_${n}`, type: 'INTEGER' }));
  const values = wide.map((_, n) => n);
  const last = compareRows(wide, [values], [values.with(39, -1)], null) as RowsDifference;
  const [head = '', , row = '', hidden] = differenceTable(last).split('\n');
  expect(head).toContain('column_39');
  expect(row).toContain('39 → -1');
  expect(head.length).toBeLessThan(130);
  expect(hidden).toMatch(/^\d+ more columns not shown$/);
});

test('ten thousand rows on each side that have nothing in common', () => {
  const side = (from: number) => Array.from({ length: 10_000 }, (_, n) => [from + n, `x${from + n}`, from + n + 0.5]);
  const before = performance.now();
  const difference = compareRows(columns, side(0), side(20_000), 0.001);
  expect(difference?.counts).toEqual({ same: 0, changed: 0, missing: 10_000, added: 10_000 });
  expect(performance.now() - before).toBeLessThan(10_000);
});
