/** What every plant that delivers by the landing contract has in common. */

/** Seconds between two readings of a machine. */
export const HALF_HOUR = 1800;
export const READINGS_A_DAY = 48;

/** Records arrive up to so many days late, so deliveries go on for so many days after the last event. */
export const LATEST_DAYS = 2;

/** A delivered record: values by column, in the order of the file's columns. */
export type Row = Readonly<Record<string, string | number | null>>;

/** What one kind of file holds, and which faults its columns can have. */
export interface FileShape {
  readonly name: string;
  readonly key: string;
  readonly columns: readonly string[];
  /** All timestamps; the zone of a record is that of all of them. */
  readonly times: readonly string[];
  readonly machine?: string;
  readonly product?: string;
  /** What people typed. */
  readonly text?: string;
  readonly temperature?: string;
  /** The timestamp whose clock drifts. */
  readonly drifting?: string;
  /** Columns that may be null. */
  readonly nullable?: readonly string[];
  /** Columns in which a later copy of a record may differ; without them there are no copies. */
  readonly copied?: readonly string[];
}

export const sensorLogs: FileShape = {
  name: 'sensor_logs.json',
  key: 'reading_id',
  columns: ['reading_id', 'machine_id', 'timestamp', 'temperature_c', 'pressure_kpa', 'energy_kwh', 'efficiency_pct'],
  times: ['timestamp'],
  machine: 'machine_id',
  temperature: 'temperature_c',
  drifting: 'timestamp',
  nullable: ['temperature_c', 'pressure_kpa', 'energy_kwh', 'efficiency_pct'],
};

export const productionBatches: FileShape = {
  name: 'production_batches.csv',
  key: 'batch_id',
  columns: [
    'batch_id',
    'machine_id',
    'product',
    'start_time',
    'end_time',
    'units_produced',
    'units_defective',
    'energy_kwh',
    'operator_id',
  ],
  times: ['start_time', 'end_time'],
  machine: 'machine_id',
  product: 'product',
  copied: ['units_produced', 'energy_kwh', 'operator_id'],
};

export const qcChecks: FileShape = {
  name: 'qc_checks.csv',
  key: 'check_id',
  columns: ['check_id', 'batch_id', 'check_time', 'inspector_id', 'sample_size', 'defects_found', 'result'],
  times: ['check_time'],
};

export const operatorLogs: FileShape = {
  name: 'operator_logs.csv',
  key: 'log_id',
  columns: ['log_id', 'machine_id', 'operator_id', 'timestamp', 'severity', 'note'],
  times: ['timestamp'],
  machine: 'machine_id',
  text: 'note',
};

/** All files of a delivery. */
export const files: readonly FileShape[] = [productionBatches, qcChecks, operatorLogs, sensorLogs];
