import { type Random, stream } from 'duckmart/corrupt';
import { files } from '../landing.ts';
import type { Story } from '../parameters.ts';
import type { CleanRecord } from '../records-to-rows.ts';
import { clockAhead } from './clock-ahead.ts';
import { clockDrift } from './clock-drift.ts';
import type { Damaged } from './damaged.ts';
import { duplicate } from './duplicate.ts';
import { encodingDamage } from './encoding-damage.ts';
import type { Fault } from './fault.ts';
import { lateArrival } from './late-arrival.ts';
import { localTime } from './local-time.ts';
import { machineSpelling } from './machine-spelling.ts';
import { nullValue } from './null-value.ts';
import { productSpelling } from './product-spelling.ts';
import { unitChange } from './unit-change.ts';
import { unknownMachine } from './unknown-machine.ts';

/**
 * In the order in which they happen: a clock drifts before somebody reads it in local time, and a copy copies it all.
 * Rows that are nobody's come last, so that nothing else is done to them.
 */
const FAULTS: readonly Fault[] = [
  productSpelling,
  encodingDamage,
  machineSpelling,
  nullValue,
  unitChange,
  clockDrift,
  clockAhead,
  localTime,
  lateArrival,
  duplicate,
  unknownMachine,
];

/**
 * What is delivered of a day's records, in their order, each copy behind its original. Every fault has its own stream for
 * every file, machine and day.
 */
export function applyFaults({ seed, plant }: Story, records: readonly CleanRecord[]): Damaged[] {
  const untouched = records.map((clean): Damaged => ({ clean, row: clean.row, deliveredOn: clean.day, damages: [] }));
  return FAULTS.reduce((delivered, fault) => {
    const rate = plant.faults[fault.name];
    if (rate === 0) return delivered;
    const streams = new Map(files.map((shape) => [shape, new Map<string, Random>()]));
    const streamOf = ({ shape, machine, day }: CleanRecord): Random => {
      const known = streams.get(shape)?.get(machine);
      if (known !== undefined) return known;
      const random = stream(seed, 'fault', fault.name, shape.name, machine, day);
      streams.get(shape)?.set(machine, random);
      return random;
    };
    const days = new Map<string, boolean>();
    const isHitDay = ({ shape, machine, day }: CleanRecord): boolean => {
      const key = `${shape.name} ${machine}`;
      const isHit = days.get(key) ?? stream(seed, 'fault', fault.name, shape.name, machine, day)() < rate;
      days.set(key, isHit);
      return isHit;
    };
    return delivered.flatMap((record) => {
      if (!fault.concerns(record.clean.shape)) return record;
      if (fault.byDay && !isHitDay(record.clean)) return record;
      return fault.happen(record, rate, streamOf(record.clean), plant);
    });
  }, untouched);
}
