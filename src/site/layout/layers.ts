import type { NumberLists } from '../../graph/levels.ts';

/** A graph in columns in which every edge joins neighbouring columns. */
export interface Layers {
  /** Vertices by column, in their order from top to bottom. The first ones are the nodes, then come bends of long edges. */
  readonly columns: readonly (readonly number[])[];
  readonly parents: NumberLists;
  readonly children: NumberLists;
  /** The way of each edge, over its bends: parent first. */
  readonly ways: readonly (readonly number[])[];
}

/** With so many bends a picture is a map, and edges run straight. */
const mostBends = 4_000;
const sweeps = 8;

/** Puts nodes into columns and orders them so that edges cross little: every vertex near the middle of its neighbours. */
export function layersOf(parents: NumberLists, ranks: readonly number[]): Layers {
  const { ways, ranks: allRanks } = waysOf(parents, ranks);
  const above = allRanks.map((): number[] => []);
  const below = allRanks.map((): number[] => []);
  for (const way of ways) {
    for (let at = 1; at < way.length; at++) {
      const [from, to] = [way[at - 1] ?? 0, way[at] ?? 0];
      above[to]?.push(from);
      below[from]?.push(to);
    }
  }
  const last = allRanks.reduce((most, rank) => Math.max(most, rank), -1);
  const columns = Array.from({ length: last + 1 }, (): number[] => []);
  allRanks.forEach((rank, vertex) => {
    columns[rank]?.push(vertex);
  });
  order(columns, above, below);
  return { columns, parents: above, children: below, ways };
}

function waysOf(parents: NumberLists, ranks: readonly number[]) {
  const all = [...ranks];
  const edges = parents.flatMap((list, child) => list.map((parent) => [parent, child] as const));
  const bends = edges.reduce((sum, [from, to]) => sum + (ranks[to] ?? 0) - (ranks[from] ?? 0) - 1, 0);
  const ways = edges.map(([from, to]) => {
    const way = [from];
    for (let rank = (ranks[from] ?? 0) + 1; bends <= mostBends && rank < (ranks[to] ?? 0); rank++) {
      way.push(all.length);
      all.push(rank);
    }
    return [...way, to];
  });
  return { ways, ranks: all };
}

function order(columns: number[][], above: NumberLists, below: NumberLists): void {
  const place = new Float64Array(above.length);
  const number = (column: readonly number[]) => {
    column.forEach((vertex, at) => {
      place[vertex] = at;
    });
  };
  columns.forEach(number);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const down = sweep % 2 === 0;
    for (let step = 1; step < columns.length; step++) {
      const column = columns[down ? step : columns.length - 1 - step] ?? [];
      const middle = new Map(
        column.map((vertex) => [vertex, mean((down ? above : below)[vertex] ?? [], place, vertex)]),
      );
      column.sort((a, b) => (middle.get(a) ?? 0) - (middle.get(b) ?? 0));
      number(column);
    }
  }
}

/** Where a vertex wants to be; one without neighbours stays. */
function mean(neighbours: readonly number[], place: Float64Array, own: number): number {
  if (neighbours.length === 0) return place[own] ?? 0;
  return neighbours.reduce((sum, one) => sum + (place[one] ?? 0), 0) / neighbours.length;
}
