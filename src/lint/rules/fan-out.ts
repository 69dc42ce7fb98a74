import type { JoinedRows, JoinedSource } from '../../adapter/query-text.ts';
import { displayName } from '../../nodes/node.ts';
import type { Finding } from '../finding.ts';
import { type ModelText, placeOf, textFinding } from '../model-text.ts';
import type { Side } from '../query-sides.ts';

/** A join that gives rows several times, against the keys that the project declares. */
export function fanOut(given: ModelText): readonly Finding[] {
  return given.sides.flatMap((side) =>
    side.text.joins.flatMap((joined) => [...multiplied(given, side, joined), ...brokenKey(given, side, joined)]),
  );
}

/** The shortest declared key of a source of which the joins fix only a part; null where it has one row for the others' rows, or that is not known. */
function openKey({ promisesOf, nodeOf }: ModelText, source: JoinedSource): readonly string[] | null {
  const id = nodeOf(source.relation);
  if (id === null || source.isFiltered || source.fixed.length === 0) return null;
  const { keys, isOneRow } = promisesOf(id);
  // One value of a column outside of the key may well leave one row of several.
  if (source.chosen.some((column) => !keys.flat().includes(column))) return null;
  const known = keys.filter((key) => key.every((column) => source.visible.includes(column)));
  if (isOneRow || known.length < keys.length) return null;
  if (known.some((key) => key.every((column) => source.fixed.includes(column)))) return null;
  return known.toSorted((a, b) => a.length - b.length)[0] ?? null;
}

/** Two tables that are not joined by a key of either: each row of the one meets several of the other. */
function multiplied(given: ModelText, side: Side, { sources }: JoinedRows): readonly Finding[] {
  const open = sources.flatMap((source) => {
    const key = openKey(given, source);
    return key ? [{ source, key }] : [];
  });
  const [one, other] = open;
  if (!one || !other) return [];
  return finding(given, side, other, [
    `\`${one.source.name}\` and \`${other.source.name}\` are joined by no key of either: rows of both are there several times`,
    `\`${one.source.name}\` is unique by ${quoted(one.key)}, and joined by ${quoted(one.source.fixed)}`,
  ]);
}

/** A model whose key is that of one table, and another one is joined to it that has several rows for each. */
function brokenKey(given: ModelText, side: Side, { sources, output }: JoinedRows): readonly Finding[] {
  if (!output) return [];
  const own = given.promisesOf(given.model.id).keys;
  for (const key of own) {
    const columns = key.map((name) => output.find((column) => column.name.toLowerCase() === name));
    const [at] = columns.map((column) => column?.source);
    const isOne = at !== undefined && columns.every((column) => column?.source === at);
    const others = isOne ? sources.filter((source) => source.at !== at) : [];
    for (const source of others) {
      const open = openKey(given, source);
      if (!open) continue;
      return finding(given, side, { source, key: open }, [
        `this join gives several rows for one ${quoted(key)}, by which \`${given.name}\` is unique`,
        `\`${given.name}\` is declared to be unique by ${quoted(key)}`,
      ]);
    }
  }
  return [];
}

function finding(
  given: ModelText,
  side: Side,
  { source, key }: { readonly source: JoinedSource; readonly key: readonly string[] },
  [message, note]: readonly [string, string],
): readonly Finding[] {
  const place = placeOf(side, source.at, source.length);
  const id = given.nodeOf(source.relation);
  const node = id === null ? undefined : given.world.manifest.nodes.get(id);
  if (!place || !node) return [];
  return [
    textFinding(given, place, {
      rule: 'fan-out',
      message,
      label: `unique by ${quoted(key)}, joined by ${quoted(source.fixed)}`,
      notes: [note],
      help: `group \`${displayName(node)}\` before it is joined, or join by its key`,
    }),
  ];
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
