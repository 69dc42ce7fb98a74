import type { OperationNode } from 'kysely';
import type { Piece, SourceMap } from '../source/source-map.ts';
import type { Range } from '../source/span.ts';
import type { SourceText } from '../source/text.ts';
import type { InputCall } from '../template/template.ts';
import type { CallLines } from './typed-model-calls.ts';
import type { CompiledModel, Stretch } from './typed-model-compiler.ts';
import { type Word, writtenIn } from './typed-model-words.ts';

type Place = Range & { readonly verbatim: boolean };

/**
 * The map from a compiled query to its file. A name or a value leads to where it is written if that is one place, text
 * of an `sql` template to itself, a table to its `ref`; everything else to the call of `model`.
 */
export function mapOf(
  { sql, stretches }: CompiledModel,
  file: SourceText,
  declared: Range,
  inputs: readonly InputCall[],
  lines: CallLines,
): SourceMap {
  const { words, texts } = writtenIn(file.text);
  const starts = lineStarts(file.text);
  const placeOf = (stretch: Stretch): Place | null => {
    const { kind, written } = stretch;
    const input = /^\uE000i(\d+)\uE001$/.exec(written)?.[1];
    if (kind === 'text' && input !== undefined) {
      const range = inputs[Number(input)]?.range;
      return range ? { ...range, verbatim: false } : null;
    }
    const all = (kind === 'text' ? texts : words).get(written) ?? [];
    const near = withQualifier(qualifierOf(sql, stretch), kind === 'name' ? all : [], file.text);
    const word = only(all) ?? only(near) ?? only(inCall(stretch.within, near.length > 0 ? near : all, starts, lines));
    return word && { file: file.path, ...word, verbatim: kind === 'text' };
  };
  const pieces: Piece[] = [{ at: 0, ...declared, verbatim: false }];
  const add = (piece: Piece) => {
    if (pieces.at(-1)?.at === piece.at) pieces.pop();
    pieces.push(piece);
  };
  for (const stretch of stretches) {
    const place = stretch.to > stretch.at ? placeOf(stretch) : null;
    if (!place) continue;
    add({ at: stretch.at, ...place });
    add({ at: stretch.to, ...declared, verbatim: false });
  }
  return pieces;
}

function only(words: readonly Word[]): Word | null {
  const [first, second] = words;
  return first && !second ? first : null;
}

/** `o` of `"o"."batch_id"`, as the name is quoted; empty where there is none. */
function qualifierOf(sql: string, { at }: Stretch): string {
  return /"((?:[^"]|"")*)"\.$/.exec(sql.slice(Math.max(0, at - 200), at))?.[1] ?? '';
}

/** Words that stand behind that qualifier, or behind none. */
function withQualifier(qualifier: string, words: readonly Word[], text: string): readonly Word[] {
  return words.filter(({ from }) => {
    const before = /([^\s.'"`]*)\.$/.exec(text.slice(Math.max(0, from - 200), from));
    return (before?.[1] ?? '') === qualifier;
  });
}

/** Words that were written between the call that made the innermost part of the query and the next call. */
function inCall(
  within: readonly OperationNode[],
  words: readonly Word[],
  starts: readonly number[],
  lines: CallLines,
): readonly Word[] {
  if (words.length < 2) return words;
  const line = within.map(lines.of).findLast((one) => one !== undefined);
  if (line === undefined) return [];
  const from = starts[line - 1] ?? 0;
  const to = starts[lines.after(line) - 1] ?? Number.POSITIVE_INFINITY;
  return words.filter((word) => word.from >= from && word.from < to);
}

function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\n/g)].map((found) => found.index + 1)];
}
