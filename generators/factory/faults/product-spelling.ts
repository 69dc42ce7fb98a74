import { distance } from 'fastest-levenshtein';
import { changed } from './damaged.ts';
import type { Fault } from './fault.ts';
import { plain, startingAt } from './spelling.ts';
import { doubled, dropped, swapped } from './typos.ts';

/** Two edits away a name can still be told, provided that no other is as near. */
const FARTHEST = 2;

export const productSpelling: Fault = {
  name: 'product_spelling',
  concerns: (shape) => shape.product !== undefined,
  happen(record, rate, random, { products }) {
    const hit = random() < rate;
    const style = random();
    const place = random();
    const column = record.clean.shape.product;
    if (!hit || column === undefined) return record;
    const name = String(record.row[column]);
    const others = products.map((product) => product.name).filter((other) => other !== name);
    const spelling = startingAt(productSpellings(name, place), style).find((text) => canBeTold(text, name, others));
    if (spelling === undefined) return record;
    return changed(record, column, spelling, { fault: 'product_spelling', expected: 'repair' });
  },
};

/** Ten ways in which people write a product's name; typos are made at a place given as a share of the name. */
export function productSpellings(name: string, place: number): string[] {
  const words = name.split(/[\s_-]+/);
  const plural = /s$/i.test(name) ? name.slice(0, -1) : `${name}s`;
  return [
    name.toLowerCase(),
    name.toUpperCase(),
    words.join('_').toLowerCase(),
    words.join('-'),
    words.join(''),
    plural,
    plural
      .split(/[\s_-]+/)
      .join('-')
      .toLowerCase(),
    dropped(name, place),
    swapped(name, place),
    doubled(name, place),
  ];
}

/** Whether the text is not the name, but nearer to it than to any other. */
function canBeTold(text: string, name: string, others: readonly string[]): boolean {
  const far = distance(plain(text), plain(name));
  return text !== name && far <= FARTHEST && others.every((other) => far < distance(plain(text), plain(other)));
}
