import { closeSync, openSync, readSync } from 'node:fs';

const chunkSize = 1 << 20;
const [lineFeed, carriageReturn, quote] = [10, 13, 34];
/** Comma, semicolon, tab, bar and the ends of lines: what a value can follow. */
const before = new Set([44, 59, 9, 124, lineFeed, carriageReturn]);

/**
 * The line (from 1) on which a record of a CSV begins. DuckDB counts records, blank lines among them, and a value may
 * hold line ends. `record` itself when the file cannot be read.
 */
export function physicalLine(path: string, record: number): number {
  return linesOf(path, [record], () => true)[0] ?? record;
}

/** The lines on which some rows below the header begin, in the order of their numbers (from 1); blank lines are no rows. */
export function linesOfRows(path: string, rows: readonly number[]): readonly number[] {
  return linesOf(
    path,
    rows.map((row) => row + 1),
    (isBlank) => !isBlank,
  );
}

/** Whether a file ends within a value whose quote is never closed: a padded reader takes the rest of it for a short row. */
export function endsInQuotes(path: string): boolean {
  let isOpen = false;
  for (const record of recordsOf(path)) isOpen = record.isOpen;
  return isOpen;
}

interface FoundRecord {
  readonly line: number;
  readonly isBlank: boolean;
  /** Whether it is the last one and does not end. */
  readonly isOpen: boolean;
}

/** Lines of records by their numbers, which grow; the numbers themselves when the file cannot be read. */
function linesOf(path: string, wanted: readonly number[], counts: (isBlank: boolean) => boolean): readonly number[] {
  if (path.endsWith('.gz')) return wanted;
  const lines: number[] = [];
  try {
    let number = 0;
    for (const { line, isBlank } of recordsOf(path)) {
      if (!counts(isBlank) || ++number !== wanted[lines.length]) continue;
      lines.push(line);
      if (lines.length === wanted.length) break;
    }
  } catch {
    return wanted;
  }
  return wanted.map((record, at) => lines[at] ?? record);
}

/** Where each record of a CSV begins. */
function* recordsOf(path: string): Generator<FoundRecord> {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(chunkSize);
    let line = 1;
    let began = 1;
    let isBlank = true;
    let quoted = false;
    /** Whether a quote here opens a value, or goes on with one that seemed closed (`""`). */
    let opens = true;
    for (let size = readSync(file, buffer); size > 0; size = readSync(file, buffer)) {
      for (let at = 0; at < size; at++) {
        const byte = buffer[at] ?? 0;
        if (byte === lineFeed) {
          line++;
          if (!quoted) {
            yield { line: began, isBlank, isOpen: false };
            [began, isBlank] = [line, true];
          }
        } else if (byte !== carriageReturn) isBlank = false;
        if (byte === quote && (quoted || opens)) {
          quoted = !quoted;
          opens = true;
        } else opens = !quoted && before.has(byte);
      }
    }
    if (!isBlank) yield { line: began, isBlank, isOpen: quoted };
  } finally {
    closeSync(file);
  }
}
