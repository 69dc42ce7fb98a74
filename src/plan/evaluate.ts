import type { Dag } from '../graph/dag.ts';
import { ancestors, descendants } from '../graph/reach.ts';
import type { Manifest } from '../nodes/manifest.ts';
import type { Node, NodeId } from '../nodes/node.ts';
import type { Criterion, Group, Indirect, Spec } from './spec.ts';

/** What a spec is evaluated against. */
export interface Question {
  readonly manifest: Manifest;
  /** The nodes that a criterion itself names. */
  readonly named: (criterion: Criterion) => ReadonlySet<NodeId>;
  /** Told of each group that finds nothing and was expected to find something. */
  readonly empty: (group: Group) => void;
}

/** `direct` is the selection; `all` are also tests that come with it once their other parents are selected too. */
interface Found {
  readonly direct: ReadonlySet<NodeId>;
  /** The same set as `direct` when no test waits. */
  readonly all: ReadonlySet<NodeId>;
}

const nothing: ReadonlySet<NodeId> = new Set();

/** dbt's selection, step by step: sets are made with the tests that each part brings, then waiting tests are looked at again. */
export function evaluate(spec: Spec, question: Question): ReadonlySet<NodeId> {
  return find(spec, question).direct;
}

function find(spec: Spec, question: Question): Found {
  if (spec.kind === 'criterion') return ofCriterion(spec, question);
  const parts = spec.parts.map((part) => find(part, question));
  const combine = combiners[spec.kind];
  const combined = combine(parts.map((part) => part.direct));
  const all = parts.every((part) => part.all === part.direct) ? combined : combine(parts.map((part) => part.all));
  const direct = all === combined ? combined : withWaiting(combined, all, spec.indirect, question.manifest);
  if (spec.expected !== null && direct.size === 0) question.empty(spec);
  return { direct, all: union([direct, all]) };
}

function ofCriterion(criterion: Criterion, question: Question): Found {
  const found = question.named(criterion);
  const selected = union([found, ...neighbours(found, criterion, question.manifest.graph)]);
  // A selector of selectors.yml brings its own tests.
  if (criterion.indirect === 'empty' || criterion.method === 'selector') return { direct: selected, all: selected };
  return withTests(selected, criterion.indirect, question.manifest);
}

function neighbours(found: ReadonlySet<NodeId>, criterion: Criterion, graph: Dag): ReadonlySet<NodeId>[] {
  const sets: ReadonlySet<NodeId>[] = [];
  if (criterion.childrensParents) {
    const below = union([found, descendants(graph, found)]);
    sets.push(below, ancestors(graph, below));
  }
  if (criterion.parents !== null) sets.push(ancestors(graph, found, criterion.parents));
  if (criterion.children !== null) sets.push(descendants(graph, found, criterion.children));
  return sets;
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
  return { direct, all: waiting.size === 0 ? direct : union([direct, waiting]) };
}

/** Of tests that waited for other parents, adds those whose parents are now all there. */
function withWaiting(
  direct: ReadonlySet<NodeId>,
  all: ReadonlySet<NodeId>,
  mode: Indirect,
  { nodes, graph }: Manifest,
): ReadonlySet<NodeId> {
  if (mode === 'eager' || mode === 'empty' || all.size === direct.size) return direct;
  const selected = new Set(direct);
  const isBuildable = buildable(direct, mode, graph, () => false);
  for (const id of all) {
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
  intersection: ([first = nothing, ...rest]) => keep(first, rest, (id) => rest.every((set) => set.has(id))),
  difference: ([first = nothing, ...rest]) => keep(first, rest, (id) => !rest.some((set) => set.has(id))),
};

function keep(
  first: ReadonlySet<NodeId>,
  rest: readonly ReadonlySet<NodeId>[],
  test: (id: NodeId) => boolean,
): ReadonlySet<NodeId> {
  return rest.length === 0 ? first : new Set([...first].filter(test));
}

/** Everything that is in any of the sets; one of them itself when the others add nothing. */
function union(sets: readonly ReadonlySet<NodeId>[]): ReadonlySet<NodeId> {
  const [only = nothing, ...more] = new Set(sets.filter((set) => set.size > 0));
  if (more.length === 0) return only;
  const all = new Set(only);
  for (const set of more) for (const id of set) all.add(id);
  return all;
}
