import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { NamedSelector } from '../nodes/manifest.ts';
import { parseCriterion } from './selector-grammar.ts';
import { type Dict, parseRecord, recordKeys, type Wrong } from './selector-record.ts';
import type { Group, Indirect, Spec } from './spec.ts';

/**
 * A definition of selectors.yml: a criterion as text, a record of a method (`{tag: nightly}` for short), or lists under
 * `union` and `intersection`. null when something is wrong with it, which is then in `found`.
 */
export function parseDefinition(selector: NamedSelector, indirect: Indirect, found: Diagnostic[]): Spec | null {
  const wrong: Wrong = (code, message, help = null) => {
    found.push(diagnostic(code, message, { notes: [`in the selector \`${selector.name}\` of selectors.yml`], help }));
    return null;
  };
  return parse(selector.definition, indirect, wrong);
}

function parse(definition: unknown, indirect: Indirect, wrong: Wrong): Spec | null {
  if (typeof definition === 'string') return parseText(definition.trim(), indirect, wrong);
  if (!isDict(definition)) return wrong('M104', 'a definition is a text or a mapping', 'write `union:` above a list');
  if ('union' in definition) return parseList('union', definition, indirect, wrong);
  if ('intersection' in definition) return parseList('intersection', definition, indirect, wrong);
  const [only, ...more] = Object.keys(definition);
  const short = only !== undefined && more.length === 0 && !recordKeys.includes(only);
  const base = parseRecord(short ? { method: only, value: definition[only] } : definition, indirect, wrong);
  return 'exclude' in definition ? without(base, definition.exclude, indirect, wrong) : base;
}

function parseText(text: string, indirect: Indirect, wrong: Wrong): Spec | null {
  if (/[\s,]/u.test(text)) {
    return wrong('M406', `\`${text}\` is more than one criterion`, 'list them under `union:` or `intersection:`');
  }
  const parsed = parseCriterion(text, indirect);
  if (parsed.ok) return parsed.value;
  for (const problem of parsed.problems) wrong('M406', problem.message, problem.help);
  return null;
}

function parseList(kind: 'union' | 'intersection', definition: Dict, indirect: Indirect, wrong: Wrong): Spec | null {
  const other = Object.keys(definition).find((key) => key !== kind);
  if (other !== undefined) {
    return wrong('M103', `\`${other}\` cannot stand beside \`${kind}\``, `put it into the list of \`${kind}\``);
  }
  const items = definition[kind];
  if (!Array.isArray(items)) return wrong('M104', `\`${kind}\` is a list`);
  const isExclude = (item: unknown): item is Dict => isDict(item) && Object.keys(item).join() === 'exclude';
  const [exclude, ...more] = items.filter(isExclude);
  if (more.length > 0) return wrong('M106', `\`exclude\` stands twice in one \`${kind}\``, 'make it one list');
  const included = items.filter((item) => !isExclude(item));
  const parts = parseAll(included, indirect, wrong);
  const base = parts && group(kind, parts);
  return exclude ? without(base, exclude.exclude, indirect, wrong) : base;
}

function without(base: Spec | null, exclude: unknown, indirect: Indirect, wrong: Wrong): Spec | null {
  if (!Array.isArray(exclude)) return wrong('M104', '`exclude` is a list');
  const parts = parseAll(exclude, indirect, wrong);
  return base && parts && group('difference', [base, ...parts]);
}

function parseAll(items: readonly unknown[], indirect: Indirect, wrong: Wrong): Spec[] | null {
  const parts = items.map((item) => parse(item, indirect, wrong)).filter((part) => part !== null);
  return parts.length === items.length ? parts : null;
}

function group(kind: Group['kind'], parts: readonly Spec[]): Group {
  return { kind, parts, indirect: 'eager', expected: null };
}

function isDict(value: unknown): value is Dict {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
