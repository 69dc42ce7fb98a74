import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Manifest } from '../nodes/manifest.ts';
import { type Matches, matcherOf } from './method-matchers.ts';
import { unknownSelector } from './named-selectors.ts';
import type { Criterion } from './spec.ts';
import { wildcard } from './wildcard.ts';

/** The tests for nodes that criteria ask for; `selector:` has none. What is wrong with a value goes to `found`. */
export function matchersOf(
  criteria: readonly Criterion[],
  manifest: Manifest,
  found: Diagnostic[],
): ReadonlyMap<Criterion, Matches> {
  const matchers = new Map<Criterion, Matches>();
  const names = manifest.selectors.map((selector) => selector.name);
  for (const criterion of criteria) {
    const { method } = criterion;
    const notes = [`in \`${criterion.text}\``];
    if (method === 'selector') {
      const wanted = String(criterion.value);
      if (!names.some(wildcard(wanted))) found.push(unknownSelector(wanted, names, criterion.text));
    } else if (method === 'state' || method === 'result' || method === 'source_status') {
      found.push(diagnostic('M114', `selection by \`${method}:\` is not yet supported`, { notes }));
    } else {
      const matches = matcherOf(criterion, method, manifest.project);
      if (typeof matches === 'function') matchers.set(criterion, matches);
      else found.push(diagnostic('M406', matches.wrong, { notes, help: matches.help }));
    }
  }
  return matchers;
}
