import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Manifest } from '../nodes/manifest.ts';
import { type Matches, matcherOf } from './method-matchers.ts';
import { unknownSelector } from './named-selectors.ts';
import type { Criterion } from './spec.ts';
import { type Past, pastMatcher } from './state/past.ts';
import { wildcard } from './wildcard.ts';

/** The tests for nodes that criteria ask for; `selector:` has none, nor have those that lack a state to compare with. What is wrong with a value goes to `found`. */
export function matchersOf(
  criteria: readonly Criterion[],
  manifest: Manifest,
  found: Diagnostic[],
  past: () => Past | null,
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
      const known = past();
      const matches = known ? pastMatcher(method, String(criterion.value), known) : null;
      if (typeof matches === 'function') matchers.set(criterion, matches);
      else if (matches) found.push(diagnostic('M406', matches.wrong, { notes, help: matches.help }));
    } else {
      const matches = matcherOf(criterion, method, manifest.project);
      if (typeof matches === 'function') matchers.set(criterion, matches);
      else found.push(diagnostic('M406', matches.wrong, { notes, help: matches.help }));
    }
  }
  return matchers;
}

/** Said when such a criterion is asked; a selector of selectors.yml that nobody asks for needs nothing. */
export function withoutState({ method, text }: Criterion): Diagnostic {
  return diagnostic('M409', `\`${method}:\` needs something earlier to compare with`, {
    notes: [`in \`${text}\``],
    help: 'name a folder with the artifacts of an earlier run: `--state folder`',
  });
}
