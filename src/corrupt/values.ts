import type { Random } from './random.ts';

/** What a table holds. */
export type Value = string | number | boolean | null;

/** A different value of the same kind: a little more, or another number in an id. */
export function another(value: string | number | null, random: Random): string | number | null;
export function another(value: Value, random: Random): Value;
export function another(value: Value, random: Random): Value {
  const share = random();
  if (value === null) return null;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string') return /[1-9]/.test(value) ? value.replaceAll(/\d/g, '0') : `${value}0`;
  if (Number.isInteger(value)) return value + 1 + Math.floor(share * 3);
  return Math.round((value + 0.5 + share * 2) * 1000) / 1000;
}

/** What stands where a byte could not be read. */
const REPLACEMENT = '\ufffd';

/** UTF-8 that was read as Latin-1; where that changes nothing, a letter is lost at a place given as a share of the text. */
export function misread(text: string, place: number): string {
  const read = Buffer.from(text, 'utf8').toString('latin1');
  return read === text ? withoutLetter(text, place) : read;
}

/** The text with a letter that cannot be read any more. */
export function withoutLetter(text: string, place: number): string {
  const letters = [...text];
  const spots = letters.flatMap((letter, index) => (/\p{L}/u.test(letter) ? [index] : []));
  const spot = spots[Math.floor(place * spots.length)];
  return spot === undefined ? text : letters.toSpliced(spot, 1, REPLACEMENT).join('');
}

/** A timestamp `YYYY-MM-DD HH:MM:SS` so many seconds later; the same form, the same calendar, no zone. */
export function moved(time: string, seconds: number): string {
  const [date = '', clock = '00:00:00'] = time.split(/[ T]/);
  const moment = Date.parse(`${date}T${clock}Z`);
  if (Number.isNaN(moment)) throw new Error(`${time} is no time of the form YYYY-MM-DD HH:MM:SS`);
  return new Date(moment + seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}
