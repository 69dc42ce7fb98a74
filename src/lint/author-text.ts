import type { TextPart } from '../adapter/query-text.ts';
import type { FilledCode } from '../nodes/code.ts';
import type { Piece } from '../source/source-map.ts';
import type { Range } from '../source/span.ts';

/**
 * The stretch of a file that a stretch of its compiled SQL was written as; null where that is not one stretch that was
 * rendered once and whole: text of a macro, of a block that is repeated, or with something between that left no text.
 */
export function writtenOnce({ text, map }: FilledCode, { from, to }: TextPart, file: string): Range | null {
  const first = map.findLastIndex((piece) => piece.at <= from);
  const last = map.findLastIndex((piece) => piece.at < Math.max(to, from + 1));
  const pieces = map.slice(first, last + 1);
  const [start] = pieces;
  const end = pieces.at(-1);
  if (first < 0 || !start || !end || pieces.some((piece) => piece.file !== file)) return null;
  if (pieces.some((piece, at) => at > 0 && pieces[at - 1]?.to !== piece.from)) return null;
  const endOf = (at: number) => map[at + 1]?.at ?? text.length;
  if (!start.verbatim && start.at !== from) return null;
  if (!end.verbatim && endOf(last) !== to) return null;
  const range = {
    file,
    from: start.verbatim ? start.from + from - start.at : start.from,
    to: end.verbatim ? end.from + to - end.at : end.to,
  };
  const isElsewhere = map.some((piece, at) => (at < first || at > last) && overlaps(piece, range));
  return range.to > end.to || isElsewhere ? null : range;
}

function overlaps(piece: Piece, { file, from, to }: Range): boolean {
  return piece.file === file && piece.from < Math.max(to, from + 1) && from < piece.to;
}

/** What of a file's text is in none of its renderings: branches that were not taken, calls, comments of templates. */
export function unrendered(text: string, file: string, sides: readonly FilledCode[]): string {
  const covered = sides
    .flatMap(({ map }) => map.filter((piece) => piece.file === file && piece.verbatim))
    .sort((a, b) => a.from - b.from);
  const parts: string[] = [];
  let at = 0;
  for (const { from, to } of covered) {
    if (from > at) parts.push(text.slice(at, from));
    at = Math.max(at, to);
  }
  return [...parts, text.slice(at)].join('\n');
}

const blocks = /\{\{~?\s*(?:#|\^)\s*(\w+)(?:\s+([^}]*))?/g;

/** Whether a template has conditions other than `is_incremental`: then it is also written for a text that nobody sees here. */
export function hasOtherBranches(text: string): boolean {
  if (!/\{\{~?\s*[#^]/.test(text)) return false;
  return [...text.matchAll(blocks)].some(
    ([, name = '', condition = '']) =>
      name !== 'each' && !/^\(?(?:not\s+)?is_incremental\)?\s*~?$/.test(condition.trim()),
  );
}
