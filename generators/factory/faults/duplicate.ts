import { another, integer, pick } from 'duckmart/corrupt';
import { LATEST_DAYS } from '../landing.ts';
import type { Damaged } from './damaged.ts';
import type { Fault } from './fault.ts';

/** A record is delivered again, just after itself or in a later delivery: as it was, or with one value changed. */
export const duplicate: Fault = {
  name: 'duplicate',
  concerns: (shape) => shape.copied !== undefined,
  happen(record, rate, random) {
    const hit = random() < rate;
    const exact = random() < 0.5;
    const atOnce = random() < 0.5;
    const latest = record.clean.day + LATEST_DAYS;
    const again = integer(random, [Math.min(record.deliveredOn + 1, latest), latest]);
    const column = pick(random, record.clean.shape.copied ?? []);
    const before = record.row[column] ?? null;
    const after = another(before, random);
    if (!hit) return record;
    const fault = { fault: 'duplicate', expected: 'drop' } as const;
    const copy: Damaged = {
      clean: record.clean,
      row: exact ? record.row : { ...record.row, [column]: after },
      deliveredOn: atOnce ? record.deliveredOn : again,
      damages: [exact ? { ...fault, column: null, before: null, after: null } : { ...fault, column, before, after }],
    };
    return [record, copy];
  },
};
