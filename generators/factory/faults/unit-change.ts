import { changed } from './damaged.ts';
import type { Fault } from './fault.ts';

/** For a day a machine's temperatures are in °F under the name of °C. */
export const unitChange: Fault = {
  name: 'unit_change',
  byDay: true,
  concerns: (shape) => shape.temperature !== undefined,
  happen(record) {
    const column = record.clean.shape.temperature;
    const celsius = column === undefined ? null : record.row[column];
    if (column === undefined || typeof celsius !== 'number') return record;
    const fahrenheit = Math.round((celsius * 1.8 + 32) * 100) / 100;
    return changed(record, column, fahrenheit, { fault: 'unit_change', expected: 'repair' });
  },
};
