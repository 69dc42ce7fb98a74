import type { TextPlace } from '../../nodes/node.ts';
import type { Span } from '../../source/span.ts';
import { offsetAt, type ReadText, spanOf } from '../../source/text.ts';
import { rangeOf } from '../../source/yaml.ts';

/** The span of a whole text. */
export function spanOfText(place: TextPlace, readText: ReadText): Span {
  if (place.kind === 'file') return spanOf({ file: place.file, from: 0, to: 0 }, '');
  const text = readText(place.at.file) ?? '';
  return spanOf(rangeOf({ path: place.at.file, text }, place.at), text);
}

/** The span of one line (from 1) of a text; in YAML only a block keeps lines, else it is the whole value. */
export function spanOfLine(place: TextPlace, value: string, line: number, readText: ReadText): Span {
  const wanted = value.split(/\r\n|\n|\r/)[line - 1] ?? '';
  if (place.kind === 'file') {
    const from = offsetAt(value, line, 1);
    return spanOf({ file: place.file, from, to: from + wanted.length }, value);
  }
  const text = readText(place.at.file) ?? '';
  const range = rangeOf({ path: place.at.file, text }, place.at);
  const written = text.slice(range.from, range.to).split('\n')[line - 1] ?? '';
  if (written.trim() !== wanted.trim()) return spanOf(range, text);
  const lineStart = offsetAt(text.slice(range.from), line, 1) + range.from;
  const from = lineStart + written.length - written.trimStart().length;
  return spanOf({ file: range.file, from, to: from + wanted.trim().length }, text);
}
