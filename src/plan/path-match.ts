import picomatch from 'picomatch';
import type { Node } from '../nodes/node.ts';

/**
 * dbt's `path:`: a file, the properties file that describes a node, or a folder above it. `*` stays inside a folder,
 * `**` goes through them.
 */
export function matchesPath(value: string): (node: Node) => boolean {
  const pattern = value.replace(/^(\.\/+)+/u, '').replace(/\/+$/u, '');
  if (pattern === '.' || pattern === '') return () => true;
  const glob = /[*?[\]]/u.test(pattern)
    ? picomatch(pattern.replaceAll(/[\\(){}!@+$^|]/gu, escaped), {
        dot: true,
        nobrace: true,
        noextglob: true,
        posix: true,
      })
    : () => false;
  const known = new Map<string, boolean>();
  const matches = (path: string): boolean => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const found = path === pattern || glob(path);
    known.set(path, found);
    return found;
  };
  return (node) => {
    if (node.patchPath !== null && matches(node.patchPath)) return true;
    for (let end = node.path.length; end > 0; end = node.path.lastIndexOf('/', end - 1)) {
      if (matches(node.path.slice(0, end))) return true;
    }
    return false;
  };
}

function escaped(character: string, at: number, pattern: string): string {
  return character === '!' && pattern[at - 1] === '[' ? character : `\\${character}`;
}
