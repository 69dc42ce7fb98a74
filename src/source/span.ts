/** A place in a text file: both 1-based, the column counted in characters (code points). */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A stretch of an author's file; `end` is the position after the last character. `file` is relative to the project, with `/`. */
export interface Span {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}

/** A stretch of an author's file in UTF-16 offsets, cheap to make; turned into a `Span` only when somebody reads it. */
export interface Range {
  readonly file: string;
  readonly from: number;
  readonly to: number;
}
