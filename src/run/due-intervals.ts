import type { ModelConfig } from '../nodes/config.ts';
import {
  type BatchSize,
  ceiling,
  floor,
  type Interval,
  intervalsBetween,
  moved,
  readInstant,
} from '../nodes/interval.ts';
import type { PlanOptions } from '../plan/plan.ts';
import { type IntervalMemory, isWhole } from './interval-memory.ts';

/** How a microbatch model is cut, from configuration that was checked when it was read. */
export interface Cut {
  readonly eventTime: string;
  readonly size: BatchSize;
  readonly begin: Date;
  readonly lookback: number;
}

export function cutOf({ event_time, batch_size, begin, lookback }: ModelConfig): Cut {
  const start = begin === null ? null : readInstant(begin);
  if (event_time === null || batch_size === null || start === null) {
    throw new Error('a microbatch model needs `event_time`, `batch_size` and `begin`');
  }
  return { eventTime: event_time, size: batch_size, begin: start, lookback };
}

type Asked = Pick<PlanOptions, 'window' | 'interval' | 'retry'>;

/**
 * The intervals to build, in order: the window that was asked for; in a retry those that failed; else those that the
 * ledger lacks from `begin` up to now, and the last `lookback` before the current one. A table that is built anew
 * (`fresh`) lacks them all.
 */
export function dueIntervals(cut: Cut, asked: Asked, memory: IntervalMemory, now: Date, fresh: boolean): Interval[] {
  const { size, begin, lookback } = cut;
  if (asked.window.kind === 'empty') return [nothing(begin)];
  if (asked.retry && !fresh && memory.failed.length > 0) {
    return memory.failed.toSorted((a, b) => a.start.getTime() - b.start.getTime());
  }
  if (asked.interval) return intervalsBetween(asked.interval.start, asked.interval.end, size);
  const end = ceiling(now, size);
  const recent = moved(end, size, -lookback - 1);
  const first = floor(begin, size);
  if (asked.window.kind === 'sample') {
    const since = floor(new Date(asked.window.since), size);
    return intervalsBetween(new Date(Math.max(since.getTime(), first.getTime())), end, size);
  }
  const due = intervalsBetween(first, end, size).filter((one) => fresh || one.start >= recent || !isWhole(memory, one));
  // A model whose beginning is still to come has a table all the same.
  return due.length === 0 && fresh ? [nothing(begin)] : due;
}

/** An interval that holds nothing. */
function nothing(at: Date): Interval {
  return { start: at, end: at };
}
