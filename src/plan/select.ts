import { type Diagnostic, diagnostic, hasErrors } from '../diagnostics/diagnostic.ts';
import type { Manifest, NamedSelector } from '../nodes/manifest.ts';
import type { Node, NodeId } from '../nodes/node.ts';
import { candidatesOf } from './candidates.ts';
import { matchersOf, withoutState } from './criterion-matchers.ts';
import { nothingFound } from './empty-selection.ts';
import { evaluate, type Question } from './evaluate.ts';
import type { Matches } from './method-matchers.ts';
import { criteriaOf, parseSelectors, unknownSelector } from './named-selectors.ts';
import { resourceFilter } from './resource-filter.ts';
import { parseWords } from './selector-grammar.ts';
import type { Group, Indirect, Problem, Spec } from './spec.ts';
import type { Past } from './state/past.ts';
import { wildcard } from './wildcard.ts';

/** What was asked for, as on the command line. Empty lists ask for nothing in particular. */
export interface SelectionRequest {
  /** Each text holds one or more words; words are a union, commas in a word an intersection. */
  readonly select: readonly string[];
  readonly exclude: readonly string[];
  /** A name of selectors.yml. */
  readonly selector?: string | null | undefined;
  /** `model`, `test`, …, or `all`. */
  readonly resourceTypes: readonly string[];
  readonly excludeResourceTypes: readonly string[];
  readonly indirect: Indirect;
  /** What is compared with, asked when a method needs it; null when nothing was named. */
  readonly past?: () => Past | null;
}

export interface Selection {
  /** Empty when there is an error among the diagnostics. */
  readonly ids: ReadonlySet<NodeId>;
  readonly diagnostics: readonly Diagnostic[];
}

const nobody: ReadonlySet<NodeId> = new Set();

/** The nodes that a request names, with the tests that come along, exactly as dbt finds them. */
export function select(manifest: Manifest, request: SelectionRequest): Selection {
  const found: Diagnostic[] = [];
  const named = parseSelectors(manifest.selectors, request.indirect, found);
  const keep = resourceFilter(request.resourceTypes, request.excludeResourceTypes, found);
  const spec = specOf(request, manifest.selectors, named, found);
  const criteria = [...named.values(), ...(spec ? [spec] : [])].flatMap(criteriaOf);
  const matchers = matchersOf(criteria, manifest, found, request.past ?? (() => null));
  if (hasErrors(found) || !spec) return { ids: nobody, diagnostics: found };

  const candidates = candidatesOf(manifest, criteria);
  const filtered = (part: Spec): ReadonlySet<NodeId> =>
    new Set([...evaluate(part, question)].filter((id) => keep(manifest.nodes.get(id) as Node)));
  const answers = new Map<Spec, ReadonlySet<NodeId>>();
  const answer = (part: Spec): ReadonlySet<NodeId> => {
    const ids = answers.get(part) ?? filtered(part);
    answers.set(part, ids);
    return ids;
  };
  const question: Question = {
    manifest,
    named: (criterion) => {
      const matches = matchers.get(criterion);
      if (matches) return idsOf(candidates(criterion), matches);
      if (criterion.method !== 'selector') {
        found.push(withoutState(criterion));
        return nobody;
      }
      const isMeant = wildcard(String(criterion.value));
      return new Set([...named].flatMap(([name, part]) => (isMeant(name) ? [...answer(part)] : [])));
    },
    empty: (group) => found.push(nothingFound(group, manifest)),
  };
  const ids = filtered(spec);
  if (hasErrors(found)) return { ids: nobody, diagnostics: found.filter(({ severity }) => severity === 'error') };
  if (ids.size === 0 && found.length === 0 && manifest.nodes.size > 0) {
    found.push(diagnostic('M407', 'the selection matches nothing', { severity: 'warning' }));
  }
  return { ids, diagnostics: found };
}

function idsOf(nodes: Iterable<Node>, matches: Matches): Set<NodeId> {
  const ids = new Set<NodeId>();
  for (const node of nodes) if (matches(node)) ids.add(node.id);
  return ids;
}

/** The request as one spec; null when it cannot be read, which is then in `found`. */
function specOf(
  request: SelectionRequest,
  selectors: readonly NamedSelector[],
  named: ReadonlyMap<string, Spec>,
  found: Diagnostic[],
): Spec | null {
  const asked = request.select.length + request.exclude.length > 0;
  const selector = request.selector ?? (asked ? undefined : selectors.find((one) => one.default)?.name);
  if (selector !== undefined) {
    if (asked) {
      const help = `write \`--select selector:${selector}\``;
      found.push(diagnostic('M113', '`--selector` does not go together with `--select` or `--exclude`', { help }));
    }
    const names = selectors.map((one) => one.name);
    if (!names.includes(selector)) found.push(unknownSelector(selector, names, null));
    return named.get(selector) ?? null;
  }
  const everything = request.select.length === 0;
  const included = union(
    '--select',
    everything ? ['fqn:* source:*'] : request.select,
    !everything,
    request.indirect,
    found,
  );
  const excluded = union('--exclude', request.exclude, true, request.indirect, found);
  return { kind: 'difference', parts: [included, excluded], indirect: 'eager', expected: null };
}

function union(
  flag: string,
  texts: readonly string[],
  expected: boolean,
  indirect: Indirect,
  found: Diagnostic[],
): Group {
  const parts: Group[] = [];
  for (const text of texts) {
    const parsed = parseWords(text, indirect);
    if (!parsed.ok) found.push(...parsed.problems.map((problem) => unreadable(problem, flag, text)));
    else parts.push(...parsed.value.map((part) => (expected ? part : { ...part, expected: null })));
  }
  return { kind: 'union', parts, indirect, expected: null };
}

function unreadable(problem: Problem, flag: string, text: string): Diagnostic {
  const character = [...text.slice(0, problem.from)].length + 1;
  return diagnostic('M406', problem.message, {
    notes: [`at character ${character} of \`${flag} '${text}'\``],
    help: problem.help,
  });
}
