import { createHash } from 'node:crypto';
import type { Node } from '../nodes/node.ts';

/**
 * A key of everything that decides what the engine says of a node: what it is, and the columns of what it reads. `text`
 * gives the parts of a node that are large as one text.
 */
export function keyOf(node: Node, inputs: readonly unknown[], text: (node: Node) => string): string {
  const hash = createHash('sha256').update(text(node)).update('\n').update(configText(node.config));
  if ('relation' in node) hash.update(JSON.stringify(node.relation));
  if (node.resource === 'seed') hash.update(JSON.stringify([node.checksum, node.header]));
  return hash.update(JSON.stringify(inputs)).digest('base64url').slice(0, 22);
}

/** Nodes of one folder often share their configuration. */
const known = new WeakMap<object, string>();

function configText(config: Node['config']): string {
  const text = known.get(config) ?? JSON.stringify(config);
  known.set(config, text);
  return text;
}
