import { charWidth } from './display-width.ts';
import { sanitise } from './sanitise.ts';

/** A line of a file as it is shown: `starts[n]` is the column (0-based) at which character n stands, the last entry the line's width. */
export interface SourceLine {
  readonly chars: readonly string[];
  readonly starts: readonly number[];
}

/** A stretch of a shown line with where it lies in it. */
export interface Cut {
  readonly text: string;
  readonly from: number;
  readonly width: number;
}

const tabStop = 4;

/** Tabs become spaces, what must not reach a terminal becomes visible; one entry a character of the file. */
export function sourceLine(raw: string): SourceLine {
  const chars: string[] = [];
  const starts: number[] = [];
  let column = 0;
  for (const char of raw) {
    const width = char === '\t' ? tabStop - (column % tabStop) : charWidth(char);
    chars.push(char === '\t' ? ' '.repeat(width) : sanitise(char));
    starts.push(column);
    column += width;
  }
  starts.push(column);
  return { chars, starts };
}

/** Where the character with a 1-based number stands; behind the line's end for numbers past it. */
export function columnOf(line: SourceLine, number: number): number {
  return line.starts[Math.min(Math.max(number - 1, 0), line.chars.length)] ?? 0;
}

/** The column of the first character that is not blank. */
export function indentOf(line: SourceLine): number {
  const first = line.chars.findIndex((char) => char.trim() !== '');
  return columnOf(line, first < 0 ? line.chars.length + 1 : first + 1);
}

/** The whole line when it fits into `room` columns, else the part around the columns `from` to `to`. */
export function cutAround(line: SourceLine, from: number, to: number, room: number, ellipsis: string): Cut {
  const total = line.starts.at(-1) ?? 0;
  if (total <= room) return { text: line.chars.join('').trimEnd(), from: 0, width: total };
  const inner = room - 2 * ellipsis.length;
  const spare = Math.max(Math.floor(inner / 4), Math.floor((inner - (to - from)) / 2));
  const wanted = Math.max(0, Math.min(from - spare, total - inner));
  const first = line.starts.findIndex((start) => start >= wanted);
  const start = line.starts[first] ?? 0;
  let last = first;
  while (last < line.chars.length && (line.starts[last + 1] ?? 0) <= start + inner) last++;
  const before = first > 0 ? ellipsis : '';
  const after = last < line.chars.length ? ellipsis : '';
  const shown = line.chars.slice(first, last).join('');
  return {
    text: before + (after === '' ? shown.trimEnd() : shown) + after,
    from: start - before.length,
    width: before.length + ((line.starts[last] ?? 0) - start),
  };
}
