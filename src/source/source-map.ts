import type { Range } from './span.ts';

/**
 * One stretch of rendered text and the stretch of the author's file it came from. Pieces are sorted by `at`; each ends
 * where the next begins. A verbatim piece was copied character by character, so a place inside it is exact; any other
 * (the value of a helper) points at the whole `{{…}}`.
 */
export interface Piece extends Range {
  readonly at: number;
  readonly verbatim: boolean;
}

export type SourceMap = readonly Piece[];

/** Where `length` characters at `offset` of the rendered text were written; undefined for an empty map. */
export function locate(map: SourceMap, offset: number, length = 1): Range | undefined {
  let low = 0;
  let high = map.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((map[middle]?.at ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const piece = map[low];
  if (!piece) return undefined;
  if (!piece.verbatim) return { file: piece.file, from: piece.from, to: piece.to };
  const from = Math.min(piece.from + Math.max(0, offset - piece.at), piece.to);
  return { file: piece.file, from, to: Math.max(from, Math.min(from + length, piece.to)) };
}
