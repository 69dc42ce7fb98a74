import { type Day, formatTime, type Seconds } from './calendar.ts';
import { type FileShape, operatorLogs, productionBatches, qcChecks, type Row, sensorLogs } from './landing.ts';
import type { Plant } from './plant.ts';
import type { Batch, Check, FactoryDay, Note, Reading } from './records.ts';

/** A record as it would be delivered if nothing went wrong. */
export interface CleanRecord {
  readonly shape: FileShape;
  readonly key: string;
  /** The machine that it is about, as the configuration spells it. */
  readonly machine: string;
  /** When it happened. */
  readonly at: Seconds;
  readonly day: Day;
  readonly row: Row;
}

/** The records of a day, file by file, each file in the order of its events. */
export function cleanRecords({ machines }: Plant, { day, ...events }: FactoryDay): CleanRecord[] {
  const nameOf = (machine: number): string => machines[machine]?.id ?? '';
  const record = (shape: FileShape, event: { id: string; machine: number }, at: Seconds, row: Row): CleanRecord => {
    return { shape, key: event.id, machine: nameOf(event.machine), at, day, row };
  };
  return [
    ...events.batches.map((batch) => record(productionBatches, batch, batch.start, batchRow(batch, nameOf))),
    ...events.checks.map((check) => record(qcChecks, check, check.at, checkRow(check))),
    ...events.notes.map((note) => record(operatorLogs, note, note.at, noteRow(note, nameOf))),
    ...events.readings.map((reading) => record(sensorLogs, reading, reading.at, readingRow(reading, nameOf))),
  ];
}

type NameOf = (machine: number) => string;

const batchRow = (batch: Batch, nameOf: NameOf): Row => ({
  batch_id: batch.id,
  machine_id: nameOf(batch.machine),
  product: batch.product,
  start_time: formatTime(batch.start),
  end_time: formatTime(batch.end),
  units_produced: batch.units,
  units_defective: batch.defects,
  energy_kwh: batch.wattHours / 1000,
  operator_id: batch.operator,
});

const checkRow = (check: Check): Row => ({
  check_id: check.id,
  batch_id: check.batch,
  check_time: formatTime(check.at),
  inspector_id: check.inspector,
  sample_size: check.sample,
  defects_found: check.found,
  result: check.passed ? 'pass' : 'fail',
});

const noteRow = (note: Note, nameOf: NameOf): Row => ({
  log_id: note.id,
  machine_id: nameOf(note.machine),
  operator_id: note.operator,
  timestamp: formatTime(note.at),
  severity: note.severity,
  note: note.text,
});

const readingRow = (reading: Reading, nameOf: NameOf): Row => ({
  reading_id: reading.id,
  machine_id: nameOf(reading.machine),
  timestamp: formatTime(reading.at),
  temperature_c: reading.temperature,
  pressure_kpa: reading.pressure,
  energy_kwh: reading.kilowattHours,
  efficiency_pct: reading.efficiency,
});
