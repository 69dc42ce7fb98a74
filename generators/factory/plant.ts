import type { Weekday } from './calendar.ts';
import type { FaultName } from './faults/names.ts';

/** Lowest and highest. */
export type Range = readonly [low: number, high: number];

/** What a sensor shows while its machine stands and while it runs. */
export interface Sensor {
  readonly idle: Range;
  readonly running: Range;
}

/** What all machines of one kind have in common. */
export interface Kind {
  /** The name of the product that it makes. */
  readonly product: string;
  readonly units_per_hour: Range;
  readonly power_kw: Range;
  readonly standby_kw: number;
  readonly batch_minutes: Range;
  readonly changeover_minutes: Range;
  /** The share of units that are defective. */
  readonly defect_rate: number;
  readonly temperature_c: Sensor;
  readonly pressure_kpa: Sensor;
}

export interface Machine {
  readonly id: string;
  readonly kind: string;
}

interface Product {
  readonly name: string;
  /** How many of which product or raw material one unit takes. */
  readonly inputs: Readonly<Record<string, number>>;
}

/** A machine that loses efficiency for `days` days and is then repaired; it begins anew every `every_days` days. */
export interface Wear {
  readonly machine: string;
  readonly days: number;
  readonly every_days: number;
}

/** Everything that is particular about a plant. Times of day are `HH:MM` in UTC. */
export interface Plant {
  readonly hours: { readonly opens: string; readonly closes: string; readonly closed_on: readonly Weekday[] };
  /** Local time minus UTC. */
  readonly local_time_offset_hours: number;
  readonly raw_materials: readonly string[];
  readonly products: readonly Product[];
  readonly kinds: Readonly<Record<string, Kind>>;
  readonly machines: readonly Machine[];
  readonly wear: readonly Wear[];
  readonly staff: {
    /** When each shift begins, the first not after the plant opens; the last one ends when it closes. */
    readonly shifts: readonly string[];
    readonly spare_operators_per_machine: number;
    readonly inspectors_per_machine: number;
  };
  /** Readings show up to this much less than the machine's efficiency. */
  readonly efficiency_noise_pct: number;
  readonly quality: {
    readonly checks_per_batch: number;
    readonly delay_minutes: Range;
    readonly sample_size: Range;
    /** A check fails when it finds more defects than this. */
    readonly allowed_defects: number;
  };
  readonly notes: {
    readonly notes_per_batch: Range;
    /** The share of notes of each severity; what is left of 1 is `info`. */
    readonly warning_rate: number;
    readonly error_rate: number;
  };
  /**
   * The rate of each fault: a share of the records (of the values, for nulls; of machines' days, for units and clocks; of
   * files, for what happens to whole ones); for degradation, of efficiency lost a day.
   */
  readonly faults: Readonly<Record<FaultName, number>>;
  /** The most that a clock drifts, and by how much one runs ahead; together less than half of a half hour. */
  readonly clock_drift_seconds: number;
  readonly clock_ahead_seconds: number;
}
