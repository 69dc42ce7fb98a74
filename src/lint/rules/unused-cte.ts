import { unrendered } from '../author-text.ts';
import type { Finding } from '../finding.ts';
import { editsOf, type ModelText, placeOf, textFinding } from '../model-text.ts';

/** A CTE that the query reads in none of its renderings. */
export function unusedCte(given: ModelText): readonly Finding[] {
  const { model, sides } = given;
  // What one side leaves unread the other may read: the side that reads most says what can go.
  const [first] = sides.toSorted((a, b) => a.text.unusedCtes.length - b.text.unusedCtes.length);
  if (!first || first.text.unusedCtes.length === 0) return [];
  const hidden = unrendered(
    model.rawCode,
    model.path,
    sides.map(({ code }) => code),
  );
  const isUnused = (name: string) =>
    !mentions(hidden, name) &&
    sides.every(
      ({ text, code }) =>
        text.unusedCtes.some((one) => one.name.toLowerCase() === name.toLowerCase()) || !mentions(code.text, name),
    );
  const all = first.text.unusedCtes.filter(({ name }) => isUnused(name));
  const isWhole = all.length === first.text.unusedCtes.length;
  return all.flatMap(({ name, at, length, without }) => {
    const place = placeOf(first, at, length);
    // A macro may write a CTE for other models.
    if (!place || place.file !== model.path) return [];
    const parts = without?.map((part) => ({ ...part, text: '' }));
    return [
      textFinding(given, place, {
        rule: 'unused-cte',
        message: `the CTE \`${name}\` is never read`,
        label: 'nobody reads it',
        help: 'take it away',
        fix: isWhole && parts ? editsOf(given, first, parts) : null,
      }),
    ];
  });
}

function mentions(text: string, name: string): boolean {
  const lower = text.toLowerCase();
  const wanted = name.toLowerCase();
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + 1)) {
    const around = `${lower[at - 1] ?? ' '}${lower[at + wanted.length] ?? ' '}`;
    if (!/[\p{L}\p{N}_]/u.test(around)) return true;
  }
  return false;
}
