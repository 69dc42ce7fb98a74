import { changed, type Damaged } from './damaged.ts';
import type { Fault } from './fault.ts';

export const nullValue: Fault = {
  name: 'null_value',
  concerns: (shape) => shape.nullable !== undefined,
  happen(record, rate, random) {
    const lose = (left: Damaged, column: string): Damaged =>
      random() < rate ? changed(left, column, null, { fault: 'null_value', expected: 'impute' }) : left;
    return (record.clean.shape.nullable ?? []).reduce(lose, record);
  },
};
