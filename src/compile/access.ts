import type { ValuePlace } from '../config/layer.ts';
import { displayName, type Node, type NodeId } from '../nodes/node.ts';
import { type Compilation, inTemplate, referenceKey, report } from './compilation.ts';
import { wholeFile } from './values.ts';

/** A private model may be read by nodes of its own group only; a test belongs to the group of what it tests. */
export function checkAccess(compilation: Compilation, nodes: ReadonlyMap<NodeId, Node>): void {
  for (const node of nodes.values()) {
    const group = groupOf(node, nodes);
    if (group === undefined) continue;
    for (const id of node.dependsOn) {
      const parent = nodes.get(id);
      if (parent?.resource !== 'model' || parent.config.access !== 'private' || parent.config.group === group) continue;
      const [name, parentName] = [displayName(node), displayName(parent)];
      const of = parent.config.group === null ? 'models without a group' : `the group \`${parent.config.group}\``;
      report(
        compilation,
        'M408',
        `\`${name}\` refers to \`${parentName}\`, which is private to ${of}`,
        compilation.references.get(referenceKey(name, id)) ?? placeOf(node),
        { node: name, help: `put \`${name}\` into that group, or make \`${parentName}\` protected` },
      );
    }
  }
}

/** undefined for what belongs to no group and is asked for none. */
function groupOf(node: Node, nodes: ReadonlyMap<NodeId, Node>): string | null | undefined {
  switch (node.resource) {
    case 'model':
    case 'seed':
      return node.config.group;
    case 'exposure':
      return null;
    case 'test': {
      const tested = node.attached === null ? undefined : nodes.get(node.attached);
      return tested?.resource === 'model' || tested?.resource === 'seed' ? tested.config.group : undefined;
    }
    default:
      return undefined;
  }
}

function placeOf({ place, path }: Node): ValuePlace {
  return place.kind === 'yaml' ? place : inTemplate(wholeFile(path));
}
