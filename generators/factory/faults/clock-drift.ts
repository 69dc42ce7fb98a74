import { integer } from 'duckmart/corrupt';
import { formatTime, parseTime } from '../calendar.ts';
import { changed } from './damaged.ts';
import type { Fault } from './fault.ts';

export const clockDrift: Fault = {
  name: 'clock_drift',
  concerns: (shape) => shape.drifting !== undefined,
  happen(record, rate, random, { clock_drift_seconds }) {
    const hit = random() < rate;
    const ahead = random() < 0.5;
    const seconds = integer(random, [1, clock_drift_seconds]);
    const column = record.clean.shape.drifting;
    if (!hit || column === undefined) return record;
    const shown = parseTime(String(record.row[column])) + (ahead ? seconds : -seconds);
    return changed(record, column, formatTime(shown), { fault: 'clock_drift', expected: 'repair' });
  },
};
