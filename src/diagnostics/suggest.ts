import { distance } from 'fastest-levenshtein';

/**
 * The candidates that a misspelt word may have meant, nearest first, at most `max`. Case does not count, two swapped
 * letters are one slip, and a word that is most of a candidate (`orders` of `stg_orders`) counts as near.
 */
export function suggest(word: string, candidates: Iterable<string>, max = 3): string[] {
  const typed = word.toLowerCase();
  const found: { readonly candidate: string; readonly far: number }[] = [];
  for (const candidate of new Set(candidates)) {
    const far = farness(typed, candidate.toLowerCase());
    if (far !== null) found.push({ candidate, far });
  }
  found.sort((a, b) => a.far - b.far || (a.candidate < b.candidate ? -1 : 1));
  return found.slice(0, max).map((one) => one.candidate);
}

/** A help line that names the near candidates, or null when nothing is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string | null {
  const [last, ...others] = suggest(word, candidates)
    .map((one) => `\`${one}\``)
    .reverse();
  if (last === undefined) return null;
  return others.length === 0 ? `did you mean ${last}?` : `did you mean ${others.reverse().join(', ')} or ${last}?`;
}

/** Slips between two words, null when there are too many for their length. */
function farness(typed: string, candidate: string): number | null {
  if (typed === candidate) return 0;
  if (typed === '' || candidate === '') return null;
  const longer = Math.max(typed.length, candidate.length);
  const shorter = Math.min(typed.length, candidate.length);
  const allowed = Math.min(4, Math.max(1, Math.floor(longer / 3)));
  if (longer - shorter <= allowed) {
    const slips = isSwap(typed, candidate) ? 1 : distance(typed, candidate);
    // A single letter is no nearer to one letter than to another.
    if (slips <= allowed && slips < shorter) return slips;
  }
  const part = typed.includes(candidate) || candidate.includes(typed);
  return part && shorter >= 4 && shorter * 2 >= longer ? allowed + 1 : null;
}

/** Whether two words of one length differ by two neighbouring letters that changed places. */
function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  while (a[at] === b[at]) at++;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}
