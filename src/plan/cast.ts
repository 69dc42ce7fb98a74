import type { Manifest } from '../nodes/manifest.ts';
import type { DataTest, Node, NodeId, UnitTest } from '../nodes/node.ts';
import type { Verb } from './plan.ts';

/** Who takes part in a run. */
export interface Cast {
  /** Models and seeds that are made; ephemeral models are not. */
  readonly built: ReadonlySet<NodeId>;
  readonly tests: readonly DataTest[];
  readonly unitTests: readonly UnitTest[];
  /** Generators that run first (build only). */
  readonly generators: ReadonlySet<NodeId>;
}

/** What of the selected nodes a verb acts on; `order` is all nodes, parents first. */
export function castOf(manifest: Manifest, order: readonly NodeId[], selected: ReadonlySet<NodeId>, verb: Verb): Cast {
  const built = new Set<NodeId>();
  const tests: DataTest[] = [];
  const unitTests: UnitTest[] = [];
  for (const id of order) {
    const node = selected.has(id) ? manifest.nodes.get(id) : undefined;
    if (node?.resource === 'model' && (verb === 'build' || verb === 'run') && !isEphemeral(node)) built.add(id);
    else if (node?.resource === 'seed' && (verb === 'build' || verb === 'seed')) built.add(id);
    else if (node?.resource === 'test' && (verb === 'build' || verb === 'test')) tests.push(node);
    else if (node?.resource === 'unit_test' && (verb === 'build' || verb === 'test')) unitTests.push(node);
  }
  const readers = [...built, ...tests.map((test) => test.id)];
  const generators = verb === 'build' ? generatorsOf(manifest, selected, readers) : new Set<NodeId>();
  return { built, tests, unitTests, generators };
}

export function isEphemeral(node: Node | undefined): boolean {
  return node?.resource === 'model' && node.config.materialized === 'ephemeral';
}

/** The selected generators, those of selected sources, and those of sources that the run reads, also through ephemeral models. */
function generatorsOf(
  { nodes, graph }: Manifest,
  selected: ReadonlySet<NodeId>,
  readers: readonly NodeId[],
): ReadonlySet<NodeId> {
  const generators = new Set<NodeId>();
  const look = (id: NodeId): void => {
    const node = nodes.get(id);
    if (node?.resource === 'generator') generators.add(id);
    else if (node?.resource === 'source' && node.generator !== null) generators.add(node.generator);
  };
  for (const id of selected) look(id);
  const seen = new Set(readers);
  for (const id of seen) {
    for (const parent of graph.parents.get(id) ?? []) {
      if (isEphemeral(nodes.get(parent))) seen.add(parent);
      else look(parent);
    }
  }
  return generators;
}
