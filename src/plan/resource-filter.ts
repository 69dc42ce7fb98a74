import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Node, Resource } from '../nodes/node.ts';
import { resources } from './method-matchers.ts';

/** `--resource-type` and `--exclude-resource-type` as a test for nodes; unknown types go to `found`. */
export function resourceFilter(
  types: readonly string[],
  excluded: readonly string[],
  found: Diagnostic[],
): (node: Node) => boolean {
  for (const type of [...types, ...excluded]) {
    if (type === 'all' || type === 'default' || resources.includes(type as Resource)) continue;
    const help = `types are ${resources.map((one) => `\`${one}\``).join(', ')}`;
    found.push(diagnostic('M118', `\`${type}\` is not a resource type`, { help }));
  }
  const all = types.length === 0 || types.includes('all') || types.includes('default');
  return (node) => (all || types.includes(node.resource)) && !excluded.includes(node.resource);
}
