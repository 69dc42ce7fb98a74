import type { Day } from '../calendar.ts';
import type { Row } from '../landing.ts';
import type { CleanRecord } from '../records-to-rows.ts';
import type { FaultName } from './names.ts';

export type Value = Row[string];

/** What cleaning is expected to do with a fault. */
type Treatment = 'repair' | 'drop' | 'impute' | 'keep' | 'quarantine';

/** One fault of one record; `column` is null when the record as a whole has it. */
export interface Damage {
  readonly fault: FaultName;
  readonly column: string | null;
  readonly before: Value;
  readonly after: Value;
  readonly expected: Treatment;
}

/** A record on its way into a delivery, with what has been done to it, in order. */
export interface Damaged {
  readonly clean: CleanRecord;
  readonly row: Row;
  readonly deliveredOn: Day;
  readonly damages: readonly Damage[];
}

/** The record with one value changed; the same record if that changes nothing. */
export function changed(
  record: Damaged,
  column: string,
  after: Value,
  damage: Pick<Damage, 'fault' | 'expected'>,
): Damaged {
  const before = record.row[column] ?? null;
  if (before === after) return record;
  const row = { ...record.row };
  row[column] = after;
  return { ...record, row, damages: [...record.damages, { ...damage, column, before, after }] };
}
