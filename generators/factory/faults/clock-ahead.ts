import { formatTime, parseTime } from '../calendar.ts';
import { changed } from './damaged.ts';
import type { Fault } from './fault.ts';

/** For a day the clock of a machine's sensors runs ahead, always by the same. */
export const clockAhead: Fault = {
  name: 'clock_ahead',
  byDay: true,
  concerns: (shape) => shape.drifting !== undefined,
  happen(record, _rate, _random, { clock_ahead_seconds }) {
    const column = record.clean.shape.drifting;
    if (column === undefined) return record;
    const shown = parseTime(String(record.row[column])) + clock_ahead_seconds;
    return changed(record, column, formatTime(shown), { fault: 'clock_ahead', expected: 'repair' });
  },
};
