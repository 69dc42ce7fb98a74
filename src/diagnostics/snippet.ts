import type { Label } from './diagnostic.ts';
import { type Mark, marksOf } from './marks.ts';
import { sanitiseLine } from './sanitise.ts';
import { columnOf, cutAround, indentOf, type SourceLine, sourceLine } from './source-line.ts';
import type { Style } from './style.ts';

/** Lines of a file by its path; undefined when it cannot be read. */
export type ReadLines = (file: string) => readonly string[] | undefined;

/** The lines that the labels of one file are about, underlined. `gutter` is the width of the line numbers. */
export function snippet(
  labels: readonly Label[],
  main: Label | undefined,
  lines: readonly string[],
  gutter: number,
  style: Style,
): string[] {
  const marks = labels
    .flatMap((label) => marksOf(label, label === main, lines.length))
    .sort((a, b) => a.line - b.line || Number(b.main) - Number(a.main));
  const bar = `${' '.repeat(gutter)} ${style.dim('|')}`;
  const out = [bar];
  let before: number | null = null;
  for (const line of new Set(marks.map((mark) => mark.line))) {
    const shown = sourceLine(lines[line - 1] ?? '');
    if (before !== null && line === before + 2)
      out.push(...bare(before + 1, sourceLine(lines[before] ?? ''), gutter, style));
    if (before !== null && line > before + 2) out.push(style.dim('...'));
    const own = marks.filter((mark) => mark.line === line);
    out.push(...underlined(line, shown, own, gutter, style));
    before = line;
  }
  return [...out, bar];
}

function bare(line: number, shown: SourceLine, gutter: number, style: Style): string[] {
  const { text } = cutAround(shown, 0, 0, roomFor(gutter, style), ellipsis(style));
  return [numbered(line, text, gutter, style)];
}

/** One line with its marks under it. A line that does not fit is shown once for each mark, cut around it. */
function underlined(line: number, shown: SourceLine, marks: readonly Mark[], gutter: number, style: Style): string[] {
  const room = roomFor(gutter, style);
  const fits = (shown.starts.at(-1) ?? 0) <= room;
  return marks.flatMap((mark, index) => {
    const from = mark.indented ? Math.min(indentOf(shown), columnOf(shown, mark.to)) : columnOf(shown, mark.from);
    const to = Math.max(from + 1, columnOf(shown, mark.to));
    const cut = cutAround(shown, from, to, room, ellipsis(style));
    const carets = Math.max(1, Math.min(to, cut.from + Math.max(cut.width, from - cut.from + 1)) - from);
    const paint = mark.main ? style.error : style.note;
    const sign = (mark.main ? '^' : '-').repeat(carets);
    const words = mark.text === '' ? sign : `${sign} ${sanitiseLine(mark.text)}`;
    const under = `${' '.repeat(gutter)} ${style.dim('|')} ${' '.repeat(from - cut.from)}${paint(words)}`;
    return fits && index > 0 ? [under] : [numbered(line, cut.text, gutter, style), under];
  });
}

function numbered(line: number, text: string, gutter: number, style: Style): string {
  return `${style.dim(`${String(line).padStart(gutter)} |`)} ${text}`.trimEnd();
}

function roomFor(gutter: number, style: Style): number {
  return Math.max(40, style.width - gutter - 3);
}

function ellipsis(style: Style): string {
  return style.ascii ? '...' : '…';
}
