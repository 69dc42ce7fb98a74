import type { ModelConfig } from './config.ts';

/** A stretch of event time in UTC, from its start (with it) to its end (without it). */
export interface Interval {
  readonly start: Date;
  readonly end: Date;
}

export type BatchSize = NonNullable<ModelConfig['batch_size']>;

/** An instant as mart reads it everywhere: a day, or a day and a time, in UTC unless it says otherwise; null for anything else. */
export function readInstant(text: string): Date | null {
  const found =
    /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i.exec(
      text.trim(),
    );
  if (!found) return null;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] = found;
  const milliseconds = fraction.padEnd(3, '0').slice(0, 3);
  const plain = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}Z`);
  // The 30th of February is no day, though a date would make one of it.
  if (Number.isNaN(plain.getTime()) || plain.getUTCDate() !== Number(day)) return null;
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  const ahead = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  return new Date(plain.getTime() - ahead * 60_000);
}

/** Whether a text names a whole day and no time in it. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text.trim());
}

/** The start of the interval that holds an instant. */
export function floor(at: Date, size: BatchSize): Date {
  const [year, month, day, hour] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate(), at.getUTCHours()];
  switch (size) {
    case 'hour':
      return new Date(Date.UTC(year, month, day, hour));
    case 'day':
      return new Date(Date.UTC(year, month, day));
    case 'month':
      return new Date(Date.UTC(year, month));
    case 'year':
      return new Date(Date.UTC(year, 0));
  }
}

/** The end of the interval that holds an instant; a start is an end too. */
export function ceiling(at: Date, size: BatchSize): Date {
  const start = floor(at, size);
  return start.getTime() === at.getTime() ? start : moved(start, size, 1);
}

/** A boundary so many intervals later. */
export function moved(start: Date, size: BatchSize, by: number): Date {
  const to = new Date(start);
  if (size === 'hour') to.setUTCHours(to.getUTCHours() + by);
  else if (size === 'day') to.setUTCDate(to.getUTCDate() + by);
  else if (size === 'month') to.setUTCMonth(to.getUTCMonth() + by);
  else to.setUTCFullYear(to.getUTCFullYear() + by);
  return to;
}

/** The intervals between two instants, whole ones: the first holds `from`, the last ends at or after `to`. */
export function intervalsBetween(from: Date, to: Date, size: BatchSize): Interval[] {
  const found: Interval[] = [];
  for (let start = floor(from, size); start < to; ) {
    const end = moved(start, size, 1);
    found.push({ start, end });
    start = end;
  }
  return found;
}

/** An interval in as few characters as tell it: `2025-12-01`, `2025-12-01 07:00`, `2025-12`, `2025`. */
export function intervalText({ start }: Interval, size: BatchSize): string {
  const text = start.toISOString().replace('T', ' ');
  return text.slice(0, { hour: 16, day: 10, month: 7, year: 4 }[size]);
}

/** An instant as a timestamp literal. */
export function timestampSql(at: Date): string {
  return `timestamp '${at
    .toISOString()
    .slice(0, -1)
    .replace('T', ' ')
    .replace(/\.000$/, '')}'`;
}
