import grammar from 'handlebars/dist/cjs/handlebars/compiler/parser.js';
import type { Place } from './ast.ts';

/**
 * Handlebars' tokens, read with sticky expressions and character codes: the lexer that comes with its grammar tries up
 * to forty expressions for every token, which is most of the time that parsing takes. A test compares the two.
 * Places are UTF-16 offsets in the fields that the grammar hands on, `first_line` and `last_line`.
 */
export interface Lexer {
  yytext: string;
  yyleng: number;
  yylineno: number;
  yylloc: Lines;
  readonly options: object;
  setInput(text: string): void;
  lex(): number;
  /** The token read last. */
  place(): Place;
  /** Whether it stands inside braces. */
  inBraces(): boolean;
  /** Whether it opens one block or parenthesis too many: the grammar's time grows with the square of their depth. */
  isTooDeep(): boolean;
}

interface Lines {
  first_line: number;
  last_line: number;
  first_column: number;
  last_column: number;
}

type Mode = 'text' | 'escaped' | 'braces' | 'comment' | 'raw';

const name = (symbol: string): number => grammar.symbols_[symbol] ?? -1;
/** A token that no rule of the grammar takes. */
const INVALID = -1;
const END = name('EOF');
const CONTENT = name('CONTENT');
const COMMENT = name('COMMENT');
const ID = name('ID');
const SEP = name('SEP');
const EQUALS = name('EQUALS');
const DATA = name('DATA');
const STRING = name('STRING');
const CLOSE = name('CLOSE');
const CLOSE_UNESCAPED = name('CLOSE_UNESCAPED');
const CLOSE_RAW = name('CLOSE_RAW_BLOCK');
const END_RAW = name('END_RAW_BLOCK');
const OPEN_PARAMS = name('OPEN_BLOCK_PARAMS');
const CLOSE_PARAMS = name('CLOSE_BLOCK_PARAMS');
const OPEN_ENDBLOCK = name('OPEN_ENDBLOCK');
const OPEN_INVERSE_CHAIN = name('OPEN_INVERSE_CHAIN');
const OPEN_SEXPR = name('OPEN_SEXPR');
const CLOSE_SEXPR = name('CLOSE_SEXPR');

/** How deep blocks and parentheses may stand in each other. */
const deepest = 200;
const blockOpeners: ReadonlySet<number> = new Set([
  name('OPEN_BLOCK'),
  name('OPEN_INVERSE'),
  name('OPEN_PARTIAL_BLOCK'),
]);

/** What begins with two braces, in the order in which Handlebars tries it, and whether it closes them as well. */
const openers: readonly (readonly [pattern: RegExp, token: number, closes: boolean])[] = [
  [/\{\{\{\{/y, name('OPEN_RAW_BLOCK'), false],
  [/\{\{~?>/y, name('OPEN_PARTIAL'), false],
  [/\{\{~?#>/y, name('OPEN_PARTIAL_BLOCK'), false],
  [/\{\{~?#\*?/y, name('OPEN_BLOCK'), false],
  [/\{\{~?\//y, OPEN_ENDBLOCK, false],
  [/\{\{~?\^\s*~?\}\}/y, name('INVERSE'), true],
  [/\{\{~?\s*else\s*~?\}\}/y, name('INVERSE'), true],
  [/\{\{~?\^/y, name('OPEN_INVERSE'), false],
  [/\{\{~?\s*else\b/y, OPEN_INVERSE_CHAIN, false],
  [/\{\{~?\{/y, name('OPEN_UNESCAPED'), false],
  [/\{\{~?&/y, name('OPEN'), false],
];
const commentStart = /\{\{~?!--/y;
const shortComment = /\{\{~?![\s\S]*?\}\}/y;
const longComment = /[\s\S]*?--~?\}\}/y;
const open = /\{\{~?\*?/y;
const OPEN = name('OPEN');

const closers: readonly (readonly [pattern: RegExp, token: number])[] = [
  [/\}\}\}\}/y, CLOSE_RAW],
  [/\}~?\}\}/y, CLOSE_UNESCAPED],
  [/~?\}\}/y, CLOSE],
];

const words: readonly (readonly [pattern: RegExp, token: number])[] = [
  [/(?:true|false)(?=[~}\s)])/y, name('BOOLEAN')],
  [/undefined(?=[~}\s)])/y, name('UNDEFINED')],
  [/null(?=[~}\s)])/y, name('NULL')],
  [/-?[0-9]+(?:\.[0-9]+)?(?=[~}\s)])/y, name('NUMBER')],
  [/as\s+\|/y, OPEN_PARAMS],
  [/[^\s!"#%-,./;->@[-^`{-~]+(?=[=~}\s/.)|])/y, ID],
];
const space = /\s+/y;
const doubleQuoted = /"(?:\\["]|[^"])*"/y;
const singleQuoted = /'(?:\\[']|[^'])*'/y;
const bracketed = /\[(?:\\\]|[^\]])*\]/y;
const dot = /\.(?=[=~}\s/.)|])/y;
const escapedText = /[^\0]{2,}?(?=\{\{|\\\{\{|\\\\\{\{|$)/y;
const rawStart = /\{\{\{\{(?=[^/])/y;
const rawEnd = /\{\{\{\{\/[^\s!"#%-,./;->@[-^`{-~]+(?=[=}\s/.])\}\}\}\}/y;
const rawText = /[^\0]+?(?=\{\{\{\{)/y;

export function createLexer(): Lexer {
  let text = '';
  let at = 0;
  let start = 0;
  const modes: Mode[] = [];
  let depth = 0;
  /** For each open block how many levels it has opened: one, and one for each `{{else if}}`. */
  const levels: number[] = [];

  const lexer: Lexer = {
    yytext: '',
    yyleng: 0,
    yylineno: 0,
    yylloc: { first_line: 0, last_line: 0, first_column: 0, last_column: 0 },
    options: {},
    setInput(input) {
      text = input;
      at = 0;
      start = 0;
      modes.length = 0;
      modes.push('text');
      depth = 0;
      levels.length = 0;
      lexer.yytext = '';
      lexer.yylloc = { first_line: 0, last_line: 0, first_column: 0, last_column: 0 };
    },
    lex() {
      let token = 0;
      while (token === 0) token = next();
      count(token);
      if (depth > deepest) token = INVALID;
      lexer.yylloc = { first_line: start, last_line: at, first_column: 0, last_column: 0 };
      return token;
    },
    place: () => ({ from: start, to: at }),
    inBraces: () => modes.at(-1) === 'braces',
    isTooDeep: () => depth > deepest,
  };
  return lexer;

  function count(token: number): void {
    if (token === OPEN_SEXPR) depth++;
    else if (token === CLOSE_SEXPR) depth--;
    else if (blockOpeners.has(token)) {
      depth++;
      levels.push(1);
    } else if (token === OPEN_INVERSE_CHAIN) {
      depth++;
      levels.push((levels.pop() ?? 0) + 1);
    } else if (token === OPEN_ENDBLOCK) depth -= levels.pop() ?? 0;
  }

  /** The next token, or 0 where something was read that is none. */
  function next(): number {
    start = at;
    lexer.yytext = '';
    if (at >= text.length) return modes.at(-1) === 'text' || modes.at(-1) === 'braces' ? END : INVALID;
    switch (modes.at(-1)) {
      case 'braces':
        return inBraces();
      case 'escaped':
        modes.pop();
        return take(escapedText) ? CONTENT : INVALID;
      case 'comment':
        modes.pop();
        return take(longComment) ? COMMENT : INVALID;
      case 'raw':
        return inRaw();
      default:
        return inText();
    }
  }

  function inText(): number {
    const found = text.indexOf('{{', at);
    if (found < 0) {
      at = text.length;
      lexer.yytext = text.slice(start);
      return CONTENT;
    }
    at = found;
    let end = found;
    if (text[found - 1] === '\\' && found > start) {
      end--;
      modes.push(text[end - 1] === '\\' && end > start ? 'braces' : 'escaped');
    } else modes.push('braces');
    lexer.yytext = text.slice(start, end);
    return lexer.yytext === '' ? 0 : CONTENT;
  }

  function inRaw(): number {
    if (take(rawStart)) {
      modes.push('raw');
      return CONTENT;
    }
    if (take(rawEnd)) {
      modes.pop();
      if (modes.at(-1) === 'raw') return CONTENT;
      lexer.yytext = lexer.yytext.slice(5, -4);
      return END_RAW;
    }
    return take(rawText) ? CONTENT : INVALID;
  }

  function inBraces(): number {
    switch (text[at]) {
      case '{':
        if (text[at + 1] === '{') return opener();
        return character(INVALID);
      case '}':
      case '~':
        return closer();
      case '(':
        return character(OPEN_SEXPR);
      case ')':
        return character(CLOSE_SEXPR);
      case '=':
        return character(EQUALS);
      case '@':
        return character(DATA);
      case '|':
        return character(CLOSE_PARAMS);
      case '/':
        return character(SEP);
      case '.':
        return dots();
      case '"':
        return quoted(doubleQuoted, /\\"/g, '"');
      case "'":
        return quoted(singleQuoted, /\\'/g, "'");
      case '[':
        if (!take(bracketed)) return character(INVALID);
        lexer.yytext = lexer.yytext.replace(/\\([\\\]])/g, '$1');
        return ID;
      default:
        return word();
    }
  }

  function opener(): number {
    for (const [pattern, token, closes] of openers) {
      if (!take(pattern)) continue;
      if (closes) modes.pop();
      return token;
    }
    if (take(commentStart)) {
      at = start;
      modes.pop();
      modes.push('comment');
      return 0;
    }
    if (take(shortComment)) {
      modes.pop();
      return COMMENT;
    }
    take(open);
    return OPEN;
  }

  function closer(): number {
    for (const [pattern, token] of closers) {
      if (!take(pattern)) continue;
      modes.pop();
      if (token === CLOSE_RAW) modes.push('raw');
      return token;
    }
    return character(INVALID);
  }

  function dots(): number {
    if (text[at + 1] === '.') {
      at += 2;
      lexer.yytext = '..';
      return ID;
    }
    return take(dot) ? ID : character(SEP);
  }

  function quoted(pattern: RegExp, escaped: RegExp, quote: string): number {
    if (!take(pattern)) return character(INVALID);
    const value = lexer.yytext.slice(1, -1);
    lexer.yytext = value.includes('\\') ? value.replace(escaped, quote) : value;
    return STRING;
  }

  function word(): number {
    if (take(space)) return 0;
    for (const [pattern, token] of words) if (take(pattern)) return token;
    return character(INVALID);
  }

  function character(token: number): number {
    lexer.yytext = text[at] ?? '';
    at++;
    return token;
  }

  /** Reads what the pattern matches here into `yytext`. */
  function take(pattern: RegExp): boolean {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found) return false;
    lexer.yytext = found[0];
    at += found[0].length;
    return true;
  }
}
