import type { Code } from '../diagnostics/codes.ts';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import { positionAt, type SourceText, spanOf } from '../source/text.ts';
import type { Place } from './ast.ts';
import type { Caller, Frame } from './frame.ts';
import type { ParseProblem } from './parse-problem.ts';
import type { Rendering } from './rendering.ts';

/** What an expression gives that could not be evaluated: a problem was reported, nothing more is said about it. */
export const failed: unique symbol = Symbol('failed');

interface Said {
  readonly label?: string;
  readonly help?: string | null | undefined;
  readonly notes?: readonly string[];
}

/** Reports a problem at a place of the frame's file, once, with the calls that led there. */
export function report(
  rendering: Rendering,
  frame: Pick<Frame, 'file' | 'caller'>,
  code: Code,
  message: string,
  place: Place,
  said: Said = {},
): typeof failed {
  const key = `${code} ${frame.file.path} ${place.from} ${message}`;
  if (rendering.reported.includes(key)) return failed;
  rendering.reported.push(key);
  const span = spanOf({ file: frame.file.path, from: place.from, to: place.to }, frame.file.text);
  rendering.diagnostics.push(
    diagnostic(code, message, {
      labels: [{ span, text: said.label ?? '' }],
      notes: [...(said.notes ?? []), ...calledFrom(frame.caller)],
      help: said.help,
    }),
  );
  return failed;
}

/** Reports why a file is no template. No caller is named: the file is wrong by itself, and one report of it is enough. */
export function reportUnreadable(rendering: Rendering, file: SourceText, problems: readonly ParseProblem[]): void {
  for (const { message, place, label, help } of problems) {
    report(rendering, { file, caller: null }, 'M201', message, place, { label, help });
  }
}

const shownCallers = 5;

function calledFrom(caller: Caller | null): string[] {
  const notes: string[] = [];
  for (let at = caller; at; at = at.parent) {
    if (!at.isMacro) continue;
    if (notes.length === shownCallers) return [...notes, 'and so on'];
    const { line, column } = positionAt(at.file.text, at.place.from);
    notes.push(`macro \`${at.name}\` called from ${at.file.path}:${line}:${column}`);
  }
  return notes;
}

/** What a value is, for a message. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'undefined';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'number':
    case 'bigint':
      return 'a number';
    case 'boolean':
      return 'a boolean';
    case 'function':
      return 'a function';
    default:
      return 'a dict';
  }
}
