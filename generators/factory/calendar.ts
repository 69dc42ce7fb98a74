/** A moment: whole seconds since 1970-01-01 00:00:00 UTC. */
export type Seconds = number;
/** A UTC day: whole days since 1970-01-01. */
export type Day = number;

export const SECONDS_A_DAY = 86_400;

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export const startOf = (day: Day): Seconds => day * SECONDS_A_DAY;

export const dayOf = (moment: Seconds): Day => Math.floor(moment / SECONDS_A_DAY);

/** `YYYY-MM-DD HH:MM:SS`, in UTC. */
export function formatTime(moment: Seconds): string {
  const iso = new Date(moment * 1000).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}

/** The inverse of `formatTime`. */
export const parseTime = (text: string): Seconds => Date.parse(`${text.replace(' ', 'T')}Z`) / 1000;

/** `YYYY-MM-DD` */
export const formatDay = (day: Day): string => formatTime(startOf(day)).slice(0, 10);

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
