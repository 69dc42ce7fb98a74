/** A column's type, read from an engine's spelling of it. */
export type ReadType =
  | { readonly kind: 'plain'; readonly name: string }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'list'; readonly item: ReadType }
  | { readonly kind: 'map'; readonly key: ReadType; readonly value: ReadType }
  | { readonly kind: 'struct' | 'union'; readonly fields: readonly Field[] };

export interface Field {
  readonly name: string;
  readonly type: ReadType;
}

/** Words, quoted names, texts, and marks. */
const token = /\s*("(?:[^"]|"")*"|'(?:[^']|'')*'|[\p{L}\p{N}_$]+|.)/gsu;

/** `STRUCT(a INTEGER, "b c" VARCHAR[])[]` as a tree; null for what is not spelled as types are. */
export function readType(spelling: string): ReadType | null {
  const tokens = [...spelling.trim().matchAll(token)].map((found) => found[1] ?? '');
  const reader = { tokens, at: 0 };
  const type = typeAt(reader);
  return type && reader.at === tokens.length ? type : null;
}

interface Reader {
  readonly tokens: readonly string[];
  at: number;
}

function takes(reader: Reader, mark: string): boolean {
  if (reader.tokens[reader.at] !== mark) return false;
  reader.at++;
  return true;
}

function typeAt(reader: Reader): ReadType | null {
  let type = baseAt(reader);
  while (type && takes(reader, '[')) {
    if (/^\d+$/.test(reader.tokens[reader.at] ?? '')) reader.at++;
    if (!takes(reader, ']')) return null;
    type = { kind: 'list', item: type };
  }
  return type;
}

function baseAt(reader: Reader): ReadType | null {
  const words: string[] = [];
  while (/^["\p{L}_]/u.test(reader.tokens[reader.at] ?? '')) words.push(unquoted(reader.tokens[reader.at++] ?? ''));
  const name = words.join(' ').toUpperCase();
  if (name === '') return null;
  if (!takes(reader, '(')) return { kind: 'plain', name };
  const type = insideOf(name, reader);
  if (!takes(reader, ')')) return null;
  // `TIME(6) WITH TIME ZONE`
  while (/^\p{L}/u.test(reader.tokens[reader.at] ?? '')) reader.at++;
  return type;
}

function insideOf(name: string, reader: Reader): ReadType | null {
  if (name === 'STRUCT' || name === 'UNION') {
    const fields = listOf(reader, fieldAt);
    return fields && { kind: name === 'STRUCT' ? 'struct' : 'union', fields };
  }
  if (name === 'MAP') {
    const [key, value] = listOf(reader, typeAt) ?? [];
    return key && value ? { kind: 'map', key, value } : null;
  }
  const values = listOf(reader, (one) => one.tokens[one.at++] ?? null);
  if (!values) return null;
  return name === 'ENUM' ? { kind: 'enum', values: values.map(unquoted) } : { kind: 'plain', name };
}

function listOf<Item>(reader: Reader, itemAt: (reader: Reader) => Item | null): Item[] | null {
  const items: Item[] = [];
  do {
    const item = itemAt(reader);
    if (item === null) return null;
    items.push(item);
  } while (takes(reader, ','));
  return items;
}

function fieldAt(reader: Reader): Field | null {
  const name = reader.tokens[reader.at++];
  const type = name === undefined ? null : typeAt(reader);
  return type && { name: unquoted(name ?? ''), type };
}

function unquoted(text: string): string {
  const quote = text[0];
  if (quote !== '"' && quote !== "'") return text;
  return text.slice(1, -1).replaceAll(quote + quote, quote);
}
