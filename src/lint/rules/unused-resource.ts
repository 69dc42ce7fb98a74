import type { Manifest } from '../../nodes/manifest.ts';
import { displayName, type Node, type NodeId } from '../../nodes/node.ts';
import type { Range } from '../../source/span.ts';
import { namesIn } from '../../sql/statement.ts';
import type { Finding } from '../finding.ts';

/** A source or a seed that nobody reads: no model, no exposure, no test but its own, nothing that is switched off. */
export function unusedResources(
  manifest: Manifest,
  ids: ReadonlySet<NodeId>,
  placeOf: (node: Node) => Range,
): readonly { readonly finding: Finding; readonly node: Node }[] {
  const read = new Set<NodeId>();
  for (const node of [...manifest.nodes.values(), ...manifest.disabled.values()]) {
    const own = node.resource === 'test' ? node.attached : null;
    for (const id of node.dependsOn) if (id !== own) read.add(id);
  }
  for (const { inputs } of [...manifest.onRunStart, ...manifest.onRunEnd]) for (const id of inputs) read.add(id);
  return [...manifest.nodes.values()].flatMap((node) => {
    const isKind = node.resource === 'source' || node.resource === 'seed';
    if (!isKind || !ids.has(node.id) || read.has(node.id)) return [];
    const finding = unused(placeOf(node), displayName(node), node.resource, 'no model reads it', displayName(node));
    return [{ finding, node }];
  });
}

/** A macro that no template names. */
export function unusedMacros(
  manifest: Manifest,
  texts: readonly string[],
  placeOf: (path: string) => Range,
): readonly Finding[] {
  const used = new Set<string>();
  for (const node of [...manifest.nodes.values(), ...manifest.disabled.values()]) {
    if (node.resource === 'model') for (const name of node.macros) used.add(name);
    if (node.resource === 'test' && node.generic !== null) used.add(node.generic.name);
  }
  const left = manifest.macros.filter(({ name }) => !used.has(name));
  if (left.length === 0) return [];
  // Branches that are not taken here, hooks, singular tests: whoever writes the name may mean the macro.
  const others = [...texts, ...manifest.nodes.values()].flatMap((one) => {
    if (typeof one === 'string') return [one];
    return one.resource === 'model' || one.resource === 'test' ? [one.rawCode] : [];
  });
  const isNamed = (name: string, path: string) => {
    const texts = [...others, ...manifest.macros.flatMap((one) => (one.path === path ? [] : [one.text]))];
    return texts.some((text) => text.includes(name) && wordsOf(text).has(name));
  };
  return left
    .filter(({ name, path }) => !isNamed(name, path))
    .map(({ name, path }) => unused(placeOf(path), name, 'macro', 'no template uses it', null));
}

/** Words in comments and strings too: a template's text is not SQL yet. */
function wordsOf(text: string): ReadonlySet<string> {
  return new Set([...(text.match(/[\p{L}_][\p{L}\p{N}_-]*/gu) ?? []), ...namesIn(text)]);
}

function unused(place: Range, name: string, what: string, label: string, node: string | null): Finding {
  return {
    rule: 'unused-resource',
    place,
    isWhole: true,
    message: `the ${what} \`${name}\` is used by nobody`,
    label,
    notes: [],
    help: 'take it away',
    node,
    fix: null,
  };
}
