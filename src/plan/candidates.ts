import type { Manifest } from '../nodes/manifest.ts';
import type { Node } from '../nodes/node.ts';
import { append } from './append.ts';
import type { Criterion } from './spec.ts';

/** The nodes that a criterion has to look at: all, or for one of many plain names the few that it can mean. */
export function candidatesOf(
  manifest: Manifest,
  criteria: readonly Criterion[],
): (criterion: Criterion) => Iterable<Node> {
  const names = new Set(criteria.filter(isPlainName));
  if (names.size < 4) return () => manifest.nodes.values();
  const byKey = new Map<string, Node[]>();
  for (const node of manifest.nodes.values()) {
    for (const key of keysOf(node.fqn)) append(byKey, key, node);
  }
  return (criterion) => {
    if (!names.has(criterion)) return manifest.nodes.values();
    const value = String(criterion.value);
    const parts = value.split('.');
    const keys = new Set([value, parts.slice(-2).join('_'), parts[0] ?? '']);
    return new Set([...keys].flatMap((key) => byKey.get(key) ?? []));
  };
}

function isPlainName(criterion: Criterion): boolean {
  return criterion.method === 'fqn' && !/[*?[\]]/u.test(String(criterion.value));
}

/** With what a name that means a node begins, or what it is: project, first folder, name, name and version. */
function keysOf(fqn: readonly string[]): Set<string> {
  const keys = new Set([fqn.at(-1) ?? '', fqn.at(-2) ?? '', fqn.slice(-2).join('_')]);
  for (const first of fqn.slice(0, 2)) keys.add(first.split('.', 1)[0] ?? '');
  return keys;
}
