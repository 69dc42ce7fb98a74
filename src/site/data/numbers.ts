import { topologicalOrder } from '../../graph/order.ts';
import type { Manifest } from '../../nodes/manifest.ts';
import type { NodeId } from '../../nodes/node.ts';
import type { ColumnRef, Words } from '../contract.ts';
import { isShown, type ShownNode } from '../shown.ts';

/** The shown nodes and their numbers, parents before children. */
export interface Numbers {
  readonly nodes: readonly ShownNode[];
  readonly of: ReadonlyMap<NodeId, number>;
}

export function numbersOf(manifest: Manifest): Numbers {
  const nodes = topologicalOrder(manifest.graph).flatMap((id) => {
    const node = manifest.nodes.get(id);
    return node && isShown(node) ? [node] : [];
  });
  return { nodes, of: new Map(nodes.map(({ id }, number) => [id, number])) };
}

/** Columns of nodes that are shown. */
export function columnRefs(
  numbers: Numbers,
  columns: readonly { readonly id: NodeId; readonly column: string }[],
): ColumnRef[] {
  return columns.flatMap(({ id, column }): ColumnRef[] => {
    const number = numbers.of.get(id);
    return number === undefined ? [] : [[number, column]];
  });
}

export function wordsOf(list: readonly string[]): Words {
  const places = new Map<string, number>();
  const of = list.map((word) => {
    const place = places.get(word) ?? places.size;
    places.set(word, place);
    return place;
  });
  return { words: [...places.keys()], of };
}
