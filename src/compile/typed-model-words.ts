/** A stretch of a TypeScript file that may come to stand in SQL. */
export interface Word {
  readonly from: number;
  readonly to: number;
}

/** What a TypeScript file holds that Kysely turns into SQL: words in strings, and the text of templates as it is. */
export interface Written {
  /** Names and whole strings, by themselves; `o.batch_id as id` holds `o`, `batch_id` and `id`. */
  readonly words: ReadonlyMap<string, readonly Word[]>;
  /** Text between the `${…}` of templates, by itself. */
  readonly texts: ReadonlyMap<string, readonly Word[]>;
}

const piece = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|([{}])|(`)/g;

/** Reads strings and templates without reading the language: enough to find where a name was written. */
export function writtenIn(source: string): Written {
  const words = new Map<string, Word[]>();
  const texts = new Map<string, Word[]>();
  const add = (to: Map<string, Word[]>, text: string, from: number) => {
    const known = to.get(text) ?? [];
    to.set(text, [...known, { from, to: from + text.length }]);
  };
  /** Braces that are open, outermost first: `true` where one belongs to a template. */
  const open: boolean[] = [];
  const reader = new RegExp(piece);
  const template = (start: number): void => {
    const end = endOfText(source, start);
    add(texts, source.slice(start, end), start);
    if (source[end] === '$') open.push(true);
    reader.lastIndex = end + (source[end] === '$' ? 2 : 1);
  };
  for (let found = reader.exec(source); found; found = reader.exec(source)) {
    const [all, single, double, brace, tick] = found;
    const text = single ?? double;
    if (text !== undefined) addString(text, found.index + 1, (word, from) => add(words, word, from));
    else if (tick) template(found.index + all.length);
    else if (brace === '{') open.push(false);
    else if (brace === '}' && open.pop()) template(found.index + 1);
  }
  return { words, texts };
}

/** The offset of the back tick or the `${` that ends a template's text. */
function endOfText(source: string, start: number): number {
  for (let at = start; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (source[at] === '`' || (source[at] === '$' && source[at + 1] === '{')) return at;
  }
  return source.length;
}

function addString(text: string, from: number, add: (word: string, from: number) => void): void {
  const names = [...text.matchAll(/[^\s.]+/g)].filter((one) => one[0] !== 'as');
  for (const name of names) add(name[0], from + name.index);
  if (names[0]?.[0] !== text && text !== '') add(text, from);
}
