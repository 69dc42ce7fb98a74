import * as build from 'handlebars/dist/cjs/handlebars/compiler/helpers.js';
import grammar from 'handlebars/dist/cjs/handlebars/compiler/parser.js';
import WhitespaceControl from 'handlebars/dist/cjs/handlebars/compiler/whitespace-control.js';
import type { SourceText } from '../source/text.ts';
import type { PathExpression, Place, Program, Statement } from './ast.ts';
import { createLexer } from './lexer.ts';
import { type ParseProblem, reservedCharacter, tooDeep, unexpected, wrongClose, wrongPath } from './parse-problem.ts';

/** A template that was read: its tree, or why there is none. */
export type Template =
  | { readonly source: SourceText; readonly program: Program; readonly problems: null }
  | { readonly source: SourceText; readonly program: null; readonly problems: readonly ParseProblem[] };

class ParseFailure extends Error {
  readonly problems: readonly ParseProblem[];
  constructor(...problems: ParseProblem[]) {
    super(problems[0]?.message);
    this.problems = problems;
  }
}

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
  current = text;
  const program = parser.parse(text);
  return new WhitespaceControl({}).accept(program) as Program;
}

function plain(value: string): Program {
  if (value === '') return { type: 'Program', body: [] };
  const loc = { from: 0, to: value.length };
  return { type: 'Program', body: [{ type: 'ContentStatement', value, original: value, loc }] };
}

interface Lines {
  readonly first_line: number;
  readonly last_line: number;
}

interface Part {
  readonly part: string;
  readonly original: string;
  readonly separator?: string;
}

interface Named {
  readonly path: { readonly original: unknown; readonly loc: Place };
}

const lexer = createLexer();
/** The text that is being read; reading is synchronous. */
let current = '';

const place = (lines: Lines): Place => ({ from: lines.first_line, to: lines.last_line });

/** The builders that the grammar calls: Handlebars' own, with offsets for places and problems that know theirs. */
const builders = {
  id: build.id,
  stripFlags: build.stripFlags,
  stripComment: build.stripComment,
  prepareMustache: build.prepareMustache,
  locInfo: place,
  prepareProgram: (body: readonly Statement[]): Program => ({ type: 'Program', body }),
  preparePath,
  prepareBlock: closing(build.prepareBlock, 3),
  preparePartialBlock: closing(build.preparePartialBlock, 2),
  prepareRawBlock: closing(build.prepareRawBlock, 2),
  parseError(_message: string, { token, expected }: { readonly token: unknown; readonly expected: readonly string[] }) {
    if (lexer.isTooDeep()) throw new ParseFailure(tooDeep(lexer.place()));
    const at = { place: lexer.place(), text: lexer.yytext, inBraces: lexer.inBraces() };
    throw new ParseFailure(...unexpected(current, at, String(token), expected));
  },
};

const parser: { parse(text: string): unknown } = Object.assign(Object.create(grammar), { lexer, yy: builders });

/** A block's builder that first looks whether the closing tag, its argument at `index`, closes what was opened. */
function closing(prepare: (this: unknown, ...parts: never[]) => unknown, index: number) {
  return function (this: unknown, ...parts: unknown[]): unknown {
    const opened = (parts[0] as Named).path;
    const close = parts[index];
    const name = typeof close === 'string' ? close : (close as Partial<Named> | undefined)?.path?.original;
    if (name !== undefined && name !== opened.original) {
      const at = typeof close === 'string' ? opened.loc : ((close as Named).path.loc ?? opened.loc);
      throw new ParseFailure(wrongClose(String(opened.original), String(name), at));
    }
    return prepare.apply(this, parts as never[]);
  };
}

/** Handlebars' own, but `@root.this` may be written: inside `#each` it is the only way to the relation. */
function preparePath(data: boolean, parts: readonly Part[], lines: Lines): PathExpression {
  let original = data ? '@' : '';
  const names: string[] = [];
  let depth = 0;
  let scoped = false;
  for (const { part, original: written, separator } of parts) {
    original += (separator ?? '') + part;
    const isWord = written === part && (part === '..' || part === '.' || part === 'this');
    if (!isWord || (data && part === 'this' && names.length === 1 && names[0] === 'root')) names.push(part);
    else if (names.length > 0) throw new ParseFailure(wrongPath(original, place(lines)));
    else {
      scoped = true;
      if (part === '..') depth++;
    }
  }
  return { type: 'PathExpression', data, depth, parts: names, original, scoped, loc: place(lines) };
}
