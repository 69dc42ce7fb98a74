import { formatTime, parseTime } from '../calendar.ts';
import { changed, type Damaged } from './damaged.ts';
import type { Fault } from './fault.ts';

/** A record is local as a whole: all its timestamps are, and nothing says so. */
export const localTime: Fault = {
  name: 'local_time',
  concerns: (shape) => shape.times.length > 0,
  happen(record, rate, random, { local_time_offset_hours }) {
    if (random() >= rate) return record;
    const shift = (left: Damaged, column: string): Damaged => {
      const local = parseTime(String(left.row[column])) + local_time_offset_hours * 3600;
      return changed(left, column, formatTime(local), { fault: 'local_time', expected: 'repair' });
    };
    return record.clean.shape.times.reduce(shift, record);
  },
};
