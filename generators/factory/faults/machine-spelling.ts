import { plain, startingAt } from 'duckmart/corrupt';
import { changed } from './damaged.ts';
import type { Fault } from './fault.ts';

export const machineSpelling: Fault = {
  name: 'machine_spelling',
  concerns: (shape) => shape.machine !== undefined,
  happen(record, rate, random) {
    const hit = random() < rate;
    const style = random();
    const column = record.clean.shape.machine;
    if (!hit || column === undefined) return record;
    const spelling = startingAt(machineSpellings(record.clean.machine), style)[0];
    if (spelling === undefined) return record;
    return changed(record, column, spelling, { fault: 'machine_spelling', expected: 'repair' });
  },
};

/** How people write a machine's id, other than as it is and still to be told: of `SMELTER-01` there are seven ways. */
export function machineSpellings(id: string): string[] {
  const [, word = id, digits = ''] = /^(.*?)[\s_-]*(\d*)$/.exec(id) ?? [];
  const short = digits.replace(/^0+(?=\d)/, '');
  const title = word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
  const gap = digits === '' ? '' : ' ';
  const spellings = [
    `${word}${gap && '_'}${digits}`,
    `${word}${gap}${digits}`,
    `${word}${digits}`,
    id.toLowerCase(),
    `${title}${gap && '-'}${short}`,
    `${title}${digits}`,
    `${word}${short}`.toLowerCase(),
    word.replaceAll(/[\s_-]+/g, '') + digits,
    id.toUpperCase(),
  ];
  return [...new Set(spellings)].filter((spelling) => spelling !== id && plain(spelling) === plain(id));
}
