import type { Dag } from './dag.ts';

/** Everything above the given names, at most `depth` edges away. A given name is in it only when it is above another one. */
export function ancestors(dag: Dag, names: Iterable<string>, depth = Number.POSITIVE_INFINITY): Set<string> {
  return reached(dag.parents, names, depth);
}

/** Everything below the given names, at most `depth` edges away. A given name is in it only when it is below another one. */
export function descendants(dag: Dag, names: Iterable<string>, depth = Number.POSITIVE_INFINITY): Set<string> {
  return reached(dag.children, names, depth);
}

function reached(edges: ReadonlyMap<string, readonly string[]>, names: Iterable<string>, depth: number): Set<string> {
  const found = new Set<string>();
  let layer: readonly string[] = [...names];
  for (let step = 0; step < depth && layer.length > 0; step++) {
    const next: string[] = [];
    for (const name of layer) {
      for (const other of edges.get(name) ?? []) {
        if (found.has(other)) continue;
        found.add(other);
        next.push(other);
      }
    }
    layer = next;
  }
  return found;
}
