import { describe, expect, test } from 'vitest';
import { corrupt, type Faults, type Row } from '../../src/corrupt/corrupt.ts';
import fc from '../support/property.ts';

const rows = Array.from({ length: 400 }, (_, at) => ({
  order_id: `O-${at}`,
  customer: ['Ada Lovelace', 'Grace Hopper', 'Annie Easley'][at % 3] ?? '',
  ordered_at: `2025-03-${String(1 + (at % 28)).padStart(2, '0')} 12:30:00`,
  delivered_on: '2025-03-30',
  weight_kg: 1.5 + at,
  note: 'größer',
  is_paid: at % 2 === 0,
}));

const FAULTS: Faults = {
  spelling: { rate: 0.2, columns: ['customer'] },
  null_value: [
    { rate: 0.1, columns: ['weight_kg'] },
    { rate: 0.3, columns: ['is_paid'] },
  ],
  clock_drift: { rate: 0.3, columns: ['ordered_at'], seconds: 300 },
  local_time: { rate: 0.3, columns: ['ordered_at'], hours: -7 },
  late_arrival: { rate: 0.1, columns: ['delivered_on'], days: 2 },
  unit_change: { rate: 0.1, columns: ['weight_kg'], factor: 2.2046 },
  encoding_damage: { rate: 0.1, columns: ['note'] },
  duplicate: { rate: 0.1, change: ['weight_kg'] },
};

const damage = (faults: Faults, seed = 7) => corrupt(rows, faults, seed, { key: 'order_id' });

test('every fault happens, and the ledger leads back to the rows as they were', () => {
  const { rows: damaged, ledger } = damage(FAULTS);
  expect(new Set(ledger.map(({ fault }) => fault))).toEqual(new Set(Object.keys(FAULTS)));
  const restored: Row[] = damaged.map((row) => ({ ...row }));
  for (const { row, column, before, after } of ledger.toReversed()) {
    if (column === null) continue;
    expect(restored[row]?.[column]).toBe(after);
    restored[row] = { ...restored[row], [column]: before };
  }
  const copies = new Set(ledger.filter(({ fault }) => fault === 'duplicate').map(({ row }) => row));
  const originals = restored.filter((_, at) => !copies.has(at));
  expect(originals).toEqual(rows);
  expect(damaged.length).toBe(rows.length + copies.size);
});

test('rates are kept, the rows given are not touched', () => {
  const before = structuredClone(rows);
  const { ledger } = damage({ null_value: { rate: 0.25, columns: ['weight_kg'] } });
  expect(ledger.length).toBeGreaterThan(70);
  expect(ledger.length).toBeLessThan(130);
  expect(rows).toEqual(before);
  expect(damage({}).rows).toEqual(rows);
  expect(damage({ null_value: { rate: 1, columns: ['weight_kg'] } }).ledger).toHaveLength(400);
});

test('the same seed says the same, another one something else', () => {
  expect(damage(FAULTS)).toEqual(damage(FAULTS));
  expect(damage(FAULTS, 8).ledger).not.toEqual(damage(FAULTS).ledger);
});

test('a fault that is left out moves no other', () => {
  for (const left of Object.keys(FAULTS)) {
    const others = Object.fromEntries(Object.entries(FAULTS).filter(([name]) => name !== left));
    const hits = (ledger: ReturnType<typeof damage>['ledger']) =>
      ledger
        .filter(({ fault }) => fault !== left && fault !== 'duplicate')
        .map(({ fault, record_key, column }) => `${fault} ${record_key} ${column}`)
        .sort();
    const all = damage(FAULTS);
    // What is null has no unit; what is misspelt is misspelt.
    if (left === 'null_value') continue;
    expect(hits(damage(others).ledger)).toEqual(hits(all.ledger));
  }
});

test('names that are misspelt can still be told from all others', () => {
  const { ledger } = damage({ spelling: { rate: 1, columns: ['customer'] } });
  expect(ledger).toHaveLength(400);
  expect(new Set(ledger.map(({ after }) => after)).size).toBeGreaterThan(20);
  for (const { before, after } of ledger) expect(after).not.toBe(before);
});

describe('what makes no sense is told in sentences', () => {
  test.each<[string, Row[], object, number, string]>([
    [
      'a rate',
      rows,
      { null_value: { rate: 2, columns: ['note'] } },
      1,
      'The rate of null_value is 2; it must be from 0 to 1.',
    ],
    [
      'a column',
      rows,
      { null_value: { rate: 0.1, columns: ['nots'] } },
      1,
      'null_value is for nots, which is no column; there are order_id',
    ],
    ['a fault', rows, { nulls: { rate: 0.1, columns: ['note'] } }, 1, 'nulls is no fault; there are spelling'],
    ['a seed', rows, {}, 0.5, 'The seed is 0.5; it must be a whole number.'],
    ['a copied column', rows, { duplicate: { rate: 0.1, change: ['x'] } }, 1, 'duplicate is for x, which is no column'],
    [
      'keys that are not',
      [{ order_id: 1 }, { order_id: 1 }],
      {},
      1,
      'The key order_id is 1 in more than one row, or missing',
    ],
    ['no key', [{ id: 1 }], {}, 1, 'The key is order_id, which is no column; there are id.'],
  ])('%s', (_, given, faults, seed, message) => {
    expect(() => corrupt(given, faults as Faults, seed, { key: 'order_id' })).toThrow(message);
  });

  test('no rows are nothing to damage', () => {
    expect(corrupt([] as { id: number }[], FAULTS, 1, { key: 'id' })).toEqual({ rows: [], ledger: [] });
  });
});

test('whatever the rows are, the ledger tells all that has changed', () => {
  const value = fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.integer(), fc.boolean(), fc.constant(null));
  fc.assert(
    fc.property(fc.array(value, { maxLength: 30 }), fc.integer(), (values, seed) => {
      const given = values.map((v, id) => ({ id, v }));
      const faults: Faults = {
        spelling: { rate: 0.5, columns: ['v'] },
        null_value: { rate: 0.3, columns: ['v'] },
        duplicate: { rate: 0.3, change: ['v'] },
      };
      const { rows: damaged, ledger } = corrupt(given, faults, seed, { key: 'id' });
      const told = new Set(ledger.map(({ row }) => row));
      for (const [at, row] of damaged.entries()) {
        const before = given.find(({ id }) => id === row.id);
        if (!told.has(at)) expect(row).toEqual(before);
      }
    }),
  );
});
