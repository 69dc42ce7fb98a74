import { describe, expect, test } from 'vitest';
import { type Row, rowsOf, runFactory } from './factory-output.ts';

const days = (rows: readonly Row[], column: string): number[] => {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const day = String(row[column]).slice(0, 10);
    counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  return [...counts.values()];
};

describe.each([42, 1, 2, 3, 4, 5, 6, 7, 8, 9])('the default ten days with seed %i', (seed) => {
  test('have the amounts of the plant', async () => {
    const output = await runFactory({ seed, faults: { ...offExceptWear } });
    const within = (counts: readonly number[], least: number, most: number) => {
      expect(counts).toHaveLength(10);
      expect(Math.min(...counts)).toBeGreaterThanOrEqual(least);
      expect(Math.max(...counts)).toBeLessThanOrEqual(most);
    };
    within(days(rowsOf(output, 'sensor_logs.json'), 'timestamp'), 140, 145);
    within(days(rowsOf(output, 'production_batches.csv'), 'start_time'), 27, 36);
    within(days(rowsOf(output, 'qc_checks.csv'), 'check_time'), 10, 16);
    within(days(rowsOf(output, 'operator_logs.csv'), 'timestamp'), 4, 11);

    const total = { batches: 0, units: 0, defects: 0, energy: 0 };
    for (const { total_batches, factory_totals } of output.truth) {
      total.batches += total_batches;
      total.units += factory_totals.units_produced;
      total.defects += factory_totals.units_defective;
      total.energy += factory_totals.energy_kwh;
    }
    expect(Math.abs(total.batches - 305)).toBeLessThan(20);
    expect(Math.abs(total.units - 20_000)).toBeLessThan(1000);
    expect(Math.abs(total.energy - 2200)).toBeLessThan(100);
    expect(total.defects / total.units).toBeGreaterThan(0.009);
    expect(total.defects / total.units).toBeLessThan(0.016);
  });
});

const offExceptWear = {
  product_spelling: false,
  machine_spelling: false,
  null_value: false,
  clock_drift: false,
  duplicate: false,
  late_arrival: false,
  local_time: false,
};
