import grammar from 'handlebars/dist/cjs/handlebars/compiler/parser.js';

/**
 * Handlebars' tokens, read with sticky expressions and character codes: the lexer that comes with its grammar tries up
 * to forty expressions for every token, which is most of the time that parsing takes. A test compares the two.
 */
export interface Lexer {
  /** What the token read last says, without quotes and escapes, and where it stands, in UTF-16 offsets. */
  value: string;
  from: number;
  to: number;
  /** Begins with a text. */
  start(text: string): void;
  /** Reads the next token: its number in the grammar. */
  next(): number;
  /** Whether it stands inside braces. */
  isInBraces(): boolean;
  /** Whether it opens one block or parenthesis too many. */
  isTooDeep(): boolean;
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

/** How deep blocks and parentheses may stand in each other: what walks the tree calls itself for each. */
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
    value: '',
    from: 0,
    to: 0,
    start(input) {
      text = input;
      at = 0;
      modes.length = 0;
      modes.push('text');
      depth = 0;
      levels.length = 0;
    },
    next() {
      let token = 0;
      while (token === 0) token = read();
      count(token);
      lexer.from = start;
      lexer.to = at;
      return depth > deepest ? INVALID : token;
    },
    isInBraces: () => modes.at(-1) === 'braces',
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
  function read(): number {
    start = at;
    lexer.value = '';
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
      lexer.value = text.slice(start);
      return CONTENT;
    }
    at = found;
    let end = found;
    if (text[found - 1] === '\\' && found > start) {
      end--;
      modes.push(text[end - 1] === '\\' && end > start ? 'braces' : 'escaped');
    } else modes.push('braces');
    lexer.value = text.slice(start, end);
    return lexer.value === '' ? 0 : CONTENT;
  }

  function inRaw(): number {
    if (take(rawStart)) {
      modes.push('raw');
      return CONTENT;
    }
    if (take(rawEnd)) {
      modes.pop();
      if (modes.at(-1) === 'raw') return CONTENT;
      lexer.value = lexer.value.slice(5, -4);
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
        lexer.value = lexer.value.replace(/\\([\\\]])/g, '$1');
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
      lexer.value = '..';
      return ID;
    }
    return take(dot) ? ID : character(SEP);
  }

  function quoted(pattern: RegExp, escaped: RegExp, quote: string): number {
    if (!take(pattern)) return character(INVALID);
    const value = lexer.value.slice(1, -1);
    lexer.value = value.includes('\\') ? value.replace(escaped, quote) : value;
    return STRING;
  }

  function word(): number {
    if (take(space)) return 0;
    for (const [pattern, token] of words) if (take(pattern)) return token;
    return character(INVALID);
  }

  function character(token: number): number {
    lexer.value = text[at] ?? '';
    at++;
    return token;
  }

  /** Reads what the pattern matches here into `value`. */
  function take(pattern: RegExp): boolean {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found) return false;
    lexer.value = found[0];
    at += found[0].length;
    return true;
  }
}
