import type { Finding } from '../finding.ts';
import { editsOf, type ModelText, placeOf, textFinding } from '../model-text.ts';

/** A column that says not which table it belongs to, where several could have it. */
export function unqualifiedColumn(given: ModelText): readonly Finding[] {
  return given.sides.flatMap((side) =>
    side.text.unqualified.flatMap(({ at, name, qualifier, unnamed, owner, isOuter }) => {
      const written = /^"(?:[^"]|"")*"|^[\p{L}_][\p{L}\p{N}_$]*/u.exec(side.code.text.slice(at, at + 200))?.[0];
      const place = written === undefined ? null : placeOf(side, at, written.length);
      // A macro is written for tables of any name.
      if (!place || place.file !== given.model.path) return [];
      const naming =
        qualifier === null || unnamed === null
          ? []
          : [{ from: unnamed, to: unnamed, text: ` as ${qualifier.slice(0, -1)}` }];
      const belongs = owner === null ? 'a table' : `\`${owner}\``;
      return [
        textFinding(given, place, {
          rule: 'unqualified-column',
          message: isOuter
            ? `\`${name}\` is no column of this subquery's tables: it is ${belongs}'s, outside of it`
            : `\`${name}\` does not say which of the joined tables it belongs to`,
          label: owner === null ? 'of which table?' : `of ${belongs} now`,
          help:
            qualifier === null
              ? 'give the table a name with `as`, and write it before the column'
              : `write \`${qualifier}${name}\`${unnamed === null ? '' : `, and \`as ${qualifier.slice(0, -1)}\` after the table`}`,
          fix:
            qualifier === null || isOuter
              ? null
              : editsOf(given, side, [{ from: at, to: at, text: qualifier }, ...naming]),
        }),
      ];
    }),
  );
}
