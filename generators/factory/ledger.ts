import { type Day, formatDay } from './calendar.ts';
import type { Damage, Damaged } from './faults/damaged.ts';
import type { DamagedFile } from './faults/damaged-files.ts';
import { sensorLogs } from './landing.ts';
import type { Story } from './parameters.ts';
import { AS_NEW, efficiencyOn } from './wear.ts';

/**
 * The text of `faults.jsonl`: everything that was done to the records of a day, whenever they are delivered, and to the
 * files delivered on it.
 */
export function ledgerText(
  story: Story,
  day: Day,
  records: readonly Damaged[],
  damagedFiles: readonly DamagedFile[],
): string {
  const worn = story.plant.wear.flatMap(({ machine }) => {
    const after = efficiencyOn(story, machine, day);
    if (after === AS_NEW) return [];
    const damage = { fault: 'degradation', column: 'efficiency_pct', before: AS_NEW, after, expected: 'keep' } as const;
    return [line(damage, sensorLogs.name, machine, day)];
  });
  const damaged = records.flatMap(({ clean, deliveredOn, damages }) =>
    damages.map((damage) => line(damage, clean.shape.name, clean.key, deliveredOn)),
  );
  const filed = damagedFiles.map(({ damage, key }) => line(damage, key.slice(key.indexOf('/') + 1), key, day));
  return [...worn, ...damaged, ...filed].join('');
}

function line({ fault, column, before, after, expected }: Damage, file: string, recordKey: string, on: Day): string {
  const entry = { fault, file, record_key: recordKey, column, before, after, delivered_on: formatDay(on), expected };
  return `${JSON.stringify(entry)}\n`;
}
