import WhitespaceControl from 'handlebars/dist/cjs/handlebars/compiler/whitespace-control.js';
import type { SourceText } from '../source/text.ts';
import type { Program } from './ast.ts';
import { readTree } from './grammar.ts';
import { ParseFailure, type ParseProblem, reservedCharacter } from './parse-problem.ts';

/** A template that was read: its tree, or why there is none. */
export type Template =
  | { readonly source: SourceText; readonly program: Program; readonly problems: null }
  | { readonly source: SourceText; readonly program: null; readonly problems: readonly ParseProblem[] };

const kept = new WeakMap<SourceText, Template>();
let last: Template | null = null;

/** Reads a template that many others use, once: a macro, a generic test. */
export function parseOnce(source: SourceText): Template {
  const known = kept.get(source);
  if (known) return known;
  const template = parse(source);
  kept.set(source, template);
  return template;
}

/** Reads a template; asking for the same text twice in a row reads it once. */
export function parseAgain(source: SourceText): Template {
  if (last?.source.text === source.text && last.source.path === source.path) return last;
  last = parse(source);
  return last;
}

export function parse(source: SourceText): Template {
  const reserved = reservedCharacter(source.text);
  if (reserved) return { source, program: null, problems: [reserved] };
  try {
    return { source, program: tree(source.text), problems: null };
  } catch (error) {
    if (error instanceof ParseFailure) return { source, program: null, problems: error.problems };
    throw error;
  }
}

function tree(text: string): Program {
  if (!text.includes('{{')) return plain(text);
  const program = readTree(text);
  return hasNoLines(program, text) ? program : (new WhitespaceControl({}).accept(program) as Program);
}

function plain(value: string): Program {
  if (value === '') return { type: 'Program', body: [] };
  const loc = { from: 0, to: value.length };
  return { type: 'Program', body: [{ type: 'ContentStatement', value, original: value, loc }] };
}

/** Whether there is nothing for whitespace control: no `~`, and nothing that can stand alone on its line. */
function hasNoLines(program: Program, text: string): boolean {
  return (
    !text.includes('~') && program.body.every(({ type }) => type === 'ContentStatement' || type === 'MustacheStatement')
  );
}
