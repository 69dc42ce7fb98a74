/** How old the newest row of a source may be; a limit without a count is none. */
export interface Freshness {
  readonly warn_after: Age | null;
  readonly error_after: Age | null;
  readonly filter: string | null;
}

export interface Age {
  readonly count: number;
  readonly period: 'minute' | 'hour' | 'day';
}

const seconds = { minute: 60, hour: 3600, day: 86_400 } as const;

/** `freshness` as it was written and checked; null where nothing is promised. */
export function freshnessOf(written: unknown): Freshness | null {
  const given = (written ?? {}) as Partial<Freshness>;
  const { warn_after = null, error_after = null, filter = null } = given;
  return warn_after === null && error_after === null ? null : { warn_after, error_after, filter };
}

export function verdictOn({ warn_after, error_after }: Freshness, age: number): 'pass' | 'warn' | 'error' {
  const isOver = (limit: Age | null) => limit !== null && age > limit.count * seconds[limit.period];
  return isOver(error_after) ? 'error' : isOver(warn_after) ? 'warn' : 'pass';
}

export function ageText({ count, period }: Age): string {
  return `${count} ${period}${count === 1 ? '' : 's'}`;
}

/** Seconds as people say them: `3 days`, `5 hours`, `12 minutes`. */
export function secondsText(age: number): string {
  for (const period of ['day', 'hour', 'minute'] as const) {
    const count = Math.floor(age / seconds[period]);
    if (count >= 1) return ageText({ count, period });
  }
  return 'less than a minute';
}
