import { faker } from '@faker-js/faker/locale/en';
import { pick, type Random } from 'duckmart/corrupt';
import type { Note } from './records.ts';

/** The text of a note: what people type, with commas, quotes, line breaks and letters beyond ASCII. */
export function noteText(severity: Note['severity'], random: Random): string {
  const template = pick(random, TEXTS[severity]);
  faker.seed(Math.floor(random() * 2 ** 32));
  return template();
}

export const maintenanceText =
  'Planned maintenance done before the shift: seals and filter replaced, "as good as new".\nEfficiency back to normal';

const name = (): string => faker.person.firstName();
const part = (): string => faker.helpers.arrayElement(['belt', 'feeder', 'seal', 'filter', 'gripper', 'valve']);
const number = (): string => faker.string.numeric({ length: 4, allowLeadingZeros: true });

const TEXTS: Readonly<Record<Note['severity'], readonly (() => string)[]>> = {
  info: [
    () => 'Routine check, all good',
    () => `Handed over to ${name()}; nothing open`,
    () => `Oil topped up, ${part()} cleaned`,
    () => `${name()} said: "keep an eye on the ${part()}", will do`,
    () => `Counter read: ${number()}\nnext reading after the break`,
    () => 'Größe der Bleche geprüft ✓',
    () => `Visitors on the floor, ${name()} and ${name()}, slow for a while`,
  ],
  warning: [
    () => `${part()} noisy again, part no. ${number()} ordered`,
    () => 'Ore moist, slower feed',
    () => `"${part()}" lamp flickers,\n${name()} informed`,
    () => `Temperature above the usual, watched it for ten minutes, then fine`,
    () => `Label printer: "paper out", ${name()} refilled`,
  ],
  error: [
    () => `Jam at the ${part()}, cleared; no damage`,
    () => `Stop by hand: "${part()}" stuck.\nSteps: power off, cleared, restarted`,
    () => `${part()} broken, replaced with part ${number()} together with ${name()}`,
  ],
};
