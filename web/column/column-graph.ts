import type { LineageKind } from '../../src/adapter/port.ts';
import { type Placed, placed } from '../../src/site/layout/placed.ts';
import { nameOf } from '../data/site.ts';
import type { Traced } from './trace.ts';

export const head = 30;
export const line = 20;
const letter = 7.1;

/** A node with those of its columns that are on the way. */
export interface Card {
  readonly node: number;
  readonly columns: { readonly name: string; kind: LineageKind | null }[];
}

export interface Edge {
  readonly from: readonly [card: number, column: number];
  readonly to: readonly [card: number, column: number];
  readonly kind: LineageKind | null;
}

export interface ColumnGraph {
  readonly cards: readonly Card[];
  readonly edges: readonly Edge[];
  readonly layout: Placed;
  readonly widths: readonly number[];
}

/** Both ways of a column as one picture. */
export function columnGraph(up: Traced, down: Traced): ColumnGraph {
  const cards: Card[] = [];
  const places = new Map<number, number>();
  const edges = new Map<string, Edge>();
  const place = ({ node, column }: Traced): readonly [number, number] => {
    const card = places.get(node) ?? cards.length;
    if (card === cards.length) cards.push({ node, columns: [] });
    places.set(node, card);
    const { columns } = cards[card] as Card;
    const known = columns.findIndex(({ name }) => name.toLowerCase() === column.toLowerCase());
    if (known >= 0) return [card, known];
    columns.push({ name: column, kind: null });
    return [card, columns.length - 1];
  };
  const connect = (parent: Traced, child: Traced, kind: LineageKind | null): void => {
    const [from, to] = [place(parent), place(child)];
    const column = cards[to[0]]?.columns[to[1]];
    if (column) column.kind ??= kind;
    edges.set(`${from}>${to}`, { from, to, kind });
  };
  const walk = (at: Traced, isUp: boolean): void => {
    place(at);
    for (const next of at.next) {
      if (isUp) connect(next, at, at.kind);
      else connect(at, next, next.kind);
      walk(next, isUp);
    }
  };
  walk(up, true);
  walk(down, false);
  const widths = cards.map(({ node, columns }) => {
    const longest = columns.reduce((most, { name, kind }) => Math.max(most, name.length + (kind?.length ?? 0) + 3), 0);
    return Math.max(longest, nameOf(node).length + 2) * letter + 20;
  });
  const parents = cards.map((): Set<number> => new Set());
  for (const { from, to } of edges.values()) if (from[0] !== to[0]) parents[to[0]]?.add(from[0]);
  const boxes = cards.map(({ columns }, at) => ({ width: widths[at] ?? 0, height: head + columns.length * line + 6 }));
  return {
    cards,
    edges: [...edges.values()],
    layout: placed(
      boxes,
      parents.map((set) => [...set]),
    ),
    widths,
  };
}
