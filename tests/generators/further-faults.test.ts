import { describe, expect, test } from 'vitest';
import generate from '../../generators/factory.ts';
import { keyOf, NO_FAULTS, rowsOf, runFactory, seconds } from './factory-output.ts';

const only = (faults: Readonly<Record<string, number>>) => ({ ...NO_FAULTS, ...faults });
const PLANT = { seed: 8, days: 6, machines: 5 };

test('none of them happens unless it is asked for, and then the usual ones stay as they were', async () => {
  const usual = await runFactory(PLANT);
  const names = new Set(usual.ledger.map(({ fault }) => fault));
  expect([...names].sort()).toEqual(Object.keys(NO_FAULTS).sort());
  const rates = { encoding_damage: 0.3, unit_change: 0.3, clock_ahead: 0.3, unknown_machine: 0.05, schema_drift: 0.3 };
  const more = await runFactory({ ...PLANT, faults: rates });
  const identity = (fault: { fault: string; record_key: string; column: string | null }) =>
    `${fault.fault} ${fault.record_key} ${fault.column}`;
  const there = more.ledger.filter(({ fault }) => names.has(fault)).map(identity);
  expect(there).toEqual(usual.ledger.map(identity));
  expect(more.truth).toEqual(usual.truth);
});

describe('encoding damage', () => {
  test('misreads notes, which stay so, and loses a letter of products, which can still be told', async () => {
    const { ledger, rows } = await runFactory({ ...PLANT, faults: only({ encoding_damage: 1 }) });
    const notes = ledger.filter(({ file }) => file === 'operator_logs.csv');
    const products = ledger.filter(({ file }) => file === 'production_batches.csv');
    expect(notes.length).toBeGreaterThan(5);
    expect(products.length).toBeGreaterThan(50);
    expect(new Set(notes.map(({ expected }) => expected))).toEqual(new Set(['keep']));
    expect(new Set(products.map(({ expected }) => expected))).toEqual(new Set(['repair']));
    expect(ledger.every(({ after }) => /\ufffd|[\u00c2-\u00f4][\u0080-\u00bf]/.test(String(after)))).toBe(true);
    const delivered = new Map(rows.map((one) => [keyOf(one), one.row]));
    for (const { record_key, column, after } of ledger) expect(delivered.get(record_key)?.[column ?? '']).toBe(after);
  });
});

test('rows of unknown machines stand beside true ones, and are for the quarantine', async () => {
  const clean = await runFactory({ ...PLANT, clean: true });
  const { ledger, rows, truth } = await runFactory({ ...PLANT, faults: only({ unknown_machine: 0.1 }) });
  expect(truth).toEqual(clean.truth);
  expect(rows.length).toBe(clean.rows.length + ledger.length);
  expect(new Set(ledger.map(({ file }) => file)).size).toBe(3);
  const known = new Set(rowsOf(clean, 'sensor_logs.json').map(({ machine_id }) => machine_id));
  const strangers = rows.filter(({ row }) => 'machine_id' in row && !known.has(row.machine_id ?? null));
  expect(strangers.map(keyOf).sort()).toEqual(ledger.map(({ record_key }) => record_key).sort());
  expect(new Set(ledger.map(({ expected }) => expected))).toEqual(new Set(['quarantine']));
});

test('°F comes for whole days of a machine, and is exact', async () => {
  const { ledger, rows } = await runFactory({ ...PLANT, faults: only({ unit_change: 0.4 }) });
  const machineOf = new Map(rows.map((one) => [keyOf(one), String(one.row.machine_id)]));
  const days = new Map<string, number>();
  for (const { before, after, record_key, day } of ledger) {
    expect(Math.round(((Number(after) - 32) / 1.8) * 10_000) / 10_000).toBe(before);
    const key = `${machineOf.get(record_key)} ${day}`;
    days.set(key, (days.get(key) ?? 0) + 1);
  }
  expect(days.size).toBeGreaterThan(5);
  expect(days.size).toBeLessThan(25);
  expect(new Set(days.values())).toEqual(new Set([48]));
});

test('a clock that runs ahead does so all day, and by the same', async () => {
  const { ledger } = await runFactory({ ...PLANT, faults: only({ clock_ahead: 0.3 }) });
  expect(ledger.length % 48).toBe(0);
  for (const { before, after } of ledger) expect(seconds(after) - seconds(before)).toBe(420);
  const far = { plant: { clock_ahead_seconds: 700 }, faults: { clock_ahead: 0.1 } };
  await expect(runFactory({ ...PLANT, ...far })).rejects.toThrow('together they must be less than 900');
});

describe('files that come in more than one version', () => {
  test.each(['truncated_file', 'redelivered_file', 'schema_drift'])('%s', async (name) => {
    const clean = await runFactory({ ...PLANT, clean: true });
    const { ledger, texts, rows, truth } = await runFactory({ ...PLANT, faults: only({ [name]: 0.4 }) });
    expect(truth).toEqual(clean.truth);
    expect(rows).toEqual(clean.rows);
    expect(ledger.length).toBeGreaterThan(4);
    expect(new Set(ledger.map(({ fault }) => fault))).toEqual(new Set([name]));
    const again = Object.keys(texts).filter((path) => path.startsWith('redelivered/'));
    expect(again.map((path) => path.slice('redelivered/'.length)).sort()).toEqual(
      ledger.map(({ record_key }) => record_key).sort(),
    );
    for (const path of again) {
      const first = texts[path.replace('redelivered', 'landing')] ?? '';
      expect(first).not.toBe(texts[path]);
      if (name === 'truncated_file') {
        expect(first.length).toBeLessThan(texts[path]?.length ?? 0);
        expect(first).toMatch(path.endsWith('.json') ? /[^\]\n]$/ : /[^\n]$/);
      }
    }
  });

  test('need a folder for the second version', async () => {
    const context = { root: '.', params: { faults: { truncated_file: 0.5 } }, progress: () => undefined };
    const folders = { landing: 'target/none', truth: 'target/none' };
    await expect(generate({ ...context, folders })).rejects.toThrow(
      'The factory writes a folder named redelivered; give it one under writes:.',
    );
  });
});
