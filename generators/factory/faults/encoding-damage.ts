import { distance } from 'fastest-levenshtein';
import { changed } from './damaged.ts';
import type { Fault } from './fault.ts';
import { plain } from './spelling.ts';

/** What stands where a byte could not be read. */
const REPLACEMENT = '\ufffd';

/**
 * UTF-8 that somebody read as Latin-1, or a letter that was lost where all are plain. A product's name can be told from
 * the others without one letter; what was typed as a note stays as it is.
 */
export const encodingDamage: Fault = {
  name: 'encoding_damage',
  concerns: (shape) => shape.text !== undefined || shape.product !== undefined,
  happen(record, rate, random, { products }) {
    const hit = random() < rate;
    const place = random();
    const { text, product } = record.clean.shape;
    const column = text ?? product;
    if (!hit || column === undefined) return record;
    const before = String(record.row[column]);
    if (column === text)
      return changed(record, column, damaged(before, place), { fault: 'encoding_damage', expected: 'keep' });
    const after = withoutLetter(before, place);
    const name = String(record.clean.row[column]);
    const others = products.map((one) => one.name).filter((other) => other !== name);
    const far = distance(plain(after), plain(name));
    if (before !== name || others.some((other) => distance(plain(after), plain(other)) <= far)) return record;
    return changed(record, column, after, { fault: 'encoding_damage', expected: 'repair' });
  },
};

function damaged(text: string, place: number): string {
  const misread = Buffer.from(text, 'utf8').toString('latin1');
  return misread === text ? withoutLetter(text, place) : misread;
}

function withoutLetter(text: string, place: number): string {
  const letters = [...text];
  const spots = letters.flatMap((letter, index) => (/\p{L}/u.test(letter) ? [index] : []));
  const spot = spots[Math.floor(place * spots.length)];
  return spot === undefined ? text : letters.toSpliced(spot, 1, REPLACEMENT).join('');
}
