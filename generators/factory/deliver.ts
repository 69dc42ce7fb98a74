import { join } from 'node:path';
import { type Day, formatDay } from './calendar.ts';
import { applyFaults } from './faults/apply.ts';
import type { Damaged } from './faults/damaged.ts';
import { fileText, writeFiles } from './files.ts';
import { files, LATEST_DAYS } from './landing.ts';
import { ledgerText } from './ledger.ts';
import type { Story } from './parameters.ts';
import { cleanRecords } from './records-to-rows.ts';
import { simulate } from './simulate.ts';
import { truthText } from './truth.ts';

/** How many of each there were. */
export interface Delivered {
  readonly deliveries: number;
  readonly records: number;
  readonly faults: number;
}

/**
 * Simulates the factory and writes its deliveries by delivery day, truth and ledger by event day. Only what waits for the
 * next two deliveries is held in memory.
 */
export async function deliver(
  story: Story,
  folders: { readonly landing: string; readonly truth: string },
  progress: (done: number, total: number, what: string) => void,
): Promise<Delivered> {
  const waiting = new Map<Day, Damaged[]>();
  const deliveries = story.days + LATEST_DAYS;
  let records = 0;
  let faults = 0;

  const deliverDay = async (day: Day): Promise<void> => {
    await writeFiles(join(folders.landing, formatDay(day)), deliveryTexts(waiting.get(day) ?? []));
    waiting.delete(day);
    progress(day - story.start + 1, deliveries, formatDay(day));
  };

  for (const events of simulate(story)) {
    const delivered = applyFaults(story, cleanRecords(story.plant, events));
    for (const record of delivered) {
      const sameDay = waiting.get(record.deliveredOn);
      if (sameDay === undefined) waiting.set(record.deliveredOn, [record]);
      else sameDay.push(record);
      faults += record.damages.length;
    }
    records += delivered.length;
    await writeFiles(join(folders.truth, formatDay(events.day)), {
      'truth.json': truthText(story.plant, events),
      'faults.jsonl': ledgerText(story, events.day, delivered),
    });
    await deliverDay(events.day);
  }
  for (let late = 0; late < LATEST_DAYS; late += 1) await deliverDay(story.start + story.days + late);
  return { deliveries, records, faults };
}

/** The files of one delivery, each in the order in which its events happened. */
function deliveryTexts(records: readonly Damaged[]): Record<string, string> {
  const inOrder = records.toSorted((one, other) => one.clean.at - other.clean.at);
  return Object.fromEntries(
    files.map((shape) => {
      const rows = inOrder.filter(({ clean }) => clean.shape === shape).map(({ row }) => row);
      return [shape.name, fileText(shape, rows)];
    }),
  );
}
