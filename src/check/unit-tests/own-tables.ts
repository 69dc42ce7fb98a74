import type { PseudoColumn } from '../../adapter/port.ts';
import type { Manifest } from '../../nodes/manifest.ts';
import type { Node } from '../../nodes/node.ts';
import { type Relation, relationName } from '../../sql/relation.ts';
import { standInOf } from '../stand-ins.ts';

const built = new WeakMap<Manifest, ReadonlySet<string>>();

/** Relations that models and seeds stand in. */
function builtRelations(manifest: Manifest): ReadonlySet<string> {
  const known =
    built.get(manifest) ??
    new Set(
      [...manifest.nodes.values()].flatMap((node) =>
        node.resource === 'model' || node.resource === 'seed' ? [relationName(node.relation).toLowerCase()] : [],
      ),
    );
  built.set(manifest, known);
  return known;
}

/**
 * The stand-in of an input in a unit test. A source may be the table of a seed or of a model: each is given rows of its
 * own, so the source stands in another schema, under its name.
 */
export function ownTable(manifest: Manifest): (node: Node, delivery: readonly PseudoColumn[]) => Relation | null {
  return (node, delivery) => {
    const relation = standInOf(node, delivery);
    if (node.resource !== 'source' || !relation || !builtRelations(manifest).has(relationName(relation).toLowerCase()))
      return relation;
    return { schema: `_mart_source ${node.sourceName}`, name: relation.name };
  };
}
