import { isUtf8 } from 'node:buffer';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Position, Span } from '../source/span.ts';
import type { SourceText } from '../source/text.ts';
import type { Files, FoundFile } from './files.ts';

const start: Position = { line: 1, column: 1 };

/** The place of a file as a whole. */
export function fileSpan(path: string): Span {
  return { file: path, start, end: start };
}

/** Reads files as UTF-8 text without a byte order mark; null after reporting what cannot be read. */
export function readTextFile(files: Files, file: FoundFile, diagnostics: Diagnostic[]): SourceText | null {
  const bytes = files.read(file);
  if ('failed' in bytes) {
    const labels = [{ span: fileSpan(file.path), text: '' }];
    diagnostics.push(diagnostic('M107', `\`${file.path}\` cannot be read: ${bytes.failed}`, { labels }));
    return null;
  }
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!isUtf8(buffer)) {
    diagnostics.push(notText(file.path, buffer));
    return null;
  }
  const text = buffer.toString('utf8');
  return { path: file.path, text: text.charCodeAt(0) === 0xfeff ? text.slice(1) : text };
}

function notText(path: string, bytes: Buffer): Diagnostic {
  const wide = bytes.length > 1 && (bytes.readUInt16BE(0) === 0xfffe || bytes.readUInt16BE(0) === 0xfeff);
  const at = wide ? start : firstOdd(bytes);
  return diagnostic('M107', `\`${path}\` is not UTF-8 text`, {
    labels: [{ span: { file: path, start: at, end: at }, text: wide ? 'UTF-16' : 'not a character' }],
    help: 'save the file as UTF-8',
  });
}

/** The position of the first byte that is no part of a character. */
function firstOdd(bytes: Buffer): Position {
  let line = 1;
  let from = 0;
  for (;;) {
    const end = bytes.indexOf(10, from);
    const piece = bytes.subarray(from, end < 0 ? bytes.length : end);
    if (!isUtf8(piece)) return { line, column: wellFormed(piece) + 1 };
    if (end < 0) return start;
    line++;
    from = end + 1;
  }
}

/** How many characters a line holds before the first that is none. */
function wellFormed(line: Buffer): number {
  let low = 0;
  let high = line.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    // A character that the cut leaves open is not wrong yet.
    const whole = [0, 1, 2, 3].some((less) => middle >= less && isUtf8(line.subarray(0, middle - less)));
    if (whole) low = middle;
    else high = middle - 1;
  }
  let length = low;
  while (!isUtf8(line.subarray(0, length))) length--;
  return [...line.subarray(0, length).toString('utf8')].length;
}
