import type { Label } from '../diagnostics/diagnostic.ts';
import type { FilledCode } from '../nodes/code.ts';
import type { NodePlace } from '../nodes/node.ts';
import { locate } from '../source/source-map.ts';
import type { Span } from '../source/span.ts';
import { positionAt, type ReadText, spanIn, spanOf } from '../source/text.ts';
import { rangeOf } from '../source/yaml.ts';

/** Whose SQL it is: enough to place a finding in the author's file. */
export interface CodePlace {
  /** As `ls` prints it. */
  readonly node: string;
  /** Where to point when nothing more exact is known. */
  readonly declared: NodePlace;
  /** The file that holds the compiled SQL, or null. */
  readonly compiled: string | null;
  readonly readText: ReadText;
}

export function spanOfPlace(place: NodePlace, readText: ReadText): Span {
  if (place.kind === 'file') return spanIn(place.range, readText);
  const text = readText(place.at.file) ?? '';
  return spanOf(rangeOf({ path: place.at.file, text }, place.at, 'value'), text);
}

/** One label at `length` characters of the filled code, or at the declaration when `offset` is null or unmapped. */
export function labelsAt(
  code: FilledCode,
  offset: number | null,
  length: number,
  text: string,
  place: CodePlace,
): readonly Label[] {
  const range = offset === null ? undefined : locate(code.map, offset, length);
  const span = range ? spanIn(range, place.readText) : spanOfPlace(place.declared, place.readText);
  return [{ span, text }];
}

/** Where to look at the SQL that was sent. */
export function compiledNote(code: FilledCode, offset: number | null, place: CodePlace): readonly string[] {
  if (place.compiled === null) return [];
  const line = offset === null ? '' : `:${positionAt(code.text, offset).line}`;
  return [`compiled SQL: ${place.compiled}${line}`];
}
