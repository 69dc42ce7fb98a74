import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { findCycle } from '../graph/cycle.ts';
import type { NamedSelector } from '../nodes/manifest.ts';
import { parseDefinition } from './selector-definition.ts';
import type { Criterion, Indirect, Spec } from './spec.ts';
import { wildcard } from './wildcard.ts';

/** The definitions of selectors.yml by name, as far as they can be read; what is wrong with them goes to `found`. */
export function parseSelectors(
  selectors: readonly NamedSelector[],
  indirect: Indirect,
  found: Diagnostic[],
): ReadonlyMap<string, Spec> {
  const specs = new Map<string, Spec>();
  for (const selector of selectors) {
    const spec = parseDefinition(selector, indirect, found);
    if (spec) specs.set(selector.name, spec);
  }
  const inherited = new Map<string, readonly string[]>();
  for (const [name, spec] of specs) {
    const wanted = criteriaOf(spec).filter((one) => one.method === 'selector');
    inherited.set(
      name,
      wanted.flatMap((one) => [...specs.keys()].filter(wildcard(String(one.value)))),
    );
  }
  const [first, ...parents] = findCycle(inherited) ?? [];
  if (first !== undefined) {
    const path = [first, ...parents.reverse(), first].map((name) => `\`${name}\``).join(' → ');
    found.push(diagnostic('M403', `selectors of selectors.yml inherit in a circle: ${path}`));
  }
  const defaults = selectors.filter((selector) => selector.default).map((selector) => selector.name);
  if (defaults.length > 1) {
    found.push(
      diagnostic('M106', `${defaults.map((name) => `\`${name}\``).join(' and ')} are both the default selector`, {
        notes: ['in selectors.yml'],
      }),
    );
  }
  return specs;
}

export function unknownSelector(wanted: string, names: readonly string[], from: string | null): Diagnostic {
  const known = names.length === 0 ? 'selectors are defined in selectors.yml' : `selectors are ${quoted(names)}`;
  return diagnostic('M117', `there is no selector \`${wanted}\``, {
    notes: from === null ? [] : [`in \`${from}\``],
    help: didYouMean(wanted, names) ?? known,
  });
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

export function criteriaOf(spec: Spec): Criterion[] {
  return spec.kind === 'criterion' ? [spec] : spec.parts.flatMap(criteriaOf);
}
