import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Delivered,
  eventTime,
  groupBy,
  keyOf,
  NO_FAULTS,
  type Output,
  type Row,
  runFactory,
  seconds,
} from './factory-output.ts';

const ZONE = 7 * 3600;
const HALF_HOUR = 1800;
const DAY = 86_400;

/**
 * The rest of the evidence tells the zone of every record: read the other way, it would contradict the landing contract.
 * (Checks lie within six hours of their batch and every half hour has one reading, so that seven hours away neither fits.)
 */
describe.each([42, 1, 2, 3, 4, 5, 6, 7, 8, 9])('the zone of every record can be told, seed %i', (seed) => {
  let dirty: Output;
  let truth: Map<string, Row>;
  let batches: Map<string, Row[]>;
  let energies: Map<string, number | null>;

  beforeAll(async () => {
    dirty = await runFactory({ seed });
    const clean = await runFactory({ seed, faults: { ...NO_FAULTS, degradation: 0.02 } });
    truth = new Map(clean.rows.map((one) => [keyOf(one), one.row]));
    const trueBatches = clean.rows.filter(({ file }) => file === 'production_batches.csv').map(({ row }) => row);
    batches = groupBy(trueBatches, ({ machine_id }) => String(machine_id));
    energies = new Map(
      dirty.rows
        .filter(({ file }) => file === 'sensor_logs.json')
        .map((one) => {
          const { machine_id, timestamp } = truth.get(keyOf(one)) ?? {};
          return [`${machine_id} ${seconds(timestamp)}`, one.row.energy_kwh as number | null];
        }),
    );
  });

  /** Whether the record could have happened so much later: delivered in time and in its place in the file. */
  function fits(file: readonly Delivered[], index: number, shift: number): boolean {
    const one = file[index];
    if (one === undefined) return false;
    const timeOf = (other: Delivered | undefined, none: number): number =>
      other === undefined ? none : eventTime(other.file, truth.get(keyOf(other)) ?? {});
    const at = timeOf(one, 0) + shift;
    const waited = seconds(`${one.deliveredOn} 00:00:00`) - Math.floor(at / DAY) * DAY;
    return (
      waited >= 0 &&
      waited <= 2 * DAY &&
      timeOf(file[index - 1], Number.NEGATIVE_INFINITY) <= at &&
      at <= timeOf(file[index + 1], Number.POSITIVE_INFINITY)
    );
  }

  const otherZone = (one: Delivered): number => {
    const first = truth.get(keyOf(one)) ?? {};
    return eventTime(one.file, one.row) === eventTime(one.file, first) ? ZONE : -ZONE;
  };

  function* misplaced(name: string): Generator<{ one: Delivered; row: Row; shift: number }> {
    const files = groupBy(
      dirty.rows.filter(({ file }) => file === name),
      ({ deliveredOn }) => deliveredOn,
    );
    for (const file of files.values())
      for (const [index, one] of file.entries()) {
        const shift = otherZone(one);
        if (fits(file, index, shift)) yield { one, row: truth.get(keyOf(one)) ?? {}, shift };
      }
  }

  test('batches: hours, other batches and what the sensors drew', () => {
    const untold = [...misplaced('production_batches.csv')].filter(({ row, shift }) => {
      const [start, end] = [seconds(row.start_time) + shift, seconds(row.end_time) + shift];
      const midnight = Math.floor(start / DAY) * DAY;
      if (start < midnight + 6 * 3600 || end > midnight + 22 * 3600) return false;
      const others = (batches.get(String(row.machine_id)) ?? []).filter(({ batch_id }) => batch_id !== row.batch_id);
      if (others.some((other) => seconds(other.start_time) < end && start < seconds(other.end_time))) return false;
      for (let slot = Math.ceil(start / HALF_HOUR); slot * HALF_HOUR <= end; slot += 1) {
        const drawn = energies.get(`${row.machine_id} ${slot * HALF_HOUR}`);
        if (typeof drawn === 'number' && drawn < 0.1) return false;
      }
      return true;
    });
    expect(untold).toEqual([]);
  });

  test('notes: who ran the machine', () => {
    const untold = [...misplaced('operator_logs.csv')].filter(({ row, shift }) => {
      const at = seconds(row.timestamp) + shift;
      return (batches.get(String(row.machine_id)) ?? []).some(
        (batch) =>
          seconds(batch.start_time) <= at && at <= seconds(batch.end_time) && batch.operator_id === row.operator_id,
      );
    });
    expect(untold).toEqual([]);
  });

  test('checks: no other batch of that id, and never within six hours', () => {
    const ends = new Map([...batches.values()].flat().map((batch) => [batch.batch_id, seconds(batch.end_time)]));
    const untold = [...misplaced('qc_checks.csv')].filter(({ row, shift }) => {
      const waited = seconds(row.check_time) + shift - (ends.get(row.batch_id ?? '') ?? 0);
      return waited > 0 && waited < 6 * 3600;
    });
    expect(untold).toEqual([]);
  });
});
