import { integer } from 'duckmart/corrupt';
import { formatDay } from '../calendar.ts';
import { LATEST_DAYS } from '../landing.ts';
import type { Damage } from './damaged.ts';
import type { Fault } from './fault.ts';

export const lateArrival: Fault = {
  name: 'late_arrival',
  concerns: () => true,
  happen(record, rate, random) {
    const hit = random() < rate;
    const deliveredOn = record.deliveredOn + integer(random, [1, LATEST_DAYS]);
    if (!hit) return record;
    const damage: Damage = {
      fault: 'late_arrival',
      column: null,
      before: formatDay(record.deliveredOn),
      after: formatDay(deliveredOn),
      expected: 'keep',
    };
    return { ...record, deliveredOn, damages: [...record.damages, damage] };
  },
};
