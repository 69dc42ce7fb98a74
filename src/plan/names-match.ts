import type { Model, Node } from '../nodes/node.ts';
import { wildcard } from './wildcard.ts';

/**
 * dbt's `fqn:`: a name, or the first parts of project, folders and name (the project may be left out) joined by dots, the
 * rest by wildcard. A versioned model answers to its plain name, to `name.v2` and to `name_v2`.
 */
export function matchesFqn(value: string): (node: Node) => boolean {
  if (value === '*') return (node) => node.resource !== 'source';
  const parts = value.split('.');
  const firstWild = parts.findIndex((part) => /[*?[\]]/u.test(part));
  const plain = firstWild < 0 ? parts : parts.slice(0, firstWild);
  const rest = firstWild < 0 ? null : wildcard(parts.slice(firstWild).join('.'));
  const lastTwo = parts.slice(-2).join('_');

  const leafMatches = (fqn: readonly string[], versioned: boolean): boolean =>
    versioned ? fqn.at(-2) === value || fqn.slice(-2).join('_') === lastTwo : fqn.at(-1) === value;
  const prefixMatches = (flat: readonly string[], from: number): boolean =>
    flat.length - from >= parts.length &&
    plain.every((part, at) => flat[from + at] === part) &&
    (rest === null || rest(flat.slice(from + plain.length).join('.')));

  return (node) => {
    if (node.resource === 'source') return false;
    const { fqn } = node;
    if (leafMatches(fqn, node.resource === 'model' && node.version !== null)) return true;
    const flat = fqn.some((segment) => segment.includes('.')) ? fqn.flatMap((segment) => segment.split('.')) : fqn;
    const project = fqn[0]?.split('.').length ?? 0;
    return prefixMatches(flat, 0) || prefixMatches(flat, project);
  };
}

/** A model's place among its versions. */
export type VersionKind = 'latest' | 'prerelease' | 'old' | 'none';

export function versionKind(model: Model): VersionKind {
  const { version, latestVersion } = model;
  if (version === null) return 'none';
  if (latestVersion === null || version === latestVersion) return 'latest';
  return isLater(version, latestVersion) ? 'prerelease' : 'old';
}

/** Numbers compare as numbers, anything else as text. */
function isLater(a: string, b: string): boolean {
  const [x, y] = [Number(a), Number(b)];
  return Number.isNaN(x) || Number.isNaN(y) ? a > b : x > y;
}
