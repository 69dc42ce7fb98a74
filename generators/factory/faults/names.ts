/** The eight faults of the landing contract, in the order in which they are done to a record. */
const USUAL_FAULTS = [
  'degradation',
  'product_spelling',
  'machine_spelling',
  'null_value',
  'clock_drift',
  'local_time',
  'late_arrival',
  'duplicate',
] as const;

/** Faults beyond the contract, off unless somebody gives them a rate: of records, of machines' days, of files. */
const FURTHER_FAULTS = [
  'encoding_damage',
  'unknown_machine',
  'unit_change',
  'clock_ahead',
  'truncated_file',
  'redelivered_file',
  'schema_drift',
] as const;

export const FAULT_NAMES = [...USUAL_FAULTS, ...FURTHER_FAULTS] as const;

export type FaultName = (typeof FAULT_NAMES)[number];
