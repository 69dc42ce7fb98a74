import type { Position, Range, Span } from './span.ts';

/** A file of the project as text: `path` relative to the project, with `/`; no byte order mark. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** Whether a file is written in TypeScript. */
export function isTypescript(path: string): boolean {
  return path.toLowerCase().endsWith('.ts');
}

/** Reads a project file again when an error has to be placed in it; undefined when it is gone. */
export type ReadText = (path: string) => string | undefined;

/** The position of a UTF-16 offset in a text. Lines end with \n, \r\n or \r. */
export function positionAt(text: string, offset: number): Position {
  const end = Math.max(0, Math.min(offset, text.length));
  let line = 1;
  let lineStart = 0;
  for (let i = 0; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) {
      line++;
      lineStart = i + 1;
    }
  }
  let column = 1;
  for (const _ of text.slice(lineStart, end)) column++;
  return { line, column };
}

/** The offset of a line (from 1) and a column in UTF-16 units (from 1); what lies outside of the text is moved to its edge. */
export function offsetAt(text: string, line: number, column: number): number {
  let from = 0;
  for (let at = 1; at < line; at++) {
    const end = lineEnd(text, from);
    if (end === text.length) return end;
    from = end + (text.startsWith('\r\n', end) ? 2 : 1);
  }
  return Math.max(from, Math.min(from + column - 1, lineEnd(text, from)));
}

function lineEnd(text: string, from: number): number {
  const found = /[\r\n]/.exec(text.slice(from));
  return found ? from + found.index : text.length;
}

/** The span of a range in its file's text. */
export function spanOf(range: Range, text: string): Span {
  return { file: range.file, start: positionAt(text, range.from), end: positionAt(text, range.to) };
}

/** The span of a range whose file is read again; the file's first character when it cannot be. */
export function spanIn(range: Range, read: ReadText): Span {
  return spanOf(range, read(range.file) ?? '');
}
