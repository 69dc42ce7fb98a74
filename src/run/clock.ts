/** Instants of a run: they start at its instant and go on with real time, so a run with a set clock agrees with itself. */
export interface RunClock {
  /** ISO, UTC. */
  readonly at: () => string;
  /** Starts a stopwatch; asking it gives the times of a result. */
  readonly start: () => () => Times;
}

export interface Times {
  readonly startedAt: string;
  readonly completedAt: string;
  readonly seconds: number;
}

export function runClock(now: Date, clock: () => number): RunClock {
  const origin = clock();
  const iso = (milliseconds: number): string => new Date(now.getTime() + milliseconds - origin).toISOString();
  return {
    at: () => iso(clock()),
    start: () => {
      const from = clock();
      return () => {
        const to = clock();
        return { startedAt: iso(from), completedAt: iso(to), seconds: Math.max(0, to - from) / 1000 };
      };
    },
  };
}
