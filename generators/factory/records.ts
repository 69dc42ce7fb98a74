import type { Day, Seconds } from './calendar.ts';

/** One run of a machine. */
export interface Batch {
  readonly id: string;
  readonly machine: number;
  readonly index: number;
  readonly product: string;
  readonly start: Seconds;
  readonly end: Seconds;
  readonly units: number;
  readonly defects: number;
  readonly wattHours: number;
  readonly operator: string;
}

/** What a machine's sensors showed at the end of a half hour. */
export interface Reading {
  readonly id: string;
  readonly machine: number;
  readonly at: Seconds;
  readonly temperature: number;
  readonly pressure: number;
  /** Drawn since the machine's last reading. */
  readonly kilowattHours: number;
  readonly efficiency: number;
}

/** An inspection of a batch. */
export interface Check {
  readonly id: string;
  readonly machine: number;
  readonly batch: string;
  readonly at: Seconds;
  readonly inspector: string;
  readonly sample: number;
  readonly found: number;
  readonly passed: boolean;
}

/** What an operator wrote. */
export interface Note {
  readonly id: string;
  readonly machine: number;
  readonly operator: string;
  readonly at: Seconds;
  readonly severity: 'info' | 'warning' | 'error';
  readonly text: string;
}

/** What truly happened on one day; each list in the order of its events. */
export interface FactoryDay {
  readonly day: Day;
  readonly batches: readonly Batch[];
  readonly readings: readonly Reading[];
  readonly checks: readonly Check[];
  readonly notes: readonly Note[];
}
