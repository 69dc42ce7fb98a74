import { distance } from 'fastest-levenshtein';
import { plain } from './spelling.ts';
import { doubled, dropped, swapped } from './typos.ts';

/** Two edits away a name can still be told, provided that no other is as near. */
const FARTHEST = 2;

/** Ten ways in which people write a name; typos are made at a place given as a share of the name. */
export function spellingsOf(name: string, place: number): string[] {
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
export function canBeTold(text: string, name: string, others: readonly string[]): boolean {
  const far = distance(plain(text), plain(name));
  return text !== name && far <= FARTHEST && others.every((other) => far < distance(plain(text), plain(other)));
}
