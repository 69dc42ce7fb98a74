import type { Place } from './ast.ts';
import { jinjaCallAt, jinjaCalls, jinjaText } from './jinja.ts';

/** Why a text is no template, for a diagnostic M201. */
export interface ParseProblem {
  readonly message: string;
  readonly place: Place;
  readonly label: string;
  readonly help: string | null;
}

/** Ends the reading of a text. */
export class ParseFailure extends Error {
  readonly problems: readonly ParseProblem[];
  constructor(...problems: ParseProblem[]) {
    super(problems[0]?.message);
    this.problems = problems;
  }
}

interface Found {
  readonly place: Place;
  readonly isInBraces: boolean;
}

/** Marks (`nodes/code.ts`) are made of these two; U+0000 ends a text for the grammar. */
const reserved = /[\0\uE000\uE001]/;

export function reservedCharacter(text: string): ParseProblem | null {
  const found = reserved.exec(text);
  if (!found) return null;
  const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return {
    message: `the character U+${code} cannot stand in a template`,
    place: { from: found.index, to: found.index + 1 },
    label: `U+${code}`,
    help: 'remove it',
  };
}

export function wrongClose(opened: string, closed: string, place: Place): ParseProblem {
  return {
    message: `\`{{/${closed}}}\` closes \`${opened}\``,
    place,
    label: `\`/${opened}\` is expected here`,
    help: `close \`{{#${opened}}}\` with \`{{/${opened}}}\` first`,
  };
}

export function tooDeep(place: Place): ParseProblem {
  return { message: 'the template is nested too deeply', place, label: 'one level too many', help: null };
}

export function wrongPath(path: string, place: Place): ParseProblem {
  return {
    message: `\`${path}\` is not a path`,
    place,
    label: '',
    help: '`this`, `.` and `..` can only stand at the start of a path',
  };
}

/** What is wrong where the grammar met a token that it does not take. For Jinja, all of it that the text has. */
export function unexpected(
  text: string,
  found: Found,
  token: string | null,
  expected: readonly string[],
): ParseProblem[] {
  const before = text.slice(0, found.place.from);
  const open = before.lastIndexOf('{{');
  const isOpen = open >= 0 && before.indexOf('}}', open) < 0;
  if (!isOpen || !jinjaCallAt(text, open)) return [oneUnexpected(text, found, token, expected, isOpen ? open : -1)];
  return [...jinjaCalls(text, open), ...jinjaText(text)]
    .map((one) => ({ ...one, message: jinjaMessage, label: 'Jinja' }))
    .sort((a, b) => a.place.from - b.place.from);
}

export const jinjaMessage = 'this is Jinja, not Handlebars';

function oneUnexpected(
  text: string,
  found: Found,
  token: string | null,
  expected: readonly string[],
  open: number,
): ParseProblem {
  const isPlain = !/["'}]/.test(text[found.place.from] ?? '');
  if (open >= 0 && isPlain && isUnclosed(text, open))
    return opened('braces that do not end', open, 2, 'close them with `}}`');
  if (token === 'EOF' || token === null) {
    const unclosed = atTheEnd(text, found);
    if (unclosed) return unclosed;
  }
  const place = found.place.to > found.place.from ? found.place : { from: found.place.from, to: found.place.from + 1 };
  const written = text.slice(place.from, place.to);
  const said = sayings.find((one) => one.when(token, written, expected));
  if (said) return { message: said.message(written), place, label: said.label, help: said.help };
  return { message: `\`${written.trim()}\` cannot stand here`, place, label: 'not expected', help: null };
}

interface Saying {
  readonly when: (token: string | null, written: string, expected: readonly string[]) => boolean;
  readonly message: (written: string) => string;
  readonly label: string;
  readonly help: string | null;
}

const isQuote = (written: string): boolean => written === '"' || written === "'";

const sayings: readonly Saying[] = [
  {
    when: (token) => token === 'OPEN_ENDBLOCK',
    message: () => 'nothing is open here that could be closed',
    label: 'closes nothing',
    help: null,
  },
  {
    when: (token) => token === 'INVERSE' || token === 'OPEN_INVERSE_CHAIN',
    message: () => '`{{else}}` stands outside a block',
    label: 'belongs to no block',
    help: null,
  },
  {
    when: (token, _, expected) => token === 'CLOSE_UNESCAPED' && expected.includes('CLOSE'),
    message: () => '`}}}` closes what `{{` opened',
    label: 'one brace too many',
    help: 'put a space between `}}` and the `}` of the SQL',
  },
  {
    when: (token) => token === 'CLOSE' || token === 'CLOSE_UNESCAPED',
    message: () => 'the braces are closed too early',
    label: 'something is missing before this',
    help: 'see that every `(` has its `)` and every `key=` a value',
  },
  {
    when: (_, written) => written === '}',
    message: () => 'one brace where two are needed',
    label: 'a second `}` is missing',
    help: 'close the braces with `}}`',
  },
  {
    when: (_, written) => isQuote(written),
    message: () => 'text in quotes that does not end',
    label: 'opened here',
    help: null,
  },
  {
    when: (token, written) => token?.startsWith('OPEN') === true && written.startsWith('{{'),
    message: () => 'braces inside braces',
    label: 'the braces before these are still open',
    help: 'inside `{{…}}` write a call in parentheses: `{{lit (var "x")}}`',
  },
  {
    when: (token, written) => token === null && written === ',',
    message: () => 'arguments are separated by spaces, not commas',
    label: 'not expected',
    help: 'write `{{ref "shop" "orders"}}`',
  },
];

/** Whether the braces at `open` go on to the end of the text, or to others on a later line. */
function isUnclosed(text: string, open: number): boolean {
  const close = text.indexOf('}}', open);
  const next = text.indexOf('{{', open + 2);
  return close < 0 || (next >= 0 && next < close && text.slice(open, next).includes('\n'));
}

/** A block or a comment that never ends, shown where it begins. */
function atTheEnd(text: string, found: Found): ParseProblem | null {
  if (text.startsWith('{{!--', found.place.from) || text.startsWith('{{~!--', found.place.from)) {
    return opened('a comment that does not end', found.place.from, 5, 'close it with `--}}`');
  }
  if (found.place.from < text.length && !found.isInBraces) {
    return opened('a raw block that does not end', found.place.from, 1, 'close it with `{{{{/name}}}}`');
  }
  if (found.place.from < text.length) return null;
  const block = unclosedBlock(text);
  return (
    block && opened(`\`{{#${block.name}}}\` is never closed`, block.from, block.length, `add \`{{/${block.name}}}\``)
  );
}

function opened(message: string, from: number, length: number, help: string): ParseProblem {
  return { message, place: { from, to: from + length }, label: 'opened here', help };
}

const tags = /\{\{~?!--[\s\S]*?--~?\}\}|\{\{~?![\s\S]*?\}\}|\{\{~?(#[>*]?|\^|\/)\s*([^\s}~|()]+)/g;

function unclosedBlock(text: string): { readonly name: string; readonly from: number; readonly length: number } | null {
  const stack: { name: string; from: number; length: number }[] = [];
  for (const tag of text.matchAll(tags)) {
    const [whole, kind, name] = tag;
    if (kind === undefined || name === undefined) continue;
    if (kind === '/') stack.pop();
    else stack.push({ name, from: tag.index, length: whole.length });
  }
  return stack.at(-1) ?? null;
}
