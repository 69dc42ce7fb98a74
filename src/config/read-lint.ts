import { didYouMean } from '../diagnostics/suggest.ts';
import {
  type Layer,
  type LintConfig,
  type LintRule,
  type LintSeverity,
  lintSeverities,
  ruleNames,
  type Severities,
} from '../nodes/lint.ts';
import { child, choice, type Entry, has, isMapping, onlyKeys, texts, wrong } from './entry.ts';
import { inside, oneOf, report } from './reading.ts';
import { choice as choiceOf, isRefusal, type ReadValue } from './value-readers.ts';

const noLint: LintConfig = { severities: {}, layers: [] };
const severity = choiceOf(lintSeverities, {
  warning: { problem: 'cannot be `warning`', help: 'did you mean `warn`?' },
});

/** `lint:` of project.yml: how much each rule of `mart lint` weighs, and the layers of the project. */
export function readLint(project: Entry): LintConfig {
  const entry = child(project, 'lint');
  if (!entry) return noLint;
  onlyKeys(entry, '`lint`', [...ruleNames, 'layers']);
  const severities: { [rule in LintRule]?: LintSeverity } = {};
  for (const rule of ruleNames) {
    const found = choice(entry, rule, lintSeverities);
    if (found !== null) severities[rule] = found;
  }
  return { severities, layers: readLayers(entry) };
}

/** `+lint: {missing-key: off}` of a folder or a node. */
export const ruleSeverities: ReadValue<Severities> = (value) => {
  if (!isMapping(value)) return { problem: 'must be a mapping of rules', help: 'write `lint: {missing-key: off}`' };
  for (const [rule, given] of Object.entries(value)) {
    if (!(ruleNames as readonly string[]).includes(rule)) {
      const help = didYouMean(rule, ruleNames) ?? `the rules are ${oneOf(ruleNames)}`;
      return { problem: `has no rule \`${rule}\``, help };
    }
    const read = severity(given);
    if (isRefusal(read)) return { problem: `has \`${rule}\`, which ${read.problem}`, help: read.help ?? null };
  }
  return { value: value as Severities };
};

/**
 * `[bronze, silver, gold]`: each reads the one before it and seeds, the first one sources. `{gold: [silver, seeds]}`
 * says it word by word.
 */
function readLayers(entry: Entry): readonly Layer[] {
  if (!has(entry, 'layers')) return [];
  const { layers } = entry.values;
  if (Array.isArray(layers)) {
    const names = texts(entry, 'layers');
    return names.map((name, at) => ({ name, reads: ['seeds', names[at - 1] ?? 'sources'] }));
  }
  if (!isMapping(layers)) {
    wrong(entry, 'layers', 'a list of folders, or a mapping of folders to what they read');
    return [];
  }
  const each = child(entry, 'layers');
  if (!each) return [];
  const names = Object.keys(each.values);
  const known = [...names, 'sources', 'seeds'];
  return names.map((name) => {
    const reads = texts(each, name);
    for (const [at, read] of reads.entries()) {
      if (known.includes(read)) continue;
      const place = Array.isArray(each.values[name]) ? inside(each.place, name, at) : inside(each.place, name);
      const help = didYouMean(read, known) ?? `it may read ${oneOf(known)}`;
      report(each.reading, 'M104', `there is no layer \`${read}\``, place, { help });
    }
    return { name, reads };
  });
}
