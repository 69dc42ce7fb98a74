import type { Node } from '../nodes/node.ts';

/** What `config.a.b` is for a node; undefined where it has no such key. Exposures, unit tests and generators have none at all, as in dbt. */
export function configValue(node: Node, path: readonly string[]): unknown {
  if (node.resource === 'exposure' || node.resource === 'unit_test' || node.resource === 'generator') return undefined;
  if (path.length === 1 && path[0] === 'materialized' && node.resource !== 'model') {
    return node.resource === 'source' ? undefined : node.resource;
  }
  let value: unknown = node.config;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, key))
      return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

/** A test for values: equal, or a list that holds an equal one. Text is not a number, but `true` and `false` are also words. */
export function equalsConfig(wanted: string | number | boolean, path: readonly string[]): (value: unknown) => boolean {
  const word = String(wanted).toLowerCase();
  const anyCase = path.length === 1 && path[0] === 'severity';
  const equal = (value: unknown): boolean => {
    if (typeof value === 'boolean') return word === String(value);
    return anyCase && typeof value === 'string' ? value.toLowerCase() === word : value === wanted;
  };
  return (value) => (Array.isArray(value) ? value.some(equal) : equal(value));
}
