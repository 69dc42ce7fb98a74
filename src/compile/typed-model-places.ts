import type { Range } from '../source/span.ts';
import type { ReadText } from '../source/text.ts';
import type { At, ModuleLoader } from '../template/load-modules.ts';

/** What to look for on the line of a call: its name, and its first argument where that is text. */
export interface Called {
  readonly word: string;
  readonly argument?: string | undefined;
}

/** The stretch of a project file where an error was made, around `called`; null when it was made nowhere in the project. */
export function rangeOfCall(
  error: Error,
  { word, argument }: Called,
  loader: ModuleLoader,
  readText: ReadText,
): Range | null {
  const [at] = loader.linesOf(error);
  if (!at) return null;
  const text = readText(at.path) ?? '';
  const { from, line } = lineOf(text, at.line);
  const calls = [...line.matchAll(new RegExp(`(?<![\\w$])${escaped(word)}(?![\\w$])(?:\\s*\\([^()]*\\))?`, 'g'))];
  const named = argument === undefined ? [] : calls.filter((one) => firstArgument(argument).test(one[0]));
  const [first, second] = named.length > 0 ? named.slice(0, 1) : calls;
  const found = second ? (calls.find((one) => covers(one, loader.placesOf(error)[0])) ?? first) : first;
  if (found) return { file: at.path, from: from + found.index, to: from + found.index + found[0].length };
  return { file: at.path, from: from + line.length - line.trimStart().length, to: from + line.trimEnd().length };
}

/** The word at the place where an error was made, else one character. */
export function rangeOfError(error: unknown, loader: ModuleLoader, readText: ReadText): Range | null {
  const [at] = loader.placesOf(error);
  if (!at) return null;
  const { from, line } = lineOf(readText(at.path) ?? '', at.line);
  const column = Math.min(at.column - 1, line.length);
  const unknown = error instanceof ReferenceError ? /^[\w$]+/.exec(error.message)?.[0] : undefined;
  const named = unknown === undefined ? -1 : line.search(new RegExp(`(?<![\\w$])${escaped(unknown)}(?![\\w$])`));
  if (named >= 0) return { file: at.path, from: from + named, to: from + named + (unknown?.length ?? 0) };
  // A call of what was imported is placed at its bracket.
  const start = column - (line[column] === '(' ? (/[\w$]+$/.exec(line.slice(0, column))?.[0].length ?? 0) : 0);
  const length = /^[\w$]+/.exec(line.slice(start))?.[0].length ?? 1;
  return { file: at.path, from: from + start, to: from + Math.min(start + length, line.length) };
}

function covers(one: RegExpExecArray, at: At | undefined): boolean {
  const column = (at?.column ?? 0) - 1;
  return one.index <= column && column < one.index + one[0].length;
}

function firstArgument(text: string): RegExp {
  return new RegExp(`\\(\\s*(['"\`])${escaped(text)}\\1`);
}

function escaped(text: string): string {
  return text.replace(/[^\w]/g, (char) => `\\${char}`);
}

function lineOf(text: string, number: number): { readonly from: number; readonly line: string } {
  const lines = text.split('\n');
  const from = lines.slice(0, number - 1).reduce((sum, line) => sum + line.length + 1, 0);
  return { from, line: lines[number - 1] ?? '' };
}
