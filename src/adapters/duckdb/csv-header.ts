import { parse } from 'csv-parse/sync';
import { EngineError } from '../../adapter/port.ts';
import { fileEnds } from './file-head.ts';

export interface CsvHeader {
  readonly names: readonly string[];
  readonly delimiter: string;
}

const delimiters = [',', ';', '\t', '|'] as const;
const longestHeader = 1 << 20;

/** The first record of a CSV, cut at the delimiter that makes the most of it. A file without one is a `file` error. */
export function csvHeader(path: string, shown: string): CsvHeader {
  const refuse = (why: string) => new EngineError('file', `${shown} ${why}`, { sql: '' });
  const text = beginning(path, shown);
  if (text.split(/[\n\r]/, 1)[0]?.includes('\0')) throw refuse('has a NUL in its first line: it has to be UTF-8');
  let best: CsvHeader | null = null;
  for (const delimiter of delimiters) {
    const names = firstRecord(text, delimiter);
    if (names && (best === null || names.length > best.names.length)) best = { names, delimiter };
  }
  if (best === null) throw refuse('has no header: a quote in its first line is not closed');
  if (best.names.length === 0) throw refuse('is empty: its first line names the columns');
  const seen = new Set<string>();
  for (const name of best.names) {
    const folded = name.toLowerCase();
    if (name.trim() === '') throw refuse('has a column without a name in its header');
    if (seen.has(folded)) throw refuse(`has two columns "${name}" in its header`);
    seen.add(folded);
  }
  return best;
}

/** Enough of the file to have its first line. */
function beginning(path: string, shown: string): string {
  const { head, size } = fileEnds(path, shown);
  return /[\n\r]/.test(head) || size <= head.length ? head : fileEnds(path, shown, longestHeader).head;
}

/** null when no whole record is there. */
function firstRecord(text: string, delimiter: string): readonly string[] | null {
  const options = { delimiter, to: 1, relax_column_count: true, skip_empty_lines: true };
  try {
    const [record = []] = parse(text, options) as string[][];
    return record;
  } catch {
    return null;
  }
}
