import { type Duplicate, type Faults, type Row, type Treatment, type ValueFaults, valueFaults } from './faults.ts';
import { problemsOf } from './problems.ts';
import { type Random, stream } from './random.ts';
import { another, type Value } from './values.ts';

export type { Faults, Row } from './faults.ts';
export { canBeTold, spellingsOf } from './names.ts';
export { between, integer, pick, type Random, roundAtRandom, type StreamName, shuffled, stream } from './random.ts';
export { plain, startingAt } from './spelling.ts';
export { doubled, dropped, swapped } from './typos.ts';
export { another, misread, moved, type Value, withoutLetter } from './values.ts';

/** One value that was damaged, or a row that was copied (`column` null for an exact copy). */
export interface LedgerEntry {
  readonly fault: keyof ValueFaults | 'duplicate';
  /** The value of the key column of the row. */
  readonly record_key: Value;
  /** The place of the damaged row among those given back, from 0. */
  readonly row: number;
  readonly column: string | null;
  readonly before: Value;
  readonly after: Value;
  readonly expected: Treatment;
}

interface Damaged {
  readonly row: Row;
  readonly damages: readonly Omit<LedgerEntry, 'row'>[];
}

/**
 * Damages rows on purpose and says how: the rows as they would be delivered, and a ledger of everything that was done.
 * The same rows, faults and seed give the same result; each fault has a stream of its own for each column, so that one
 * that is left out, or has another rate, moves nothing else. The rows given are not changed. Throws an Error that says
 * all that makes no sense, a sentence a line.
 */
export function corrupt<R extends Row>(
  rows: readonly R[],
  faults: Faults,
  seed: number,
  { key }: { readonly key: keyof R & string },
): { readonly rows: R[]; readonly ledger: LedgerEntry[] } {
  const problems = problemsOf(rows, faults, seed, key);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  let damaged = rows.map((row): Damaged => ({ row, damages: [] }));
  for (const name of Object.keys(valueFaults) as (keyof ValueFaults)[])
    for (const fault of listOf(faults[name])) damaged = withValues(damaged, name, fault, seed, key);
  if (faults.duplicate !== undefined) damaged = withCopies(damaged, faults.duplicate, seed, key);
  return {
    rows: damaged.map(({ row }) => row as R),
    ledger: damaged.flatMap(({ damages }, row) => damages.map((damage) => ({ ...damage, row }))),
  };
}

function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
}

function withValues<N extends keyof ValueFaults>(
  rows: readonly Damaged[],
  name: N,
  fault: ValueFaults[N],
  seed: number,
  key: string,
): Damaged[] {
  const { change, expected, together } = valueFaults[name];
  const streams = fault.columns.map((column) => ({ column, random: stream(seed, 'corrupt', name, column) }));
  const whole = stream(seed, 'corrupt', name, ...fault.columns, 'rows');
  const names = new Map(fault.columns.map((column) => [column, namesIn(rows, column)]));
  return rows.map((record) => {
    const hitsRow = whole() < fault.rate;
    return streams.reduce((left, { column, random }) => {
      const hit = random() < fault.rate;
      const before = left.row[column] ?? null;
      const after = change(before, fault, random, names.get(column) ?? []);
      if (!(together ? hitsRow : hit) || before === null || before === after) return left;
      const damage = { fault: name, record_key: record.row[key] ?? null, column, before, after, expected };
      return { row: { ...left.row, [column]: after }, damages: [...left.damages, damage] };
    }, record);
  });
}

const namesIn = (rows: readonly Damaged[], column: string): string[] => [
  ...new Set(rows.flatMap(({ row }) => (typeof row[column] === 'string' ? [row[column]] : []))),
];

function withCopies(rows: readonly Damaged[], fault: Duplicate, seed: number, key: string): Damaged[] {
  const random = stream(seed, 'corrupt', 'duplicate');
  return rows.flatMap((record) => {
    const copy = copyOf(record, fault, random, key);
    return copy === null ? [record] : [record, copy];
  });
}

function copyOf({ row }: Damaged, { rate, change = [] }: Duplicate, random: Random, key: string): Damaged | null {
  const hit = random() < rate;
  const exact = random() < 0.5;
  const column = change[Math.floor(random() * change.length)];
  const before = column === undefined ? null : (row[column] ?? null);
  const after = another(before, random);
  if (!hit) return null;
  const damage = { fault: 'duplicate', record_key: row[key] ?? null, expected: 'drop' } as const;
  if (exact || column === undefined) return { row, damages: [{ ...damage, column: null, before: null, after: null }] };
  return { row: { ...row, [column]: after }, damages: [{ ...damage, column, before, after }] };
}
