import { readFileSync } from 'node:fs';

/** A fenced block: its language, the file that its info string names, its text, the line it opens on (from 1). */
export interface Fence {
  readonly language: string;
  readonly path: string | null;
  readonly body: string;
  readonly line: number;
}

/** Code between backticks in running text. */
export interface Span {
  readonly text: string;
  readonly line: number;
  /** Whether it shows another program's words: the first column of a table that is headed `dbt`. */
  readonly foreign: boolean;
}

export interface Page {
  readonly fences: readonly Fence[];
  readonly spans: readonly Span[];
  /** Targets of links, as they are written. */
  readonly links: readonly string[];
}

/** Reads a Markdown file. An open fence at its end is an error. */
export function readPage(file: string): Page {
  const fences: Fence[] = [];
  const spans: Span[] = [];
  const links: string[] = [];
  let open: { language: string; path: string | null; body: string; line: number } | null = null;
  let foreign = false;
  for (const [index, text] of readFileSync(file, 'utf8').split('\n').entries()) {
    const line = index + 1;
    const mark = /^```(\S*) ?(.*)$/.exec(text);
    if (open) {
      if (mark) {
        fences.push(open);
        open = null;
      } else open.body += `${text}\n`;
    } else if (mark) {
      open = { language: mark[1] ?? '', path: mark[2] || null, body: '', line };
    } else {
      foreign = /^\| dbt +\|/.test(text) || (foreign && text.startsWith('|'));
      spans.push(...spansOf(text, line, foreign));
      links.push(...[...withoutCode(text).matchAll(/\]\(([^)]+)\)/g)].map((found) => found[1] ?? ''));
    }
  }
  if (open) throw new Error(`${file}:${open.line}: a fence that is not closed`);
  return { fences, spans, links };
}

function spansOf(text: string, line: number, foreign: boolean): Span[] {
  const cells = foreign ? text.split(' | ') : [text];
  return cells.flatMap((cell, index) =>
    [...cell.matchAll(/`([^`]+)`/g)].map((found) => ({ text: found[1] ?? '', line, foreign: foreign && index === 0 })),
  );
}

function withoutCode(text: string): string {
  return text.replace(/`[^`]+`/g, '');
}
