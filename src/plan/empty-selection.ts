import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { Manifest } from '../nodes/manifest.ts';
import type { Node } from '../nodes/node.ts';
import type { Group, Spec } from './spec.ts';

/** The warning for a word that finds nothing, with what it may have meant. */
export function nothingFound(group: Group, manifest: Manifest): Diagnostic {
  const [only, ...more] = group.parts;
  return diagnostic('M407', `\`${group.expected}\` matches nothing`, {
    severity: 'warning',
    help: only && more.length === 0 ? hint(only, manifest) : null,
  });
}

function hint(spec: Spec, { nodes, disabled }: Manifest): string | null {
  if (spec.kind !== 'criterion') return null;
  const wanted = String(spec.value);
  if (spec.method === 'fqn') {
    if (/^[^*].*[*?[]/u.test(wanted)) return `a pattern begins at the first folder: try \`*.${wanted}\``;
    if ([...disabled.values()].some((node) => node.name === wanted)) return `\`${wanted}\` is disabled`;
    return near(wanted, nodes.values(), (node) => (node.resource === 'source' ? [] : [node.name]));
  }
  if (spec.method === 'tag') return near(wanted, nodes.values(), (node) => node.config.tags);
  if (spec.method === 'source') {
    return near(wanted, nodes.values(), (node) =>
      node.resource === 'source' ? [node.sourceName, `${node.sourceName}.${node.name}`] : [],
    );
  }
  return null;
}

function near(wanted: string, nodes: Iterable<Node>, names: (node: Node) => readonly string[]): string | null {
  return didYouMean(wanted, [...nodes].flatMap(names));
}
