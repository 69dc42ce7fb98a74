import type { Manifest } from '../nodes/manifest.ts';
import { displayName, type Node } from '../nodes/node.ts';
import { isTypescript, type ReadText } from '../source/text.ts';
import type { CodePlace } from './places.ts';

/** Where findings about a node's SQL are shown. */
export function placeOfNode(manifest: Manifest, node: Node, readText: ReadText): CodePlace {
  const isSql = node.resource === 'model' || node.resource === 'test';
  return {
    node: displayName(node),
    declared: node.place,
    compiled: isSql ? `${manifest.targetPath}/compiled/${compiledPath(node)}` : null,
    readText,
  };
}

/** Where a node's compiled SQL lies below `target/compiled`; generic tests have no file of their own. */
export function compiledPath(node: Node): string {
  if (node.resource === 'unit_test') return `${node.path}/${fileName(`${node.fqn.at(-2)}.${node.name}`)}.sql`;
  if (node.resource !== 'test' || node.generic === null)
    return isTypescript(node.path) ? `${node.path}.sql` : node.path;
  return `${node.path}/${fileName(node.relation.name)}.sql`;
}

/** Short, and without anything that a path would be read by: a test may be called whatever its author likes. */
function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}_-]+/gu, '_').slice(0, 100);
}
