import type { Dag } from '../graph/dag.ts';
import { ancestors, descendants } from '../graph/reach.ts';
import type { Manifest } from '../nodes/manifest.ts';
import type { Node, NodeId } from '../nodes/node.ts';
import type { Matches } from './method-matchers.ts';
import type { Criterion, Group, Indirect, Spec } from './spec.ts';

/** What a spec is evaluated against. */
export interface Question {
  readonly manifest: Manifest;
  /** The test for nodes that a criterion asks for; the nodes of a selector of selectors.yml for `selector:`. */
  readonly matcher: (criterion: Criterion) => Matches | ReadonlySet<NodeId>;
  /** Told of each group that finds nothing and was expected to find something. */
  readonly empty: (group: Group) => void;
}

/** `direct` is the selection; `indirect` are tests that come with it once their other parents are selected too. */
interface Found {
  readonly direct: ReadonlySet<NodeId>;
  readonly indirect: ReadonlySet<NodeId>;
}

const nothing: ReadonlySet<NodeId> = new Set();

/** dbt's selection, step by step: sets are made with the tests that each part brings, then waiting tests are looked at again. */
export function evaluate(spec: Spec, question: Question): Found {
  if (spec.kind === 'criterion') return ofCriterion(spec, question);
  const parts = spec.parts.map((part) => evaluate(part, question));
  const combine = combiners[spec.kind];
  const direct = combine(parts.map((part) => part.direct));
  const indirect = combine(parts.map((part) => union([part.direct, part.indirect])));
  const all = withWaiting(direct, indirect, spec.indirect, question.manifest);
  if (spec.expected !== null && all.size === 0) question.empty(spec);
  return { direct: all, indirect };
}

function ofCriterion(criterion: Criterion, question: Question): Found {
  const { nodes, graph } = question.manifest;
  const matches = question.matcher(criterion);
  const found = new Set<NodeId>();
  if (typeof matches === 'function') {
    for (const node of nodes.values()) if (matches(node)) found.add(node.id);
  } else for (const id of matches) found.add(id);
  const selected = withNeighbours(found, criterion, graph);
  if (criterion.indirect === 'empty' || typeof matches !== 'function') return { direct: selected, indirect: nothing };
  return withTests(selected, criterion.indirect, question.manifest);
}

function withNeighbours(found: ReadonlySet<NodeId>, criterion: Criterion, graph: Dag): Set<NodeId> {
  const selected = new Set(found);
  const add = (ids: Iterable<NodeId>): void => {
    for (const id of ids) selected.add(id);
  };
  if (criterion.childrensParents) {
    const below = union([descendants(graph, found), found]);
    add(below);
    add(ancestors(graph, below));
  }
  if (criterion.parents !== null) add(ancestors(graph, found, criterion.parents));
  if (criterion.children !== null) add(descendants(graph, found, criterion.children));
  return selected;
}

/** Adds the tests of selected nodes, or lets them wait when a parent of theirs is not selected. */
function withTests(selected: ReadonlySet<NodeId>, indirect: Indirect, { nodes, graph }: Manifest): Found {
  const direct = new Set(selected);
  const waiting = new Set<NodeId>();
  const isBuildable = buildable(selected, indirect, graph, (id) => nodes.get(id)?.resource === 'source');
  for (const id of selected) {
    for (const child of graph.children.get(id) ?? []) {
      if (direct.has(child) || waiting.has(child) || !isTest(nodes.get(child))) continue;
      const parents = graph.parents.get(child) ?? [];
      if (indirect === 'eager' || parents.every((parent) => selected.has(parent) || isBuildable(parent)))
        direct.add(child);
      else waiting.add(child);
    }
  }
  return { direct, indirect: waiting };
}

/** Of tests that waited for other parents, adds those whose parents are now all there. */
function withWaiting(
  direct: ReadonlySet<NodeId>,
  indirect: ReadonlySet<NodeId>,
  mode: Indirect,
  { nodes, graph }: Manifest,
): ReadonlySet<NodeId> {
  if (mode === 'eager' || mode === 'empty' || indirect.size === direct.size) return direct;
  const selected = new Set(direct);
  const isBuildable = buildable(direct, mode, graph, () => false);
  for (const id of indirect) {
    if (direct.has(id) || nodes.get(id)?.resource === 'unit_test') continue;
    const parents = graph.parents.get(id) ?? [];
    if (parents.every((parent) => selected.has(parent) || isBuildable(parent))) selected.add(id);
  }
  return selected;
}

/** In `buildable` mode what stands above the selection counts as if it were selected. */
function buildable(
  selected: ReadonlySet<NodeId>,
  mode: Indirect,
  graph: Dag,
  also: (id: NodeId) => boolean,
): (id: NodeId) => boolean {
  if (mode !== 'buildable') return () => false;
  const above = ancestors(graph, selected);
  return (id) => above.has(id) || also(id);
}

function isTest(node: Node | undefined): boolean {
  return node?.resource === 'test' || node?.resource === 'unit_test';
}

type Combine = (sets: readonly ReadonlySet<NodeId>[]) => ReadonlySet<NodeId>;

const combiners: Readonly<Record<Group['kind'], Combine>> = {
  union,
  intersection: ([first = nothing, ...rest]) => new Set([...first].filter((id) => rest.every((set) => set.has(id)))),
  difference: ([first = nothing, ...rest]) => new Set([...first].filter((id) => !rest.some((set) => set.has(id)))),
};

function union(sets: readonly ReadonlySet<NodeId>[]): Set<NodeId> {
  const all = new Set<NodeId>();
  for (const set of sets) for (const id of set) all.add(id);
  return all;
}
