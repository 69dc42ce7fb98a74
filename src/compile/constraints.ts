import { type Constraint, displayName, holdsConstraints, type Model, type Node } from '../nodes/node.ts';
import type { YamlPlace } from '../source/yaml-place.ts';
import { type Compilation, inYaml, report } from './compilation.ts';

const held: ReadonlySet<Constraint['type']> = new Set(['not_null', 'unique', 'primary_key', 'check']);

/** Constraints of a contract that nobody will hold are words (M312), unless `warn_unsupported: false` says that it is known. */
export function warnOfConstraints(compilation: Compilation, nodes: Iterable<Node>): void {
  for (const node of nodes) {
    if (node.resource !== 'model' || !node.config.contract.enforced) continue;
    const all = [
      ...node.columns.map(({ constraints, place }) => ({ constraints, place })),
      { constraints: node.constraints, place: placeOf(node) },
    ];
    for (const { constraints, place } of all) {
      for (const [at, constraint] of constraints.entries()) warnOf(compilation, node, constraint, place, at);
    }
  }
}

function warnOf(compilation: Compilation, model: Model, one: Constraint, place: YamlPlace | null, at: number): void {
  const isHeld = holdsConstraints(model) && held.has(one.type);
  if (isHeld || one.warnUnsupported === false) return;
  const { materialized } = model.config;
  const why = held.has(one.type) ? `of a \`${materialized}\`` : 'in this engine';
  report(
    compilation,
    'M312',
    `the constraint \`${one.type}\` is not held ${why}`,
    place && inYaml(place, 'constraints', at),
    {
      node: displayName(model),
      warning: true,
      help: 'write a data test, or say `warn_unsupported: false` in the constraint',
    },
  );
}

/** Its entry in a properties file. */
function placeOf({ columns }: Model): YamlPlace | null {
  const [first] = columns;
  if (!first) return null;
  const end = first.place.path.lastIndexOf('columns');
  return { ...first.place, path: first.place.path.slice(0, end) };
}
