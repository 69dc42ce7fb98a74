import { closing, type Token, tokens } from '../../../sql/tokens.ts';
import { type Cte, ctesOf, type QueryNode } from './tree.ts';

/** Where a CTE stands in the text: its name, and its end after the closing parenthesis. */
export interface CtePlace {
  readonly from: number;
  readonly nameTo: number;
  readonly to: number;
}

/** The text of a query's CTEs: found by their names and by a place inside them that the engine tells. */
export function ctePlaces(
  sql: string,
  toOffset: (bytes: number) => number,
): (name: string, cte: Cte) => CtePlace | null {
  const all = tokens(sql).filter(({ kind }) => kind !== 'comment');
  const heads = all.flatMap((token, at) => headAt(all, token, at) ?? []);
  return (name, { query }) => {
    const inside = firstPlace(query.node);
    if (inside === null) return null;
    const offset = toOffset(inside);
    const around = heads.filter((head) => head.name === name.toLowerCase() && head.open < offset && offset < head.to);
    const [only, second] = around;
    return only && !second ? only : null;
  };
}

/** `name (a, b) as not materialized (` … `)` */
function headAt(all: readonly Token[], token: Token, at: number) {
  if (token.kind !== 'word' && token.kind !== 'quoted') return null;
  let next = at + 1;
  if (isMark(all[next], '(')) next = closing(all, next) + 1;
  if (next === 0 || !isWord(all[next], 'as')) return null;
  next++;
  if (isWord(all[next], 'not')) next++;
  if (isWord(all[next], 'materialized')) next++;
  const open = all[next];
  if (!open || !isMark(open, '(')) return null;
  const close = all[closing(all, next)];
  if (!close) return null;
  return { name: token.text.toLowerCase(), from: token.from, nameTo: token.to, open: open.from, to: close.to };
}

function isMark(token: Token | undefined, text: string): boolean {
  return token?.kind === 'mark' && token.text === text;
}

function isWord(token: Token | undefined, text: string): boolean {
  return token?.kind === 'word' && token.text.toLowerCase() === text;
}

/** The first place of which the engine tells inside of a node. */
function firstPlace(value: unknown): number | null {
  let first: number | null = null;
  const look = (one: unknown): void => {
    if (typeof one !== 'object' || one === null) return;
    if ('query_location' in one && typeof one.query_location === 'number') {
      first = first === null ? one.query_location : Math.min(first, one.query_location);
    }
    for (const inner of Object.values(one)) look(inner);
  };
  look(value);
  return first;
}

/** Parts of the text that go when some of a WITH's CTEs go; null where the text is not as it is understood. */
export function withoutCtes(
  sql: string,
  node: QueryNode,
  placeOf: (name: string, cte: Cte) => CtePlace | null,
  isUnused: (name: string) => boolean,
): readonly { readonly from: number; readonly to: number }[] | null {
  const found = ctesOf(node).map(({ key, value }) => ({ isGone: isUnused(key), place: placeOf(key, value) }));
  const places = found.flatMap(({ isGone, place }) => (place ? [{ ...place, isGone }] : []));
  if (places.length < found.length || places.some(({ from }, at) => from < (places[at - 1]?.to ?? 0))) return null;
  const kept = places.filter(({ isGone }) => !isGone);
  const all = tokens(sql);
  const [first] = places;
  const last = places.at(-1);
  if (!first || !last) return null;
  if (kept.length === 0) {
    const start = withBefore(all, first.from);
    return start === null ? null : [{ from: start, to: afterBlank(sql, last.to) }];
  }
  const parts: { from: number; to: number }[] = [];
  const end = kept.at(-1)?.to ?? 0;
  for (const { from, to, isGone } of places) {
    if (!isGone || from > end) continue;
    const comma = all.find((token) => token.kind !== 'comment' && token.from >= to);
    if (!isMark(comma, ',') || !comma) return null;
    parts.push({ from, to: afterBlank(sql, comma.to) });
  }
  if (last.isGone) parts.push({ from: end, to: last.to });
  return parts;
}

function withBefore(all: readonly Token[], from: number): number | null {
  const before = all.filter((token) => token.kind !== 'comment' && token.to <= from).slice(-2);
  const [other, nearest] = before.length === 2 ? before : [undefined, before[0]];
  if (isWord(nearest, 'recursive') && isWord(other, 'with')) return other?.from ?? null;
  return isWord(nearest, 'with') ? (nearest?.from ?? null) : null;
}

function afterBlank(sql: string, at: number): number {
  return at + (/^\s*/.exec(sql.slice(at))?.[0].length ?? 0);
}
