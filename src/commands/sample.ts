import { DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';

const millis: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};

/** The instant from which `--sample '3 days'` shows rows, as an ISO text. Months and years go by the calendar, in UTC. */
export function sampleSince(text: string, now: Date): string {
  const found = /^\s*(\d+)\s+(minute|hour|day|week|month|year)s?\s*$/i.exec(text);
  if (!found) {
    throw new DiagnosticError([
      diagnostic('M118', `\`--sample\` cannot be \`${text}\``, {
        help: "write a number and a unit: `--sample '3 days'`",
      }),
    ]);
  }
  const [count, unit] = [Number(found[1]), (found[2] ?? '').toLowerCase()];
  const length = millis[unit];
  if (length !== undefined) return new Date(now.getTime() - count * length).toISOString();
  const since = new Date(now);
  if (unit === 'month') since.setUTCMonth(since.getUTCMonth() - count);
  else since.setUTCFullYear(since.getUTCFullYear() - count);
  return since.toISOString();
}
