import type { Piece, SourceMap } from '../source/source-map.ts';
import type { Range } from '../source/span.ts';
import type { SourceText } from '../source/text.ts';
import type { InputCall } from '../template/template.ts';
import type { CompiledModel, Stretch } from './typed-model-compiler.ts';
import { writtenIn } from './typed-model-words.ts';

/**
 * The map from a compiled query to its file. A name or a value leads to where it is written if that is one place, text
 * of an `sql` template to itself, a table to its `ref`; everything else to the call of `model`.
 */
export function mapOf(
  { stretches }: CompiledModel,
  file: SourceText,
  declared: Range,
  inputs: readonly InputCall[],
): SourceMap {
  const { words, texts } = writtenIn(file.text);
  const placeOf = ({ kind, written }: Stretch): (Range & { readonly verbatim: boolean }) | null => {
    const input = /^\uE000i(\d+)\uE001$/.exec(written)?.[1];
    if (kind === 'text' && input !== undefined) {
      const range = inputs[Number(input)]?.range;
      return range ? { ...range, verbatim: false } : null;
    }
    const [only, second] = (kind === 'text' ? texts : words).get(written) ?? [];
    return only && !second ? { file: file.path, ...only, verbatim: kind === 'text' } : null;
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
