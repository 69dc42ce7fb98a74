import type { ColumnType } from '../../adapter/port.ts';
import { closeMatches, type Left, type Values } from './close.ts';
import { type DifferentRow, type RowsDifference, shownAtMost } from './difference.ts';
import { pairUp } from './pairs.ts';
import { shownValue } from './shown-value.ts';
import { valueKey } from './value-key.ts';

/**
 * Compares two bags of rows that have the same columns and types: every row counts as often as it is there, order does
 * not count. null when they are the same. `tolerance` is how far two floating point numbers of a column may lie apart.
 */
export function compareRows(
  columns: readonly ColumnType[],
  expected: readonly Values[],
  actual: readonly Values[],
  tolerance: number | null,
): RowsDifference | null {
  const keysOf = (rows: readonly Values[]) => rows.map((row) => columns.map((column, at) => valueKey(row[at], column)));
  const [expectedKeys, actualKeys] = [keysOf(expected), keysOf(actual)];
  const left = withoutSame(expectedKeys, actualKeys);
  if (tolerance !== null) closeMatches({ columns, expected, actual, expectedKeys, actualKeys }, left, tolerance);
  if (left.missing.size + left.added.size === 0) return null;

  const pairs = pairUp(
    [...left.missing].map((at) => ({ at, keys: expectedKeys[at] ?? [] })),
    [...left.added].map((at) => ({ at, keys: actualKeys[at] ?? [] })),
  );
  const partner = new Map(pairs);
  const taken = new Set(partner.values());
  const added = [...left.added].filter((at) => !taken.has(at));
  const rowOf = (missing: number | null, there: number | null): DifferentRow => {
    const [before, after] = [missing === null ? null : expected[missing], there === null ? null : actual[there]];
    const shown = (row: Values | null | undefined) => row?.map(shownValue) ?? null;
    const differs = (_: ColumnType, at: number) =>
      missing !== null && there !== null && expectedKeys[missing]?.[at] !== actualKeys[there]?.[at];
    return {
      kind: missing === null ? 'added' : there === null ? 'missing' : 'changed',
      expected: shown(before),
      actual: shown(after),
      changed: columns.filter(differs).map(({ name }) => name),
    };
  };
  const rows = [
    ...[...left.missing].slice(0, shownAtMost).map((at) => rowOf(at, partner.get(at) ?? null)),
    ...added.slice(0, shownAtMost).map((at) => rowOf(null, at)),
  ];
  return {
    columns: columns.map(({ name }) => name),
    counts: {
      same: expected.length - left.missing.size,
      changed: pairs.length,
      missing: left.missing.size - pairs.length,
      added: added.length,
    },
    rows: rows.slice(0, shownAtMost),
  };
}

type Keys = readonly (readonly string[])[];

function withoutSame(expected: Keys, actual: Keys): Left {
  const open = new Map<string, number[]>();
  expected.forEach((keys, at) => {
    const key = keys.join('\n');
    const rows = open.get(key);
    if (rows) rows.push(at);
    else open.set(key, [at]);
  });
  const missing = new Set(expected.keys());
  const added = new Set<number>();
  const same = new Map<number, number>();
  actual.forEach((keys, at) => {
    const found = open.get(keys.join('\n'))?.shift();
    if (found === undefined) added.add(at);
    else {
      missing.delete(found);
      same.set(at, found);
    }
  });
  return { missing, added, same };
}
