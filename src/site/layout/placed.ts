import type { NumberLists } from '../../graph/levels.ts';
import { type Layers, layersOf } from './layers.ts';
import { ranksOf } from './ranks.ts';
import { spread } from './spread.ts';

export interface Box {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedEdge {
  readonly from: number;
  readonly to: number;
  /** From the right side of one box to the left side of the other. */
  readonly points: readonly Point[];
}

/** A picture of a graph from left to right, in pixels, beginning at 0, 0. */
export interface Placed {
  /** The upper left corners of the boxes. */
  readonly places: readonly Point[];
  readonly edges: readonly PlacedEdge[];
  readonly width: number;
  readonly height: number;
}

const columnGap = 64;
const rowGap = 14;
const bendHeight = 6;
const passes = 6;

/** Places boxes of an acyclic graph, parents left of their children. Depends on nothing but its arguments. */
export function placed(boxes: readonly Box[], parents: NumberLists): Placed {
  const layers = layersOf(parents, ranksOf(parents));
  const middles = middlesOf(layers, boxes);
  const top = middles.reduce((least, middle, at) => Math.min(least, middle - heightOf(boxes, at) / 2), Infinity);
  const bottom = middles.reduce((most, middle, at) => Math.max(most, middle + heightOf(boxes, at) / 2), -Infinity);
  const lefts = new Array<number>(middles.length).fill(0);
  const rights = new Array<number>(middles.length).fill(0);
  let left = 0;
  for (const column of layers.columns) {
    const wide = column.reduce((most, vertex) => Math.max(most, boxes[vertex]?.width ?? 0), 0);
    for (const vertex of column) {
      lefts[vertex] = left;
      rights[vertex] = left + (boxes[vertex]?.width ?? wide);
    }
    left += wide + columnGap;
  }
  const y = (vertex: number) => round((middles[vertex] ?? 0) - top);
  const edges = layers.ways.map((way): PlacedEdge => {
    const points = way.flatMap((vertex, at) => [
      ...(at > 0 ? [{ x: lefts[vertex] ?? 0, y: y(vertex) }] : []),
      ...(at < way.length - 1 ? [{ x: rights[vertex] ?? 0, y: y(vertex) }] : []),
    ]);
    return { from: way[0] ?? 0, to: way.at(-1) ?? 0, points };
  });
  return {
    places: boxes.map((box, at) => ({ x: lefts[at] ?? 0, y: round(y(at) - box.height / 2) })),
    edges,
    width: Math.max(0, left - columnGap),
    height: boxes.length === 0 ? 0 : round(bottom - top),
  };
}

function heightOf(boxes: readonly Box[], vertex: number): number {
  return boxes[vertex]?.height ?? bendHeight;
}

/** The height of every vertex's middle: now near its parents, now near its children. */
function middlesOf({ columns, parents, children }: Layers, boxes: readonly Box[]): number[] {
  const middles: number[] = new Array<number>(parents.length).fill(0);
  const settle = (column: readonly number[], wish: (vertex: number) => number) => {
    const apart = (at: number) => {
      const [upper = 0, lower = 0] = [column[at], column[at + 1]];
      return (heightOf(boxes, upper) + heightOf(boxes, lower)) / 2 + rowGap;
    };
    spread(column.map(wish), apart).forEach((middle, at) => {
      middles[column[at] ?? 0] = middle;
    });
  };
  for (const column of columns) settle(column, () => 0);
  for (let pass = 0; pass < passes; pass++) {
    const down = pass % 2 === 0;
    for (let step = 1; step < columns.length; step++) {
      const near = down ? parents : children;
      settle(columns[down ? step : columns.length - 1 - step] ?? [], (vertex) => {
        const list = near[vertex] ?? [];
        if (list.length === 0) return middles[vertex] ?? 0;
        return list.reduce((sum, one) => sum + (middles[one] ?? 0), 0) / list.length;
      });
    }
  }
  return middles;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}

/** The path of an edge, as an SVG path's `d`: level at every box and every bend. */
export function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let from = first;
  const parts = [`M${first.x} ${first.y}`];
  for (const to of rest) {
    const half = round((from.x + to.x) / 2);
    parts.push(from.y === to.y ? `H${to.x}` : `C${half} ${from.y} ${half} ${to.y} ${to.x} ${to.y}`);
    from = to;
  }
  return parts.join('');
}
