/** A moment: whole seconds since 1970-01-01 00:00:00 UTC. */
export type Seconds = number;
/** A UTC day: whole days since 1970-01-01. */
export type Day = number;

const SECONDS_A_DAY = 86_400;

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export const startOf = (day: Day): Seconds => day * SECONDS_A_DAY;

/** `YYYY-MM-DD HH:MM:SS`, in UTC. */
export function formatTime(moment: Seconds): string {
  const day = Math.floor(moment / SECONDS_A_DAY);
  const second = moment - startOf(day);
  const minute = Math.floor(second / 60);
  return `${formatDay(day)} ${two(Math.floor(minute / 60))}:${two(minute % 60)}:${two(second % 60)}`;
}

const two = (number: number): string => (number < 10 ? `0${number}` : `${number}`);

/** The inverse of `formatTime`. */
export const parseTime = (text: string): Seconds => Date.parse(`${text.replace(' ', 'T')}Z`) / 1000;

/** `YYYY-MM-DD` */
export function formatDay(day: Day): string {
  const known = dayNames.get(day);
  if (known !== undefined) return known;
  const name = new Date(startOf(day) * 1000).toISOString().slice(0, 10);
  if (dayNames.size === MOST_DAY_NAMES) dayNames.clear();
  dayNames.set(day, name);
  return name;
}

/** Almost all times of a run are of a few days. */
const dayNames = new Map<Day, string>();
const MOST_DAY_NAMES = 100;

/** The day that `YYYY-MM-DD` names, or nothing when the calendar has no such day. */
export function parseDay(text: string): Day | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const moment = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(moment)) return undefined;
  const day = moment / 1000 / SECONDS_A_DAY;
  return formatDay(day) === text ? day : undefined;
}

/** Seconds since midnight of `HH:MM`, 24:00 included. */
export function parseClock(text: string): Seconds {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 3600 + minutes * 60;
}

/** 1970-01-01 was a Thursday. */
export function weekdayOf(day: Day): Weekday {
  const index = (((day + 4) % 7) + 7) % 7;
  return WEEKDAYS[index] ?? 'sunday';
}
