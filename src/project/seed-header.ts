import { createHash } from 'node:crypto';
import { CsvError, parse } from 'csv-parse/sync';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceText } from '../source/text.ts';
import { spanOf } from '../source/text.ts';
import { fileSpan } from './decode.ts';

interface Field {
  readonly name: string;
  /** UTF-16 offset after its last character. */
  readonly to: number;
}

/** The column names in a seed's first line; null after reporting that there is no such line. */
export function readHeader(seed: SourceText, delimiter: string, diagnostics: Diagnostic[]): readonly string[] | null {
  const say = (message: string, span = fileSpan(seed.path), help: string | null = null) => {
    diagnostics.push(diagnostic('M112', message, { labels: [{ span, text: '' }], help }));
    return null;
  };
  if (seed.text.trim() === '') return say('the seed is empty', undefined, 'its first line names the columns');
  let fields: readonly Field[];
  try {
    fields = firstRecord(seed.text, delimiter);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return say(`the seed's first line is not CSV: ${spoken(error)}`, undefined, 'its first line names the columns');
  }
  const seen = new Map<string, string>();
  for (const [index, { name, to }] of fields.entries()) {
    const from = (fields[index - 1]?.to ?? -1) + 1;
    const span = spanOf({ file: seed.path, from, to: Math.max(from, to) }, seed.text);
    const folded = name.trim().toLowerCase();
    const before = seen.get(folded);
    if (folded === '') say(`column ${index + 1} of the seed has no name`, span, 'give it a name in the first line');
    else if (before !== undefined) {
      say(
        `the seed has two columns \`${name}\``,
        span,
        before === name ? 'give one of them another name' : twins(before),
      );
    } else seen.set(folded, name);
  }
  return fields.map((field) => field.name);
}

/** SHA-256 of a seed's text, the same whatever its line ends. */
export function seedChecksum(text: string): string {
  return createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex');
}

function twins(before: string): string {
  return `names compare without case, and \`${before}\` is there already`;
}

function firstRecord(text: string, delimiter: string): readonly Field[] {
  const cast = (name: string, { bytes }: { readonly bytes: number }) => ({ name, bytes });
  const options = { delimiter, to: 1, relax_column_count: true, skip_empty_lines: true, cast };
  const [record = []] = parse(text, options) as unknown as { readonly name: string; readonly bytes: number }[][];
  const last = record.at(-1)?.bytes ?? 0;
  const bytes = Buffer.from(text.slice(0, last));
  return record.map((field) => ({ name: field.name, to: bytes.subarray(0, field.bytes).toString('utf8').length }));
}

function spoken(error: CsvError): string {
  return error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'a quote is not closed' : 'a quote stands inside a name';
}
