import type { Target } from '../nodes/manifest.ts';
import { displayName, type Node } from '../nodes/node.ts';
import { type Relation, relationName } from '../sql/relation.ts';
import { type Compilation, inTemplate, inYaml, report } from './compilation.ts';

/** The relation of a node: its schema is taken as it is unless the target prefixes schemas with its own. */
export function relationOf(
  target: Target,
  config: { readonly schema: string | null; readonly alias: string | null },
  name: string,
): Relation {
  const own = config.schema;
  const schema = own === null ? target.schema : target.schemaPrefix ? `${target.schema}_${own}` : own;
  return { schema, name: config.alias ?? name };
}

/** Two nodes may not build the same relation; the engine compares names without case. */
export function checkRelations(compilation: Compilation, nodes: Iterable<Node>): void {
  const seen = new Map<string, Node>();
  for (const node of nodes) {
    if (node.resource !== 'model' && node.resource !== 'seed') continue;
    if (node.resource === 'model' && node.config.materialized === 'ephemeral') continue;
    const key = relationName(node.relation).toLowerCase();
    const other = seen.get(key);
    if (!other) {
      seen.set(key, node);
      continue;
    }
    const at = node.place.kind === 'file' ? inTemplate(node.place.range) : inYaml(node.place.at);
    report(
      compilation,
      'M404',
      `\`${node.name}\` and \`${other.name}\` would both build \`${relationName(node.relation)}\``,
      at,
      {
        node: displayName(node),
        notes: [`\`${other.name}\` is in ${other.path}`],
        help: 'give one of them another `alias` or `schema`',
      },
    );
  }
}
