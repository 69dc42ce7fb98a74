import type { Exposure, Generator, Model, Node, Seed, Source } from '../nodes/node.ts';

/** What stands in a lineage; tests belong to the nodes that they test. */
export type ShownNode = Model | Seed | Source | Exposure | Generator;

export function isShown(node: Node): node is ShownNode {
  return node.resource !== 'test' && node.resource !== 'unit_test';
}
