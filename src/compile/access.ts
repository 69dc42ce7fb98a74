import type { Node, NodeId } from '../nodes/node.ts';
import { type Compilation, inTemplate, referenceKey, report } from './compilation.ts';
import { wholeFile } from './values.ts';

/** A private model may be read by models of its own group only. */
export function checkAccess(compilation: Compilation, nodes: ReadonlyMap<NodeId, Node>): void {
  for (const node of nodes.values()) {
    if (node.resource !== 'model') continue;
    for (const id of node.dependsOn) {
      const parent = nodes.get(id);
      if (parent?.resource !== 'model' || parent.config.access !== 'private') continue;
      if (parent.config.group !== null && parent.config.group === node.config.group) continue;
      report(
        compilation,
        'M408',
        `\`${node.name}\` refers to \`${parent.name}\`, which is private to the group \`${parent.config.group ?? 'of nobody'}\``,
        compilation.references.get(referenceKey(node.name, id)) ?? inTemplate(wholeFile(node.path)),
        { node: node.name, help: `put \`${node.name}\` into that group, or make \`${parent.name}\` protected` },
      );
    }
  }
}
