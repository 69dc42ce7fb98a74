import { closeSync, openSync, readSync } from 'node:fs';

const chunkSize = 1 << 20;
const lineFeed = 10;
const quote = 34;
/** Comma, semicolon, tab, bar and the ends of lines: what a value can follow. */
const before = new Set([44, 59, 9, 124, lineFeed, 13]);

/**
 * The line (from 1) on which a record of a CSV begins. DuckDB counts records, blank lines among them, and a value may
 * hold line ends. `record` itself when the file cannot be read.
 */
export function physicalLine(path: string, record: number): number {
  try {
    return path.endsWith('.gz') ? record : lineOf(path, record);
  } catch {
    return record;
  }
}

function lineOf(path: string, record: number): number {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(chunkSize);
    let line = 1;
    let ended = 1;
    let quoted = false;
    /** Whether a quote here opens a value, or goes on with one that seemed closed (`""`). */
    let opens = true;
    for (let size = readSync(file, buffer); size > 0; size = readSync(file, buffer)) {
      for (let at = 0; at < size; at++) {
        if (ended >= record) return line;
        const byte = buffer[at] ?? 0;
        if (byte === lineFeed) {
          line++;
          if (!quoted) ended++;
        }
        if (byte === quote && (quoted || opens)) {
          quoted = !quoted;
          opens = true;
        } else opens = !quoted && before.has(byte);
      }
    }
    return line;
  } finally {
    closeSync(file);
  }
}
