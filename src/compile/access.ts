import { displayName, type Node, type NodeId } from '../nodes/node.ts';
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
      const [name, parentName] = [displayName(node), displayName(parent)];
      report(
        compilation,
        'M408',
        `\`${name}\` refers to \`${parentName}\`, which is private to the group \`${parent.config.group ?? 'of nobody'}\``,
        compilation.references.get(referenceKey(name, id)) ?? inTemplate(wholeFile(node.path)),
        { node: name, help: `put \`${name}\` into that group, or make \`${parentName}\` protected` },
      );
    }
  }
}
