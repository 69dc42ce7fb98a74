import { knots } from './knots.ts';

/**
 * A shortest cycle, or null when there is none: each name is a parent of the next, the last one of the first. It starts
 * at its first name in the alphabet; a name that is its own parent is a cycle of one.
 */
export function findCycle(parents: ReadonlyMap<string, readonly string[]>): string[] | null {
  let best: string[] = [];
  for (const knot of knots(parents)) {
    for (const start of starts(knot, parents)) {
      best = shortestThrough(start, knot, parents, best.length || Number.POSITIVE_INFINITY) ?? best;
      if (best.length === 1) return best;
    }
  }
  return best.length === 0 ? null : fromFirstName(best);
}

/** Every cycle of a knot passes a name with two ways on, unless the knot is one ring. */
function starts(knot: ReadonlySet<string>, parents: ReadonlyMap<string, readonly string[]>): string[] {
  const forks = [...knot].filter((name) => (parents.get(name) ?? []).filter((parent) => knot.has(parent)).length > 1);
  return forks.length > 0 ? forks : [...knot].slice(0, 1);
}

/** The shortest cycle through a name, if it is shorter than `limit`. */
function shortestThrough(
  start: string,
  knot: ReadonlySet<string>,
  parents: ReadonlyMap<string, readonly string[]>,
  limit: number,
): string[] | null {
  const child = new Map<string, string>();
  let layer = [start];
  for (let length = 1; length < limit && layer.length > 0; length++) {
    const next: string[] = [];
    for (const name of layer) {
      for (const parent of parents.get(name) ?? []) {
        if (parent === start) return pathDown(name, child);
        if (!knot.has(parent) || child.has(parent)) continue;
        child.set(parent, name);
        next.push(parent);
      }
    }
    layer = next;
  }
  return null;
}

/** From the farthest ancestor back down to the start, which is the only name without an entry. */
function pathDown(from: string, child: ReadonlyMap<string, string>): string[] {
  const path = [from];
  for (let name = child.get(from); name !== undefined; name = child.get(name)) path.push(name);
  return path;
}

function fromFirstName(cycle: readonly string[]): string[] {
  let first = 0;
  cycle.forEach((name, at) => {
    if (name < (cycle[first] as string)) first = at;
  });
  return [...cycle.slice(first), ...cycle.slice(0, first)];
}
