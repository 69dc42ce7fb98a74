import type { ReadText } from '../source/text.ts';
import type { Diagnostic, Label, Severity } from './diagnostic.ts';
import { sanitise, sanitiseLine } from './sanitise.ts';
import { type ReadLines, snippet } from './snippet.ts';
import type { Style } from './style.ts';

/** A diagnostic for people: what is wrong, the place in the author's file, notes and help. No line break at the end. */
export function frame(diagnostic: Diagnostic, readText: ReadText, style: Style): string {
  return frameWith(diagnostic, cachedLines(readText), style);
}

/** Reads each file once, however many diagnostics are in it. */
export function cachedLines(readText: ReadText): ReadLines {
  const known = new Map<string, readonly string[] | undefined>();
  return (file) => {
    if (!known.has(file)) known.set(file, readText(file)?.split(/\r\n|\n|\r/));
    return known.get(file);
  };
}

export function frameWith(diagnostic: Diagnostic, readLines: ReadLines, style: Style): string {
  const { labels } = diagnostic;
  const gutter = Math.max(1, ...labels.map((label) => String(lastLine(label)).length));
  const files = [...new Set(labels.map((label) => label.span.file))];
  const places = files.flatMap((file, index) => {
    const own = labels.filter((label) => label.span.file === file);
    return placed(own, index === 0, readLines(file), gutter, style);
  });
  return [headline(diagnostic, style), ...places, ...remarks(diagnostic, gutter, style)].join('\n');
}

const paints: Record<Severity, 'error' | 'warning' | 'note'> = { error: 'error', warning: 'warning', note: 'note' };

function headline({ severity, code, message }: Diagnostic, style: Style): string {
  const [first = '', ...rest] = sanitise(message).split('\n');
  const start = style[paints[severity]](`${severity}[${code}]`);
  return [`${start}${style.strong(`: ${first}`)}`, ...rest.map((line) => `  ${line}`)].join('\n');
}

/** The labels of one file: its name with the place of the first, then the lines. */
function placed(
  labels: readonly Label[],
  first: boolean,
  lines: readonly string[] | undefined,
  gutter: number,
  style: Style,
): string[] {
  const [main] = labels;
  if (!main) return [];
  const { file, start } = main.span;
  const arrow = style.dim(`${' '.repeat(gutter)}${first ? '-->' : ':::'}`);
  const place = `${arrow} ${sanitiseLine(file)}:${start.line}:${start.column}`;
  if (lines) return [place, ...snippet(labels, first ? main : undefined, lines, gutter, style)];
  return [main.text === '' ? place : `${place}: ${sanitiseLine(main.text)}`];
}

function remarks({ labels, message, notes, help, node }: Diagnostic, gutter: number, style: Style): string[] {
  const lost = labels.length === 0 && node !== null && !message.includes(node);
  return [
    ...(lost ? [['node', node]] : []),
    ...notes.map((note) => ['note', note]),
    ...(help === null ? [] : [['help', help]]),
  ].map(([kind = '', text = '']) => {
    const [first, ...rest] = sanitise(text).split('\n');
    const start = `${' '.repeat(gutter)} ${style.dim('=')} `;
    const indent = ' '.repeat(gutter + 3 + kind.length + 2);
    return [`${start}${style.strong(`${kind}:`)} ${first}`, ...rest.map((line) => indent + line)].join('\n');
  });
}

function lastLine({ span }: Label): number {
  return Math.max(span.start.line, span.end.line);
}
