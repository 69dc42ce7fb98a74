import { type Compared, type Comparison, type ImplicitCast, isAdaptable } from '../../adapter/query-text.ts';
import { isSurprising, mayDiffer } from '../../sql/type-family.ts';
import type { Finding } from '../finding.ts';
import { editsOf, type ModelText, placeOf, textFinding } from '../model-text.ts';
import type { Side } from '../query-sides.ts';

/** A comparison for which the engine has to change the type of one side. */
export function implicitCast(given: ModelText): readonly Finding[] {
  return given.sides.flatMap((side) =>
    side.text.comparisons.flatMap((comparison) => {
      if (comparison.left.kind === 'using') return usingFinding(given, side, comparison);
      if ([comparison.left, comparison.right].some(isAdaptable)) return [];
      return [comparison.left, comparison.right].flatMap((one) => castFinding(given, side, comparison, one));
    }),
  );
}

const column = /^(?:(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*)\.)*(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*)/u;
/** Types that are their name alone. */
const plainType =
  /^(?:VARCHAR|(?:TINY|SMALL|BIG|HUGE)INT|INTEGER|DOUBLE|BOOLEAN|DATE|TIMESTAMP(?: WITH TIME ZONE)?|UUID)$/;

function castFinding(given: ModelText, side: Side, { isEquality }: Comparison, one: Compared): readonly Finding[] {
  const cast = one.kind === 'cast' || one.kind === 'constant' ? null : castAt(side, one);
  if (!cast || !isSurprising(cast.from, cast.to, isEquality)) return [];
  const written = one.kind === 'column' ? (column.exec(side.code.text.slice(one.at, one.at + 400))?.[0] ?? null) : null;
  const place = placeOf(side, one.at, written?.length ?? 1);
  if (!place) return [];
  const what = written === null ? `a ${cast.from}` : `\`${written}\``;
  const explicit = written === null ? 'cast' : `cast(${written} as ${cast.to})`;
  return [
    textFinding(given, place, {
      rule: 'implicit-cast',
      message: `${what} is compared as ${cast.to}, which it is not`,
      label: `${cast.from}, cast to ${cast.to}`,
      help:
        written === null
          ? 'cast one side on purpose'
          : `give both sides one type, or say what happens: \`${explicit}\``,
      fix:
        written !== null && plainType.test(cast.to)
          ? editsOf(given, side, [{ from: one.at, to: one.at + written.length, text: explicit }])
          : null,
    }),
  ];
}

function castAt(side: Side, { at }: Compared): ImplicitCast | undefined {
  return side.casts.find((cast) => cast.at === at);
}

function usingFinding(given: ModelText, side: Side, { at, left, right }: Comparison): readonly Finding[] {
  const { type: one } = left;
  const { type: other } = right;
  const place = placeOf(side, at);
  if (!place || one === null || other === null || !mayDiffer(one, other)) return [];
  return [
    textFinding(given, place, {
      rule: 'implicit-cast',
      message: `this join compares ${one} with ${other}`,
      label: 'two types in `using`',
      help: 'give both sides one type, or join with `on` and a cast',
    }),
  ];
}
