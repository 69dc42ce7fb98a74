import { type Random, stream } from 'duckmart/corrupt';
import { type Day, type Seconds, startOf } from './calendar.ts';
import type { Identify } from './identifiers.ts';
import { HALF_HOUR, READINGS_A_DAY } from './landing.ts';
import type { Story } from './parameters.ts';
import type { Kind, Sensor } from './plant.ts';
import type { Batch, Reading } from './records.ts';
import { efficiencyOn } from './wear.ts';

/**
 * The readings of a day, by time, then machine. A reading stands at the end of its half hour: the first of the day is
 * about the last half hour of the day before, whose batches are therefore among those given.
 */
export function readingsOf(story: Story, batches: readonly Batch[], identify: Identify, day: Day): Reading[] {
  const { plant, seed } = story;
  const running: Batch[][] = plant.machines.map(() => []);
  for (const batch of batches) running[batch.machine]?.push(batch);
  const readings: Reading[][] = Array.from({ length: READINGS_A_DAY }, () => []);
  for (const [machine, { id, kind: name }] of plant.machines.entries()) {
    const kind = plant.kinds[name];
    if (kind === undefined) continue;
    const random = stream(seed, 'sensors', id, day);
    const efficiency = efficiencyOn(story, id, day);
    for (const [slot, sameTime] of readings.entries()) {
      const at = startOf(day) + slot * HALF_HOUR;
      const { busy, kilowattHours } = drawn(running[machine] ?? [], kind, at);
      sameTime.push({
        id: identify(day, machine, slot),
        machine,
        at,
        temperature: show(kind.temperature_c, busy, random),
        pressure: show(kind.pressure_kpa, busy, random),
        kilowattHours,
        efficiency: Math.round((efficiency - plant.efficiency_noise_pct * random() * random()) * 100) / 100,
      });
    }
  }
  return readings.flat();
}

/**
 * What the machine drew in the half hour before that moment, and which share of it it was busy. Of every batch each
 * half hour gets its share by time, counted in tenths of a watt-hour so that the shares add up to the batch.
 */
function drawn(batches: readonly Batch[], kind: Kind, until: Seconds) {
  let idle = HALF_HOUR;
  let tenths = 0;
  for (const batch of batches) {
    const from = Math.max(batch.start, until - HALF_HOUR);
    const to = Math.min(batch.end, until);
    if (from >= to) continue;
    idle -= to - from;
    tenths += tenthsBy(batch, to) - tenthsBy(batch, from);
  }
  tenths += Math.round((kind.standby_kw * 10_000 * idle) / 3600);
  return { busy: 1 - idle / HALF_HOUR, kilowattHours: tenths / 10_000 };
}

/** Tenths of a watt-hour that a batch has drawn by a moment. */
const tenthsBy = ({ start, end, wattHours }: Batch, at: Seconds): number =>
  Math.round((wattHours * 10 * (at - start)) / (end - start));

function show({ idle, running }: Sensor, busy: number, random: Random): number {
  const low = idle[0] + (running[0] - idle[0]) * busy;
  const high = idle[1] + (running[1] - idle[1]) * busy;
  return Math.round((low + (high - low) * random()) * 10) / 10;
}
