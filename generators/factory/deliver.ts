import { join } from 'node:path';
import { type Day, formatDay } from './calendar.ts';
import { applyFaults } from './faults/apply.ts';
import type { Damaged } from './faults/damaged.ts';
import { type DamagedFile, damagedFile } from './faults/damaged-files.ts';
import { fileText, writeFolder } from './files.ts';
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

/** Where deliveries, truth and ledger go; files that come again go to `redelivered`, to be laid over the deliveries. */
export interface Folders {
  readonly landing: string;
  readonly truth: string;
  readonly redelivered: string | undefined;
}

/**
 * Simulates the factory and writes its deliveries by delivery day, truth and ledger by event day. Only what waits for the
 * next two deliveries is held in memory.
 */
export async function deliver(
  story: Story,
  folders: Folders,
  progress: (done: number, total: number, what: string) => void,
): Promise<Delivered> {
  const waiting = new Map<Day, Damaged[]>();
  const deliveries = story.days + LATEST_DAYS;
  let records = 0;
  let faults = 0;

  /** Writes the files of a day; the ledger's lines about whole files. Those after the last event day come whole. */
  const deliverDay = async (day: Day, hasLedger: boolean): Promise<DamagedFile[]> => {
    const { texts, again, damaged } = deliveryOf(story, day, waiting.get(day) ?? [], hasLedger);
    await writeFolder(join(folders.landing, formatDay(day)), texts);
    if (folders.redelivered !== undefined && damaged.length > 0)
      await writeFolder(join(folders.redelivered, formatDay(day)), again);
    waiting.delete(day);
    progress(day - story.start + 1, deliveries, formatDay(day));
    return damaged;
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
    const damaged = await deliverDay(events.day, true);
    faults += damaged.length;
    await writeFolder(join(folders.truth, formatDay(events.day)), {
      'truth.json': truthText(story.plant, events),
      'faults.jsonl': ledgerText(story, events.day, delivered, damaged),
    });
  }
  for (let late = 0; late < LATEST_DAYS; late += 1) await deliverDay(story.start + story.days + late, false);
  return { deliveries, records, faults };
}

/** The files of one delivery as they first come, each in the order in which its events happened; those that come again. */
function deliveryOf(story: Story, day: Day, records: readonly Damaged[], canBeDamaged: boolean) {
  const inOrder = records.toSorted((one, other) => one.clean.at - other.clean.at);
  const texts: Record<string, string> = {};
  const again: Record<string, string> = {};
  const damaged: DamagedFile[] = [];
  for (const shape of files) {
    const rows = inOrder.filter(({ clean }) => clean.shape === shape).map(({ row }) => row);
    const whole = fileText(shape, rows);
    const file = canBeDamaged ? damagedFile(story, shape, day, rows) : undefined;
    texts[shape.name] = file?.text ?? whole;
    if (file === undefined) continue;
    again[shape.name] = whole;
    damaged.push(file);
  }
  return { texts, again, damaged };
}
