import * as build from 'handlebars/dist/cjs/handlebars/compiler/helpers.js';
import grammar from 'handlebars/dist/cjs/handlebars/compiler/parser.js';
import type { PathExpression, Place, Program, Statement } from './ast.ts';
import { createLexer } from './lexer.ts';
import { ParseFailure, tooDeep, unexpected, wrongClose, wrongPath } from './parse-problem.ts';

/** The first of what a table says of a token: to go to a state. */
const SHIFT = 1;

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
};

/**
 * Handlebars' tables in one dense array, a row for each state: a positive entry is the state to go to after a token or
 * a rule's symbol, a negative one the rule to reduce by, 0 an error.
 */
const width = 1 + Math.max(...Object.values(grammar.symbols_));
const steps = new Int16Array(grammar.table.length * width);
/** The rule by which a state reduces whatever follows, or 0. */
const defaults = new Int16Array(grammar.table.length);
const symbols = new Int16Array(grammar.productions_.length);
const lengths = new Int16Array(grammar.productions_.length);

for (const [state, row] of grammar.table.entries()) {
  for (const [symbol, entry] of Object.entries(row)) {
    const [kind, target] = typeof entry === 'number' ? [SHIFT, entry] : entry;
    steps[state * width + Number(symbol)] = kind === SHIFT ? (target ?? 0) : -(target ?? 0);
  }
  defaults[state] = grammar.defaultActions[state]?.[1] ?? 0;
}
for (const [rule, production] of grammar.productions_.entries()) {
  if (production === 0) continue;
  symbols[rule] = production[0];
  lengths[rule] = production[1];
}

/**
 * Reads a text by Handlebars' tables. Its own driver copies its stacks at every step and knows lines and columns only;
 * here places are offsets, in the two fields that the rules hand on. Throws a `ParseFailure`.
 */
export function readTree(text: string): Program {
  const states: number[] = [0];
  const values: unknown[] = [null];
  const from: number[] = [0];
  const to: number[] = [0];
  let top = 0;
  let token = 0;
  let isRead = false;
  lexer.start(text);
  for (;;) {
    const state = states[top] ?? 0;
    let rule = defaults[state] ?? 0;
    if (rule === 0) {
      if (!isRead) token = lexer.next();
      isRead = true;
      const step = token < 0 ? 0 : (steps[state * width + token] ?? 0);
      if (step === 0) throw failure(text, state, token);
      if (step > 0) {
        top++;
        states[top] = step;
        values.push(lexer.value);
        from[top] = lexer.from;
        to[top] = lexer.to;
        isRead = false;
        continue;
      }
      rule = -step;
    }
    const length = lengths[rule] ?? 0;
    const base = top - length;
    const lines: Lines = { first_line: from[length === 0 ? top : base + 1] ?? 0, last_line: to[top] ?? 0 };
    const made: Made = { $: length === 0 ? undefined : values[base + 1], _$: lines };
    const whole = grammar.performAction.call(made, '', 0, 0, builders, rule, values);
    if (whole !== undefined) return whole as Program;
    for (let popped = 0; popped < length; popped++) values.pop();
    top = base + 1;
    states[top] = steps[(states[base] ?? 0) * width + (symbols[rule] ?? 0)] ?? 0;
    values.push(made.$);
    from[top] = lines.first_line;
    to[top] = lines.last_line;
  }
}

interface Made {
  $: unknown;
  _$: Lines;
}

function failure(text: string, state: number, token: number): ParseFailure {
  const place = { from: lexer.from, to: lexer.to };
  if (lexer.isTooDeep()) return new ParseFailure(tooDeep(place));
  const expected = Object.keys(grammar.table[state] ?? {}).map((one) => grammar.terminals_[Number(one)] ?? '');
  const found = { place, isInBraces: lexer.isInBraces() };
  return new ParseFailure(...unexpected(text, found, grammar.terminals_[token] ?? null, expected));
}

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
