import { startingAt } from './spelling.ts';

/**
 * Typos at a place given as a share of the text (0 to 1). Each is another text for whatever has a letter or digit,
 * one-letter words too; where its own way does not lead to one, a letter is doubled.
 */
export function dropped(text: string, place: number): string {
  const letters = [...text];
  const spot = places(letters, place).find((index) => index > 0 && isLetter(letters[index + 1] ?? letters[index - 1]));
  return spot === undefined ? doubled(text, place) : letters.toSpliced(spot, 1).join('');
}

export function swapped(text: string, place: number): string {
  const letters = [...text];
  const spot = places(letters, place).find((index) => {
    const next = letters[index + 1];
    return index > 0 && isLetter(next) && next !== letters[index];
  });
  if (spot === undefined) return doubled(text, place);
  return letters.toSpliced(spot, 2, letters[spot + 1] ?? '', letters[spot] ?? '').join('');
}

export function doubled(text: string, place: number): string {
  const letters = [...text];
  const spot = places(letters, place)[0] ?? 0;
  return letters.toSpliced(spot, 0, letters[spot] ?? '').join('');
}

/** Where letters stand, from that place on, then from the beginning. */
function places(letters: readonly string[], place: number): number[] {
  const all = letters.flatMap((letter, index) => (isLetter(letter) ? [index] : []));
  return startingAt(all, Math.min(place, 1 - Number.EPSILON));
}

const isLetter = (letter: string | undefined): boolean => letter !== undefined && /[\p{L}\p{N}]/u.test(letter);
