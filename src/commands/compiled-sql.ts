import { compiledText, type RelationOf } from '../artifacts/node-json.ts';
import type { Manifest } from '../nodes/manifest.ts';
import type { DataTest, Model, Node } from '../nodes/node.ts';
import { relationSql } from '../sql/relation.ts';

/** How a compiled text shows the relation of a node; files of a source by their glob. */
function shownRelation(manifest: Manifest): RelationOf {
  return (id) => {
    const node = manifest.nodes.get(id);
    if (node?.resource === 'source' && node.files) return `read_${node.files.format}('${node.files.glob}')`;
    return node && 'relation' in node && node.relation ? relationSql(node.relation) : id;
  };
}

export function hasSql(node: Node): node is Model | DataTest {
  return node.resource === 'model' || node.resource === 'test';
}

export function compiledSql(manifest: Manifest, node: Model | DataTest): string {
  return compiledText(node, shownRelation(manifest));
}
