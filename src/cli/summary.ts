import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { sanitiseLine } from '../diagnostics/sanitise.ts';
import type { Style } from '../diagnostics/style.ts';
import { hasFailed, isBad, type NodeResult, type Status } from '../nodes/result.ts';
import { count, counted, duration, signOf } from './figures.ts';
import { nameOf } from './run-lines.ts';

export interface Ending {
  readonly results: readonly NodeResult[];
  readonly seconds: number;
  readonly interrupted: boolean;
  /** Warnings that belong to no test: shown as a number of their own. */
  readonly warnings: number;
  /** The next command to type when it went wrong; empty for none. */
  readonly next: string;
}

/** `FAILED  5 ok · 1 error · 6 skipped · 31 tests passed · 0.4s     next: mart retry` */
export function summaryLine(ending: Ending, style: Style): string {
  const { results, interrupted, seconds, next } = ending;
  const word = interrupted ? 'INTERRUPTED' : hasBad(results) ? 'FAILED' : 'OK';
  const paint = word === 'OK' ? style.good : style.error;
  const parts = [...countsOf(ending), duration(seconds, 1)].join(style.ascii ? ', ' : ' · ');
  return `${style.strong(paint(word))}  ${parts}${word === 'OK' || next === '' ? '' : `     next: ${next}`}`;
}

export function hasBad(results: readonly NodeResult[]): boolean {
  return results.some(({ status }) => isBad(status));
}

function countsOf({ results, warnings }: Ending): string[] {
  const tests = results.filter(isTest);
  const nodes = results.filter((one) => !isTest(one));
  const many = (of: readonly NodeResult[], status: Status) => of.filter((one) => one.status === status).length;
  const said: (readonly [number, (n: number) => string])[] = [
    [many(nodes, 'success'), (n) => `${count(n)} ok`],
    [many(nodes, 'pass'), (n) => `${count(n)} fresh`],
    [many(nodes, 'reused'), (n) => `${count(n)} reused`],
    [nodes.filter((one) => hasFailed(one.status)).length, (n) => counted(n, 'error')],
    [many(nodes, 'skipped'), (n) => `${count(n)} skipped`],
    [many(nodes, 'waiting'), (n) => `${count(n)} waiting`],
    [many(tests, 'pass') + many(tests, 'reused'), (n) => `${counted(n, 'test')} passed`],
    [many(tests, 'warn'), (n) => `${counted(n, 'test')} warned`],
    [many(tests, 'fail'), (n) => `${counted(n, 'test')} failed`],
    [many(tests, 'error'), (n) => `${counted(n, 'test')} could not run`],
    [many(tests, 'skipped'), (n) => `${counted(n, 'test')} skipped`],
    [warnings, (n) => counted(n, 'warning')],
  ];
  const shown = said.filter(([n]) => n > 0).map(([n, text]) => text(n));
  return shown.length > 0 ? shown : ['nothing to do'];
}

export function isTest({ resource }: NodeResult): boolean {
  return resource === 'test' || resource === 'unit_test';
}

const repeated = 20;

/** What failed, once more, a line each with its place: after a long run it has scrolled away. */
export function failureLines(results: readonly NodeResult[], style: Style): string[] {
  const failed = results.filter(({ status }) => hasFailed(status));
  const lines = failed.slice(0, repeated).map((result) => {
    const finding = result.diagnostics.find(({ severity }) => severity === 'error');
    const why = finding ? findingText(finding) : (result.message ?? result.status);
    return `${style.error(signOf('failed', style.ascii))} ${nameOf(result)}  ${sanitiseLine(why)}`;
  });
  const left = failed.length - lines.length;
  return left > 0 ? [...lines, `${style.ascii ? '...' : '…'} and ${left} more`] : lines;
}

/** `3 are built each time: moment, draws (it calls `now`), draw (it calls `random`)`, at most so many of them. */
export function eachTimeLine(nodes: readonly { readonly name: string; readonly why: string }[], most: number): string {
  const byReason = new Map<string, string[]>();
  for (const { name, why } of nodes.slice(0, most)) byReason.set(why, [...(byReason.get(why) ?? []), name]);
  const said = [...byReason].map(([why, names]) => `${names.join(', ')} (${why})`);
  const left = nodes.length - most;
  const more = left > 0 ? ` and ${count(left)} more` : '';
  const are = nodes.length === 1 ? '1 is' : `${count(nodes.length)} are`;
  return sanitiseLine(`${are} built each time: ${said.join(', ')}${more}`);
}

/** `models/silver/batches.sql:7:3: error[M301]: no such column` */
function findingText({ labels, code, severity, message }: Diagnostic): string {
  const span = labels[0]?.span;
  const place = span ? `${span.file}:${span.start.line}:${span.start.column}: ` : '';
  return `${place}${severity}[${code}]: ${message}`;
}
