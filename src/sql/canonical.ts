import { skipOpaque } from './statement.ts';

/** What makes one name with its like beside it; the marks of what is filled in later are among it. */
const word = /[\p{L}\p{N}_$.'"\uE000\uE001]/u;
const sign = /[-+*/<>=~!@#%^&|?:]/;

/**
 * A text of SQL without what means nothing: comments, line ends, closing semicolons, and blanks where they separate
 * nothing. Strings and quoted names stay as they are.
 */
export function canonicalSql(sql: string): string {
  const parts: string[] = [];
  let before = '';
  let blank = '';
  for (let at = 0; at < sql.length; ) {
    const plain = plainRun(sql, at);
    const end = plain === undefined ? skipOpaque(sql, at) : at;
    if (plain === undefined && end > at && isComment(sql, at)) {
      blank += blank === '' ? ' ' : '';
      at = end;
      continue;
    }
    const piece = plain ?? (end > at ? sql.slice(at, end) : (sql[at] ?? ''));
    at += piece.length;
    if (/^\s$/.test(piece)) {
      blank += piece;
      continue;
    }
    if (blank !== '' && before !== '') parts.push(between(before, piece, blank));
    blank = '';
    parts.push(piece);
    before = piece;
  }
  return parts.join('').replace(/[;\s]+$/, '');
}

/** Text from `at` on in which no comment, string, quoted name, blank or semicolon can begin. */
function plainRun(sql: string, at: number): string | undefined {
  const run = /[^\s'"$\-/;]+/y;
  run.lastIndex = at;
  const found = run.exec(sql)?.[0];
  if (found === undefined || sql[at + found.length] !== "'") return found;
  // In `e'it\'s'` the letter belongs to the string.
  return /(?:^|[^\w$])e$/i.test(found) ? found.slice(0, -1) || undefined : found;
}

function isComment(sql: string, at: number): boolean {
  return sql.startsWith('--', at) || sql.startsWith('/*', at);
}

/** Two strings with a line end between them are one. */
function between(before: string, after: string, blank: string): string {
  const last = before.at(-1) ?? '';
  const [first = ''] = after;
  if (last === "'" && first === "'") return /[\n\r]/.test(blank) ? '\n' : ' ';
  return (word.test(last) && word.test(first)) || (sign.test(last) && sign.test(first)) ? ' ' : '';
}
