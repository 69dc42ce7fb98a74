import { shuffled, stream } from 'duckmart/corrupt';
import { type Day, parseClock, type Seconds, startOf } from './calendar.ts';
import type { Story } from './parameters.ts';

/** Who runs a machine at a time of the day. */
export type Roster = (machine: number, at: Seconds) => string;

/** The operators of a day. Nobody has two shifts or two machines on one day. */
export function rosterOf({ seed, plant }: Story, day: Day): Roster {
  const shifts = plant.staff.shifts.map((clock) => startOf(day) + parseClock(clock));
  const people = plant.machines.length * (shifts.length + plant.staff.spare_operators_per_machine);
  const names = Array.from({ length: people }, (_, index) => `OP-${101 + index}`);
  const onDuty = shuffled(stream(seed, 'roster', day), names);
  return (machine, at) => {
    const shift = shifts.findLastIndex((begins) => begins <= at);
    return onDuty[machine * shifts.length + shift] ?? '';
  };
}

/** The names of the inspectors. */
export function inspectorsOf({ plant }: Story): readonly string[] {
  const count = Math.max(1, Math.ceil(plant.machines.length * plant.staff.inspectors_per_machine));
  return Array.from({ length: count }, (_, index) => `INSP-${String(index + 1).padStart(2, '0')}`);
}
