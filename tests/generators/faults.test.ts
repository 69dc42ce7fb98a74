import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Fault,
  groupBy,
  KEYS,
  keyOf,
  NO_FAULTS,
  type Output,
  rowsOf,
  runFactory,
  seconds,
} from './factory-output.ts';

type Name = keyof typeof NO_FAULTS;
const NAMES = Object.keys(NO_FAULTS) as Name[];

/** The columns in which each fault is found, by file, and what cleaning does with it. */
const PLACES: Readonly<Record<Name, { readonly expected: string; readonly files: readonly string[] }>> = {
  product_spelling: { expected: 'repair', files: ['production_batches.csv product'] },
  machine_spelling: {
    expected: 'repair',
    files: ['operator_logs.csv machine_id', 'production_batches.csv machine_id', 'sensor_logs.json machine_id'],
  },
  null_value: {
    expected: 'impute',
    files: ['temperature_c', 'pressure_kpa', 'energy_kwh', 'efficiency_pct'].map((name) => `sensor_logs.json ${name}`),
  },
  clock_drift: { expected: 'repair', files: ['sensor_logs.json timestamp'] },
  local_time: {
    expected: 'repair',
    files: [
      'operator_logs.csv timestamp',
      'production_batches.csv end_time',
      'production_batches.csv start_time',
      'qc_checks.csv check_time',
      'sensor_logs.json timestamp',
    ],
  },
  late_arrival: { expected: 'keep', files: Object.keys(KEYS).map((file) => `${file} null`) },
  duplicate: {
    expected: 'drop',
    files: ['null', 'units_produced', 'energy_kwh', 'operator_id'].map((name) => `production_batches.csv ${name}`),
  },
  degradation: { expected: 'keep', files: ['sensor_logs.json efficiency_pct'] },
};

const WEAR_ONLY = { ...NO_FAULTS, degradation: 0.02 };

const SEED = 21;
let base: Output;
beforeAll(async () => {
  base = await runFactory({ seed: SEED, machines: 6 });
});

const place = ({ file, column }: Fault): string => `${file} ${column}`;
const identity = ({ fault, file, record_key, column }: Fault): string => `${fault} ${file} ${record_key} ${column}`;
const withoutCopies = (entries: readonly Fault[]): string[] =>
  entries.filter(({ fault }) => fault !== 'duplicate').map(identity);

describe.each(NAMES)('%s', (name) => {
  test('happens in every file and column where it can, and is to be treated as the ledger says', () => {
    const own = base.ledger.filter(({ fault }) => fault === name);
    expect([...new Set(own.map(place))].sort()).toEqual([...PLACES[name].files].sort());
    expect(new Set(own.map(({ expected }) => expected))).toEqual(new Set([PLACES[name].expected]));
  });

  test('alone on a worn machine, it happens to the same records, and nothing else does', async () => {
    const alone = await runFactory({ seed: SEED, machines: 6, faults: { ...WEAR_ONLY, [name]: RATES[name] } });
    const own = ({ ledger }: Output): string[] =>
      ledger.filter(({ fault }) => fault === name).map(({ fault, record_key }) => `${fault} ${record_key}`);
    expect(new Set(alone.ledger.map(({ fault }) => fault))).toEqual(new Set([name, 'degradation']));
    expect(own(alone)).toEqual(own(base));
  });
});

test.each(NAMES.filter((name) => name !== 'degradation'))(
  'switched off, %s leaves everything else as it was',
  async (name) => {
    const off = await runFactory({ seed: SEED, machines: 6, faults: { [name]: false } });
    const hit = new Set(base.ledger.filter(({ fault }) => fault === name).map(({ record_key }) => record_key));
    const untouched = ({ rows }: Output) =>
      rows.filter((one) => !hit.has(keyOf(one))).map(({ position: _, ...one }) => one);
    expect(hit.size).toBeGreaterThan(0);
    expect(untouched(off)).toEqual(untouched(base));
    expect(withoutCopies(off.ledger)).toEqual(withoutCopies(base.ledger.filter(({ fault }) => fault !== name)));
    expect(off.truth).toEqual(base.truth);
  },
);

const RATES: Readonly<Record<Name, number>> = {
  product_spelling: 0.15,
  machine_spelling: 0.12,
  null_value: 0.075,
  clock_drift: 0.35,
  duplicate: 0.03,
  late_arrival: 0.1,
  local_time: 0.3,
  degradation: 0.02,
};

test.each(Object.keys(KEYS))('rates are kept in %s', (file) => {
  const records = new Set(base.rows.filter((one) => one.file === file).map(keyOf)).size;
  const found = groupBy(
    base.ledger.filter((entry) => entry.file === file && entry.fault !== 'degradation'),
    ({ fault }) => fault,
  );
  for (const [fault, entries] of found) {
    const values = fault === 'null_value' ? records * 4 : records;
    const hits = fault === 'null_value' ? entries.length : new Set(entries.map(({ record_key }) => record_key)).size;
    const rate = RATES[fault as Name];
    const deviation = Math.sqrt((rate * (1 - rate)) / values);
    expect(Math.abs(hits / values - rate)).toBeLessThan(4 * deviation);
  }
  expect(found.has('late_arrival')).toBe(true);
  expect(found.has('local_time')).toBe(true);
});

test('without degradation only the worn machine and what depends on its batches differ', async () => {
  const off = await runFactory({ seed: SEED, machines: 6, faults: { degradation: false } });
  const batches = (output: Output) => rowsOf(output, 'production_batches.csv');
  const touched = new Set(
    base.rows.filter(({ row }) => /smelter[^1-9]*2$/i.test(String(row.machine_id))).map((one) => keyOf(one)),
  );
  const others = (output: Output) =>
    output.rows
      .filter((one) => !touched.has(keyOf(one)) && !touched.has(String(one.row.batch_id)))
      .map(({ position: _, ...one }) => one);
  expect(others(off)).toEqual(others(base));
  expect(batches(off).map(({ batch_id, start_time, energy_kwh }) => [batch_id, start_time, energy_kwh])).toEqual(
    batches(base).map(({ batch_id, start_time, energy_kwh }) => [batch_id, start_time, energy_kwh]),
  );
  const units = ({ truth }: Output) =>
    truth.reduce((sum, day) => sum + (day.by_machine['SMELTER-02']?.units_produced ?? 0), 0);
  expect(units(base) / units(off)).toBeGreaterThan(0.94);
  expect(units(base) / units(off)).toBeLessThan(0.97);
});

test('late rows come one or two days later, in every file', () => {
  for (const [, entries] of groupBy(
    base.ledger.filter(({ fault }) => fault === 'late_arrival'),
    ({ file }) => file,
  )) {
    const waits = entries.map(
      ({ before, after }) => (seconds(`${after} 00:00:00`) - seconds(`${before} 00:00:00`)) / 86_400,
    );
    expect(new Set(waits)).toEqual(new Set([1, 2]));
  }
});

test('local time is UTC less seven hours', () => {
  const shifts = base.ledger
    .filter(({ fault }) => fault === 'local_time')
    .map(({ before, after }) => seconds(after) - seconds(before));
  expect(new Set(shifts)).toEqual(new Set([-7 * 3600]));
});

test('a clock drifts by at most five minutes, ahead and behind', () => {
  const shifts = base.ledger
    .filter(({ fault }) => fault === 'clock_drift')
    .map(({ before, after }) => seconds(after) - seconds(before));
  expect(Math.max(...shifts)).toBeLessThanOrEqual(300);
  expect(Math.max(...shifts)).toBeGreaterThan(270);
  expect(Math.min(...shifts)).toBeGreaterThanOrEqual(-300);
  expect(Math.min(...shifts)).toBeLessThan(-270);
  expect(shifts).not.toContain(0);
});

test('a copy is exact or differs in one value, and comes at once or later', () => {
  const copies = base.ledger.filter(({ fault }) => fault === 'duplicate');
  const waits = copies.map(({ day, delivered_on }) => delivered_on > day);
  expect(new Set(waits)).toEqual(new Set([true, false]));
  for (const { column, before, after } of copies) if (column !== null) expect(after).not.toEqual(before);
});

test('degradation is in the ledger day by day', () => {
  const own = base.ledger.filter(({ fault }) => fault === 'degradation');
  expect(own.map(({ record_key, before, after }) => [record_key, before, after])).toEqual(
    [98, 96, 94, 92, 90, 88].map((after) => ['SMELTER-02', 100, after]),
  );
  expect(own.map(({ day }) => day)).toEqual(['02', '03', '04', '05', '06', '07'].map((day) => `2025-12-${day}`));
});

test('after its wear the machine is maintained, and the operator says so', async () => {
  const clean = await runFactory({ seed: SEED, days: 40, faults: WEAR_ONLY });
  const notes = rowsOf(clean, 'operator_logs.csv').filter(({ note }) => String(note).includes('maintenance'));
  expect(notes.map(({ machine_id, timestamp }) => [machine_id, String(timestamp).slice(0, 10)])).toEqual([
    ['SMELTER-02', '2025-12-08'],
    ['SMELTER-02', '2026-01-07'],
  ]);
});

test('without any fault the files are the truth', async () => {
  const clean = await runFactory({ seed: SEED, clean: true });
  expect(clean.ledger).toEqual([]);
  expect(clean.rows.some(({ row }) => Object.values(row).includes(null))).toBe(false);
  const off = await runFactory({ seed: SEED, faults: Object.fromEntries(NAMES.map((name) => [name, false])) });
  expect(off.texts).toEqual(clean.texts);
});
