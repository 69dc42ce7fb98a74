import type { Label } from './diagnostic.ts';

/** What is underlined on one line: characters `from` up to `to` (1-based, exclusive; `to` infinite is the line's end). */
export interface Mark {
  readonly line: number;
  readonly from: number;
  readonly to: number;
  /** Underline from the first character that is not blank. */
  readonly indented: boolean;
  readonly text: string;
  readonly main: boolean;
}

/** The marks of a label: one, or the first and the last line of a longer stretch. `lineCount` is the file's. */
export function marksOf(label: Label, main: boolean, lineCount: number): Mark[] {
  const { start } = label.span;
  const end = endOf(label, lineCount);
  const line = Math.min(start.line, Math.max(1, lineCount));
  if (end.line <= line) {
    const from = start.line > line ? Number.POSITIVE_INFINITY : start.column;
    return [{ line, from, to: Math.max(end.column, from + 1), indented: false, text: label.text, main }];
  }
  return [
    { line, from: start.column, to: Number.POSITIVE_INFINITY, indented: false, text: '', main },
    { line: end.line, from: 1, to: end.column, indented: true, text: label.text, main },
  ];
}

/** A stretch that ends with a line break ends on the line that it breaks; one that ends past the file ends with it. */
function endOf(label: Label, lineCount: number): { readonly line: number; readonly column: number } {
  const { start, end } = label.span;
  if (end.line > lineCount) return { line: lineCount, column: Number.POSITIVE_INFINITY };
  if (end.column <= 1 && end.line > start.line) return { line: end.line - 1, column: Number.POSITIVE_INFINITY };
  return end;
}
