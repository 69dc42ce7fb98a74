import { didYouMean } from '../diagnostics/suggest.ts';
import { type LintRule, ruleNames } from '../nodes/lint.ts';
import type { Range } from '../source/span.ts';
import type { Finding } from './finding.ts';

/** `-- mart-ignore select-star: reason`, wherever comments of SQL, templates or YAML stand. */
interface Ignore {
  readonly range: Range;
  readonly rules: readonly string[];
  readonly reason: string;
  /** The lines that it is for, from 0. */
  readonly lines: readonly [number, number];
}

const comment =
  /(?:--|\/\*|\{\{!(?:--)?|#)[ \t]*mart-ignore\b[ \t]*([\w-]*(?:[ \t]*,[ \t]*[\w-]+)*)[ \t]*(:?)[ \t]*([^\r\n]*)/g;

function ignoresIn(file: string, text: string): readonly Ignore[] {
  if (!text.includes('mart-ignore')) return [];
  const lines = text.split('\n');
  const starts = lineStarts(lines);
  return [...text.matchAll(comment)].map((found) => {
    const [all, rules = '', colon, rest = ''] = found;
    const line = starts.findLastIndex((start) => start <= found.index);
    const said = rest.replace(/(?:\*\/|(?:--)?\}\}).*$/, '').trim();
    const end = found.index + all.length - rest.length + rest.replace(/(\*\/|(?:--)?\}\}).*$/, '$1').trimEnd().length;
    const isAlone = (lines[line] ?? '').slice(0, found.index - (starts[line] ?? 0)).trim() === '';
    return {
      range: { file, from: found.index, to: end },
      rules: rules
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== ''),
      reason: colon === '' ? '' : said,
      lines: [line, isAlone ? nextLine(lines, line) : line],
    };
  });
}

function lineStarts(lines: readonly string[]): number[] {
  let at = 0;
  return lines.map((line) => {
    const start = at;
    at += line.length + 1;
    return start;
  });
}

/** The first line after a comment that holds more than comments. */
function nextLine(lines: readonly string[], line: number): number {
  const next = lines.findIndex((text, at) => at > line && !/^\s*(?:$|--|#|\/\*.*\*\/\s*$|\{\{!)/.test(text));
  return next < 0 ? line : next;
}

export interface Judged {
  /** What nobody has asked to ignore. */
  readonly left: readonly Finding[];
  /** What is wrong with the comments themselves. */
  readonly ignores: readonly Finding[];
}

/**
 * Takes out what comments of `texts` ask to ignore. `isOn` tells whether a rule is looked for in a file: a comment for
 * one that is not may well have something to ignore another time.
 */
export function withoutIgnored(
  findings: readonly Finding[],
  texts: ReadonlyMap<string, string>,
  isOn: (file: string, rule: LintRule) => boolean,
): Judged {
  const all = [...texts].flatMap(([file, text]) => ignoresIn(file, text));
  if (all.length === 0) return { left: findings, ignores: [] };
  const byFile = new Map<string, Ignore[]>();
  for (const ignore of all) byFile.set(ignore.range.file, [...(byFile.get(ignore.range.file) ?? []), ignore]);
  const used = new Map<Ignore, Set<string>>();
  const left = findings.filter((finding) => {
    const text = texts.get(finding.place.file);
    const line = text === undefined ? -1 : text.slice(0, finding.place.from).split('\n').length - 1;
    const covering = (byFile.get(finding.place.file) ?? []).filter(
      (ignore) =>
        ignore.reason !== '' &&
        ignore.rules.includes(finding.rule) &&
        ((finding.isWhole && !isYaml(finding.place.file)) || (ignore.lines[0] <= line && line <= ignore.lines[1])),
    );
    for (const ignore of covering) used.set(ignore, (used.get(ignore) ?? new Set()).add(finding.rule));
    return covering.length === 0;
  });
  return { left, ignores: all.flatMap((ignore) => faults(ignore, used.get(ignore) ?? new Set(), texts, isOn)) };
}

function isYaml(file: string): boolean {
  return /\.ya?ml$/i.test(file);
}

function faults(
  ignore: Ignore,
  used: ReadonlySet<string>,
  texts: ReadonlyMap<string, string>,
  isOn: (file: string, rule: LintRule) => boolean,
): readonly Finding[] {
  const { range, rules, reason } = ignore;
  const say = (message: string, help: string, fix: Finding['fix'] = null): Finding => ({
    rule: 'ignore',
    place: range,
    isWhole: false,
    message,
    label: '',
    notes: [],
    help,
    node: null,
    fix,
  });
  const form = '`mart-ignore select-star: reason`';
  if (rules.length === 0) return [say('this comment does not say which rule to ignore', `write ${form}`)];
  const known: readonly string[] = ruleNames;
  const strange = rules.filter((rule) => !known.includes(rule));
  if (strange.length > 0) {
    return strange.map((rule) =>
      say(`there is no rule \`${rule}\``, didYouMean(rule, known) ?? `the rules are ${known.join(', ')}`),
    );
  }
  if (reason === '') return [say('this comment gives no reason, so nothing is ignored', `write ${form}`)];
  const idle = rules.filter((rule) => !used.has(rule) && isOn(range.file, rule as LintRule));
  const isIdle = idle.length === rules.length;
  return idle.map((rule) =>
    say(`there is no \`${rule}\` to ignore here`, 'take the comment away', isIdle ? [removal(range, texts)] : null),
  );
}

/** The comment, with its line where it stands alone. */
function removal({ file, from, to }: Range, texts: ReadonlyMap<string, string>) {
  const text = texts.get(file) ?? '';
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const end = text.indexOf('\n', to);
  const before = text.slice(start, from);
  const after = text.slice(to, end < 0 ? text.length : end);
  if (before.trim() === '' && after.trim() === '')
    return { file, from: start, to: end < 0 ? text.length : end + 1, text: '' };
  return { file, from: from - (before.length - before.trimEnd().length), to, text: '' };
}
