/**
 * The little that mart has to know of SQL's text: where comments, strings and quoted names are, so that it can find the
 * first word and a closing semicolon. What the words mean is the engine's business.
 */

/** The offset after the comment, string or quoted name that starts at `at`; `at` itself when none starts there. */
export function skipOpaque(sql: string, at: number): number {
  const char = sql[at];
  if (char === '-' && sql[at + 1] === '-') return endOr(sql, sql.indexOf('\n', at), 1);
  if (char === '/' && sql[at + 1] === '*') return endOr(sql, sql.indexOf('*/', at + 2), 2);
  if (char === "'" || char === '"') return afterQuoted(sql, at, char);
  if (escaped.test(sql.slice(at, at + 2)) && !/[\w$]/.test(sql[at - 1] ?? '')) return afterEscaped(sql, at + 2);
  if (char === '$') {
    const tag = /^\$(?:[A-Za-z_][A-Za-z_0-9]*)?\$/.exec(sql.slice(at, at + 64))?.[0];
    if (tag) return endOr(sql, sql.indexOf(tag, at + tag.length), tag.length);
  }
  return at;
}

function endOr(sql: string, found: number, length: number): number {
  return found < 0 ? sql.length : found + length;
}

function afterQuoted(sql: string, at: number, quote: string): number {
  for (let i = at + 1; i < sql.length; i++) {
    if (sql[i] !== quote) continue;
    if (sql[i + 1] !== quote) return i + 1;
    i++;
  }
  return sql.length;
}

const escaped = /^e'/i;

/** After a string like `e'it\'s'`, whose text starts at `at`. */
function afterEscaped(sql: string, at: number): number {
  for (let i = at; i < sql.length; i++) {
    if (sql[i] === '\\') i++;
    else if (sql[i] === "'" && sql[i + 1] === "'") i++;
    else if (sql[i] === "'") return i + 1;
  }
  return sql.length;
}

function skipBlank(sql: string, from: number): number {
  let at = from;
  for (;;) {
    while (at < sql.length && /\s/.test(sql[at] ?? '')) at++;
    const comment = sql.startsWith('--', at) || sql.startsWith('/*', at);
    if (!comment) return at;
    at = skipOpaque(sql, at);
  }
}

/** The first word of a statement after comments, in lower case, and the offset after it. */
export function firstWord(
  sql: string,
  from = 0,
): { readonly word: string; readonly from: number; readonly to: number } {
  const start = skipBlank(sql, from);
  const word = /^[A-Za-z_]+/.exec(sql.slice(start, start + 40))?.[0] ?? '';
  return { word: word.toLowerCase(), from: start, to: start + word.length };
}

/** The statement without its closing semicolons and the comments after them; text after them stays as it is. */
export function withoutSemicolon(sql: string): string {
  if (!sql.includes(';')) return sql;
  for (let at = 0; at < sql.length; ) {
    const next = skipOpaque(sql, at);
    if (next === at && sql[at] === ';' && onlySemicolons(sql, at)) return sql.slice(0, at);
    at = next > at ? next : at + 1;
  }
  return sql;
}

/** How many statements a text holds: its parts between semicolons that are more than comments. */
export function countStatements(sql: string): number {
  let count = 0;
  let blank = true;
  for (let at = 0; at < sql.length; ) {
    const start = skipBlank(sql, at);
    if (start > at) at = start;
    else if (sql[at] === ';') {
      blank = true;
      at++;
    } else {
      if (blank) count++;
      blank = false;
      at = Math.max(skipOpaque(sql, at), at + 1);
    }
  }
  return count;
}

function onlySemicolons(sql: string, from: number): boolean {
  let at = from;
  while (sql[at] === ';') at = skipBlank(sql, at + 1);
  return at >= sql.length;
}

const word = /[\p{L}_][\p{L}\p{N}_$]*/uy;

/** Every word and every quoted name of a text, in lower case; what comments and strings hold is none. */
export function namesIn(sql: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (let at = 0; at < sql.length; ) {
    const after = skipOpaque(sql, at);
    word.lastIndex = at;
    const found = after === at ? word.exec(sql)?.[0] : undefined;
    if (found !== undefined) names.add(found.toLowerCase());
    if (after > at && sql[at] === '"')
      names.add(
        sql
          .slice(at + 1, after - 1)
          .replaceAll('""', '"')
          .toLowerCase(),
      );
    at = Math.max(after, at + (found?.length ?? 1));
  }
  return names;
}
