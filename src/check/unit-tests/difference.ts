import { displayWidth, padEnd } from '../../diagnostics/display-width.ts';

/** How what a query gave differs from what was expected. */
export interface RowsDifference {
  /** The compared columns. */
  readonly columns: readonly string[];
  readonly counts: {
    readonly same: number;
    readonly changed: number;
    /** Expected, and not there. */
    readonly missing: number;
    /** There, and not expected. */
    readonly added: number;
  };
  /** At most `shownAtMost`, in the order of the expected rows, then of the others. */
  readonly rows: readonly DifferentRow[];
}

export interface DifferentRow {
  readonly kind: 'changed' | 'missing' | 'added';
  /** Values as text in the order of the columns; null for an added row. */
  readonly expected: readonly string[] | null;
  /** null for a missing row. */
  readonly actual: readonly string[] | null;
  /** The columns that differ; empty for a row that is on one side only. */
  readonly changed: readonly string[];
}

export const shownAtMost = 20;
const widestCell = 40;
const widestTable = 110;

/** `1 row changed, 2 missing` */
export function differenceText({ counts }: RowsDifference): string {
  const said = (['changed', 'missing', 'added'] as const)
    .filter((kind) => counts[kind] > 0)
    .map((kind, at) => `${counts[kind]}${at === 0 ? ` row${counts[kind] === 1 ? '' : 's'}` : ''} ${kind}`);
  return said.join(', ');
}

const signs = { changed: '~', missing: '-', added: '+' } as const;
const legend = {
  changed: '~ expected → actual',
  missing: '- expected, not there',
  added: '+ there, not expected',
} as const;

/** The difference as a table: a sign for each row, changed cells as `before → after`. */
export function differenceTable(difference: RowsDifference): string {
  const { columns, rows, counts } = difference;
  const cells = rows.map((row) => columns.map((column, at) => cellText(row, column, at)));
  const widths = columns.map((column, at) =>
    Math.max(displayWidth(cut(column)), ...cells.map((row) => displayWidth(row[at] ?? ''))),
  );
  const shown = fitting(difference, widths);
  const line = (sign: string, row: readonly string[]) =>
    `${sign}  ${shown.map((at) => padEnd(row[at] ?? '', widths[at] ?? 0)).join('  ')}`.trimEnd();
  const left = counts.changed + counts.missing + counts.added - rows.length;
  const hidden = columns.length - shown.length;
  const kinds = (['changed', 'missing', 'added'] as const).filter((kind) => rows.some((row) => row.kind === kind));
  return [
    line(' ', columns.map(cut)),
    line(
      ' ',
      widths.map((width) => '-'.repeat(width)),
    ),
    ...rows.map((row, at) => line(signs[row.kind], cells[at] ?? [])),
    ...(left > 0 ? [`… and ${left} more row${left === 1 ? '' : 's'}`] : []),
    ...(hidden > 0 ? [`${hidden} more column${hidden === 1 ? '' : 's'} not shown`] : []),
    `(${kinds.map((kind) => legend[kind]).join(' · ')})`,
  ].join('\n');
}

function cellText({ expected, actual, changed }: DifferentRow, column: string, at: number): string {
  const [before, after] = [cut(oneLine(expected?.[at] ?? '')), cut(oneLine(actual?.[at] ?? ''))];
  if (changed.includes(column)) return `${before} → ${after}`;
  return expected ? before : after;
}

/** Columns that changed, and as many of the others as there is room for, from the left. */
function fitting({ columns, rows }: RowsDifference, widths: readonly number[]): readonly number[] {
  const changed = new Set(rows.flatMap((row) => row.changed));
  let room = widestTable;
  const all = columns.map((column, at) => ({ at, width: (widths[at] ?? 0) + 2, matters: changed.has(column) }));
  const chosen = new Set<number>();
  for (const one of [...all.filter(({ matters }) => matters), ...all.filter(({ matters }) => !matters)]) {
    if (chosen.size > 0 && one.width > room) continue;
    room -= one.width;
    chosen.add(one.at);
  }
  return [...chosen].sort((a, b) => a - b);
}

function oneLine(text: string): string {
  return text.replace(/\r?\n/g, '⏎');
}

function cut(text: string): string {
  return displayWidth(text) <= widestCell ? text : `${[...text].slice(0, widestCell - 1).join('')}…`;
}
