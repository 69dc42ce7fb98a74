import { skipOpaque } from './statement.ts';

/** A piece of SQL's text. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'text' | 'comment' | 'mark';
  readonly from: number;
  readonly to: number;
  /** As written; a quoted name without its quotes. */
  readonly text: string;
}

const word = /[\p{L}_][\p{L}\p{N}_$]*|\p{N}[\p{L}\p{N}_.]*/uy;

/** The words, names, strings, comments and marks of a text, without the blanks between them. */
export function tokens(sql: string): Token[] {
  const found: Token[] = [];
  for (let at = 0; at < sql.length; ) {
    const after = skipOpaque(sql, at);
    const isComment = sql.startsWith('--', at) || sql.startsWith('/*', at);
    if (after > at) {
      const isQuoted = sql[at] === '"';
      const text = isQuoted ? sql.slice(at + 1, after - 1).replaceAll('""', '"') : sql.slice(at, after);
      found.push({ kind: isComment ? 'comment' : isQuoted ? 'quoted' : 'text', from: at, to: after, text });
      at = after;
      continue;
    }
    word.lastIndex = at;
    const name = word.exec(sql)?.[0];
    if (name !== undefined) found.push({ kind: 'word', from: at, to: at + name.length, text: name });
    else if (/\S/.test(sql[at] ?? '')) found.push({ kind: 'mark', from: at, to: at + 1, text: sql[at] ?? '' });
    at += name?.length ?? 1;
  }
  return found;
}

/** The place of the parenthesis that closes the one at `open`; -1 when it is not closed. */
export function closing(all: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < all.length; at++) {
    const token = all[at];
    if (token?.kind !== 'mark') continue;
    if (token.text === '(') depth++;
    if (token.text === ')') depth--;
    if (depth === 0) return at;
  }
  return -1;
}
