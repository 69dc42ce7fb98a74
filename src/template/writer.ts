import type { Piece } from '../source/source-map.ts';
import type { Range } from '../source/span.ts';

/** Text as it grows, with the pieces of its map. */
export interface Writer {
  text: string;
  readonly pieces: Piece[];
}

export function createWriter(): Writer {
  return { text: '', pieces: [] };
}

/** Copied text: its first character stands at `from` of the file. */
export function writeVerbatim(writer: Writer, text: string, file: string, from: number): void {
  if (text === '') return;
  writer.pieces.push({ at: writer.text.length, file, from, to: from + text.length, verbatim: true });
  writer.text += text;
}

/** Text that a call stands for. */
export function writeValue(writer: Writer, text: string, range: Range): void {
  if (text === '') return;
  writer.pieces.push({ at: writer.text.length, file: range.file, from: range.from, to: range.to, verbatim: false });
  writer.text += text;
}

/** Whether there is nothing but spaces on the last line. */
export function isLineBlank({ text }: Writer): boolean {
  return !/\S/.test(text.slice(text.lastIndexOf('\n') + 1));
}

/**
 * Writes what a partial wrote with `indent`, which stands at `from` of `file`, before every line of literal text.
 * Lines inside a value are left as they are: they are data.
 */
export function writeIndented(writer: Writer, inner: Writer, indent: string, file: string, from: number): void {
  let atLineStart = true;
  for (const [index, piece] of inner.pieces.entries()) {
    const text = inner.text.slice(piece.at, inner.pieces[index + 1]?.at ?? inner.text.length);
    if (!piece.verbatim) {
      if (atLineStart) writeVerbatim(writer, indent, file, from);
      writeValue(writer, text, piece);
      atLineStart = false;
      continue;
    }
    for (let start = 0; start < text.length; ) {
      const newline = text.indexOf('\n', start);
      const end = newline < 0 ? text.length : newline + 1;
      if (atLineStart) writeVerbatim(writer, indent, file, from);
      writeVerbatim(writer, text.slice(start, end), piece.file, piece.from + start);
      atLineStart = newline >= 0;
      start = end;
    }
  }
}
