import { describe, expect, test } from 'vitest';
import { defaultPlant } from '../../generators/factory/default-plant.ts';
import { eventTime, FILES, keyOf, NO_FAULTS, rowsOf, runFactory, seconds } from './factory-output.ts';

/** What was found broken in the prototype's generators; each of these tests would have caught it. */
describe('found broken in the prototype', () => {
  test('a day without production is a day of zeros with readings, not a division by zero', async () => {
    const plant = { hours: { closed_on: ['sunday'] } };
    const output = await runFactory({ start: '2025-12-05', days: 4, plant, seed: 2 });
    expect(output.truth.map(({ total_batches }) => total_batches > 0)).toEqual([true, true, false, true]);
    const sunday = output.truth[2];
    const nothing = { units_produced: 0, units_defective: 0, energy_kwh: 0 };
    expect(sunday?.date).toBe('2025-12-07');
    expect(sunday?.factory_totals).toEqual(nothing);
    expect(sunday?.by_machine['SMELTER-01']).toEqual({ batches: 0, ...nothing });
    expect(sunday?.by_product['Gear Wheel']).toEqual({ batches: 0, ...nothing });
    expect(JSON.stringify(output.truth)).not.toMatch(/null|NaN|Infinity/);
    const clean = await runFactory({ start: '2025-12-05', days: 4, plant, seed: 2, clean: true });
    const readings = rowsOf(clean, 'sensor_logs.json').filter(({ timestamp }) =>
      String(timestamp).startsWith('2025-12-07'),
    );
    expect(readings).toHaveLength(144);
  });

  test('the sign of the time zone: local time is earlier than UTC', async () => {
    const { ledger } = await runFactory({ days: 2, faults: { ...NO_FAULTS, local_time: 1 } });
    expect(ledger.length).toBeGreaterThan(300);
    for (const { before, after } of ledger) expect(seconds(after)).toBe(seconds(before) - 25_200);
  });

  test('another zone is another configuration, not another program', async () => {
    const plant = { local_time_offset_hours: 2 };
    const { ledger } = await runFactory({ days: 1, plant, faults: { ...NO_FAULTS, local_time: 1 } });
    for (const { before, after } of ledger) expect(seconds(after)).toBe(seconds(before) + 7200);
  });

  test.each(['2024-02-28', '2025-12-30', '1999-12-31', '2040-07-01'])(
    'the start date is the one configured and the range is exact: %s',
    async (start) => {
      const { truth, rows } = await runFactory({ start, days: 3, clean: true });
      const first = seconds(`${start} 00:00:00`);
      const dates = [0, 1, 2].map((day) => new Date((first + day * 86_400) * 1000).toISOString().slice(0, 10));
      expect(truth.map(({ date }) => date)).toEqual(dates);
      expect([...new Set(rows.map(({ deliveredOn }) => deliveredOn))]).toEqual(dates);
      for (const one of rows) {
        expect(eventTime(one.file, one.row)).toBeGreaterThanOrEqual(first);
        expect(eventTime(one.file, one.row)).toBeLessThan(first + 3 * 86_400);
      }
    },
  );

  test('a fault is done to all files that can have it, and to all columns of a record', async () => {
    const { rows, ledger } = await runFactory({ days: 2, faults: { ...NO_FAULTS, local_time: 1, late_arrival: 1 } });
    const local = new Set(ledger.filter(({ fault }) => fault === 'local_time').map(({ record_key }) => record_key));
    const late = new Set(ledger.filter(({ fault }) => fault === 'late_arrival').map(({ record_key }) => record_key));
    expect(new Set(rows.map(({ file }) => file))).toEqual(new Set(FILES));
    for (const one of rows) expect([local.has(keyOf(one)), late.has(keyOf(one))]).toEqual([true, true]);
    const shifted = ledger.filter(({ file, fault }) => file === 'production_batches.csv' && fault === 'local_time');
    expect(shifted).toHaveLength(2 * rows.filter(({ file }) => file === 'production_batches.csv').length);
  });

  test('every machine id is misspelt where it stands, in each file', async () => {
    const { rows } = await runFactory({ days: 2, faults: { ...NO_FAULTS, machine_spelling: 1 } });
    const ids = rows.filter(({ row }) => 'machine_id' in row).map(({ row }) => String(row.machine_id));
    const known = defaultPlant.machines.map(({ id }) => id);
    expect(ids.filter((id) => known.includes(id))).toEqual([]);
    expect(new Set(ids.filter((id) => /^smelter.*1$/i.test(id))).size).toBeGreaterThanOrEqual(5);
  });

  test('sensor ranges are those configured', async () => {
    const output = await runFactory({ seed: 4, clean: true });
    for (const { machine_id, temperature_c, pressure_kpa } of rowsOf(output, 'sensor_logs.json')) {
      const machine = defaultPlant.machines.find(({ id }) => id === machine_id);
      const kind = defaultPlant.kinds[machine?.kind ?? ''];
      for (const [value, sensor] of [
        [temperature_c, kind?.temperature_c],
        [pressure_kpa, kind?.pressure_kpa],
      ] as const) {
        expect(Number(value)).toBeGreaterThanOrEqual(sensor?.idle[0] ?? Number.NaN);
        expect(Number(value)).toBeLessThanOrEqual(sensor?.running[1] ?? Number.NaN);
      }
    }
  });

  test('a machine shows by its sensors whether it runs', async () => {
    const output = await runFactory({ seed: 4, clean: true, days: 2 });
    const batches = rowsOf(output, 'production_batches.csv');
    for (const { machine_id, timestamp, temperature_c } of rowsOf(output, 'sensor_logs.json')) {
      const until = seconds(timestamp);
      const runs = batches.some(
        (one) =>
          one.machine_id === machine_id && seconds(one.start_time) <= until - 1800 && seconds(one.end_time) >= until,
      );
      const hot = Number(temperature_c) > (String(machine_id).startsWith('SMELTER') ? 1400 : 57);
      if (runs) expect(hot).toBe(true);
    }
  });

  test('defects are never negative, even where all units or none are defective', async () => {
    for (const defect_rate of [0, 1]) {
      const kinds = { smelter: { defect_rate }, assembler: { defect_rate } };
      const batches = rowsOf(await runFactory({ days: 2, plant: { kinds }, clean: true }), 'production_batches.csv');
      expect(batches.length).toBeGreaterThan(20);
      for (const { units_produced, units_defective } of batches)
        expect(units_defective).toBe(Number(units_produced) * defect_rate);
    }
  });

  test('with nothing but waste from the smelters no gear is ever made', async () => {
    const output = await runFactory({ days: 2, plant: { kinds: { smelter: { defect_rate: 1 } } }, clean: true });
    const products = new Set(rowsOf(output, 'production_batches.csv').map(({ product }) => product));
    expect(products).toEqual(new Set(['Iron Plate']));
  });
});
