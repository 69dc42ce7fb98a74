import type { Finding } from '../finding.ts';
import { editsOf, type ModelText, placeOf, textFinding } from '../model-text.ts';

/** A star that hands on whatever columns a table has: a new one upstream is a new one here. */
export function selectStar(given: ModelText): readonly Finding[] {
  return given.sides.flatMap((side) =>
    side.text.stars.flatMap(({ at, length, columns }) => {
      const place = placeOf(side, at, length);
      if (!place) return [];
      const part = { from: at, to: at + length, text: (columns ?? []).join(', ') };
      return [
        textFinding(given, place, {
          rule: 'select-star',
          message: 'a star makes every column of a table a column of this model',
          label: columns === null ? 'all columns' : `${columns.length} columns now`,
          help: 'name the columns',
          fix: columns && editsOf(given, side, [listed(side, part)]),
        }),
      ];
    }),
  );
}

/** A long list stands one column a line, as deep as the star. */
function listed(
  { code }: ModelText['sides'][number],
  part: { readonly from: number; readonly to: number; readonly text: string },
) {
  if (part.text.length <= 80) return part;
  const before = code.text.slice(code.text.lastIndexOf('\n', part.from - 1) + 1, part.from);
  const indent = /^\s*$/.test(before) ? before : `${/^\s*/.exec(before)?.[0] ?? ''}  `;
  const end = code.text.includes('\r\n') ? '\r\n' : '\n';
  return { ...part, text: part.text.replaceAll(', ', `,${end}${indent}`) };
}
