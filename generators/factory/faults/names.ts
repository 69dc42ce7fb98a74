/** The names of the faults, in the order in which they are done to a record. */
export const FAULT_NAMES = [
  'degradation',
  'product_spelling',
  'machine_spelling',
  'null_value',
  'clock_drift',
  'local_time',
  'late_arrival',
  'duplicate',
] as const;

export type FaultName = (typeof FAULT_NAMES)[number];
