import type { Dag } from './dag.ts';

/** The graph of a map from names to their parents: a name that is only a parent gets entries too, a parent named twice counts once. */
export function buildDag(parents: ReadonlyMap<string, readonly string[]>): Dag {
  const up = new Map<string, readonly string[]>();
  const down = new Map<string, string[]>();
  for (const [name, named] of parents) {
    const own = named.length > 1 ? [...new Set(named)] : named;
    up.set(name, own);
    if (!down.has(name)) down.set(name, []);
    for (const parent of own) {
      const children = down.get(parent);
      if (children) children.push(name);
      else down.set(parent, [name]);
    }
  }
  for (const name of down.keys()) if (!up.has(name)) up.set(name, []);
  return { parents: up, children: down };
}
