import type { Day } from './calendar.ts';
import type { Story } from './parameters.ts';

/** Efficiency without wear, in percent. */
export const AS_NEW = 100;

/** The efficiency of a machine on a day, in percent. */
export function efficiencyOn({ start, plant }: Story, machine: string, day: Day): number {
  const age = ageOn(start, plant.wear, machine, day);
  if (age === undefined || age.days >= age.wear.days) return AS_NEW;
  return Math.round((AS_NEW - AS_NEW * plant.faults.degradation * age.days) * 100) / 100;
}

/** Whether the machine was maintained before that day began: its wear ended the day before. */
export function maintainedOn({ start, plant }: Story, machine: string, day: Day): boolean {
  const age = ageOn(start, plant.wear, machine, day);
  return plant.faults.degradation > 0 && age !== undefined && age.days === age.wear.days;
}

function ageOn(start: Day, wears: Story['plant']['wear'], machine: string, day: Day) {
  const wear = wears.find((one) => one.machine === machine);
  return wear && { wear, days: (day - start) % wear.every_days };
}
