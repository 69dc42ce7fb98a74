import type { Ordered } from '../graph/order.ts';
import type { Manifest } from '../nodes/manifest.ts';
import type { Node, NodeId, Resource } from '../nodes/node.ts';
import type { Verb } from './plan.ts';

/** What a node is to a plan; an ephemeral model is never made. */
export type Kind = Resource | 'ephemeral';

/** Who takes part in a run, as numbers of the ordered graph. */
export interface Cast {
  /** By number. */
  readonly kinds: readonly Kind[];
  readonly selected: readonly boolean[];
  /** Models and seeds that are made. */
  readonly built: readonly number[];
  readonly tests: readonly number[];
  readonly unitTests: readonly number[];
  /** What each unit test stands before: its model, or the models that use its macro. */
  readonly testedBy: (unitTest: number) => readonly number[];
  /** Generators that run first (build only). */
  readonly generators: readonly number[];
}

const parts: Readonly<Record<Verb, Readonly<Partial<Record<Kind, 'built' | 'tests' | 'unitTests'>>>>> = {
  build: { model: 'built', seed: 'built', test: 'tests', unit_test: 'unitTests' },
  run: { model: 'built' },
  seed: { seed: 'built' },
  clone: { model: 'built', seed: 'built' },
  test: { test: 'tests', unit_test: 'unitTests' },
  'unit-test': { unit_test: 'unitTests' },
};

/** What of the selected nodes a verb acts on. */
export function castOf(manifest: Manifest, graph: Ordered, chosen: ReadonlySet<NodeId>, verb: Verb): Cast {
  const kinds = graph.names.map((id) => kindOf(manifest.nodes.get(id)));
  const selected = graph.names.map((id) => chosen.has(id));
  const found = { built: [] as number[], tests: [] as number[], unitTests: [] as number[] };
  kinds.forEach((kind, one) => {
    const part = selected[one] ? parts[verb][kind] : undefined;
    if (part) found[part].push(one);
  });
  const readers = [...found.built, ...found.tests];
  const generators = verb === 'build' ? generatorsOf(kinds, selected, graph, readers) : [];
  return { kinds, selected, ...found, generators, testedBy: testedBy(manifest, graph) };
}

function testedBy(manifest: Manifest, { names, parents }: Ordered): Cast['testedBy'] {
  let places: ReadonlyMap<NodeId, number> | null = null;
  return (unitTest) => {
    const own = parents[unitTest] ?? [];
    const node = manifest.nodes.get(names[unitTest] ?? '');
    if (own.length > 0 || node?.resource !== 'unit_test' || node.tested.kind !== 'macro') return own;
    const known = places ?? new Map(names.map((id, at) => [id, at]));
    places = known;
    return node.tested.users.flatMap((id) => known.get(id) ?? []);
  };
}

function kindOf(node: Node | undefined): Kind {
  if (node?.resource === 'model' && node.config.materialized === 'ephemeral') return 'ephemeral';
  return node?.resource ?? 'exposure';
}

/** The selected generators, those of selected sources, and those of sources that the run reads, also through ephemeral models. */
function generatorsOf(
  kinds: readonly Kind[],
  selected: readonly boolean[],
  { parents }: Ordered,
  readers: readonly number[],
): number[] {
  const generators = new Set<number>();
  const open = new Set(readers);
  kinds.forEach((kind, one) => {
    if (!selected[one]) return;
    if (kind === 'generator') generators.add(one);
    else if (kind === 'source') open.add(one);
  });
  for (const one of open) {
    for (const parent of parents[one] ?? []) {
      const kind = kinds[parent];
      if (kind === 'generator') generators.add(parent);
      else if (kind === 'source' || kind === 'ephemeral') open.add(parent);
    }
  }
  return [...generators].sort((a, b) => a - b);
}
