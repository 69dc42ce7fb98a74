import { type Info, parse } from 'csv-parse/sync';
import { DiagnosticError, diagnostic } from '../../diagnostics/diagnostic.ts';
import type { TextPlace, UnitCell, UnitRows } from '../../nodes/node.ts';
import type { Span } from '../../source/span.ts';
import { type ReadText, spanOf } from '../../source/text.ts';
import { rangeOf } from '../../source/yaml.ts';
import { sameName } from '../columns.ts';
import { spanOfLine, spanOfText } from './text-place.ts';

/** Rows as written, before any type is known. */
export interface CellTable {
  /** As written, in order of appearance. */
  readonly columns: readonly string[];
  /** In the order of `columns`; undefined where a row does not have the column. */
  readonly rows: readonly (readonly (UnitCell | undefined)[])[];
  /** Where a value stands; its row where the column is null or not in the row. */
  readonly spanOf: (row: number, column: string | null) => Span;
  /** Where a column is named. */
  readonly spanOfColumn: (column: string) => Span;
}

type Written = Extract<UnitRows, { readonly kind: 'dict' | 'csv' }>;

/** Throws `DiagnosticError` (M133) for CSV that is no table. */
export function cellTable(rows: Written, node: string, readText: ReadText): CellTable {
  return rows.kind === 'dict' ? dictTable(rows, readText) : csvTable(rows, node, readText);
}

function dictTable({ rows, place }: Extract<Written, { readonly kind: 'dict' }>, readText: ReadText): CellTable {
  // Names compare without case; each row may spell them its own way.
  const spelled = new Map<string, string>();
  for (const row of rows) {
    for (const name of Object.keys(row)) {
      const folded = name.toLowerCase();
      if (!spelled.has(folded)) spelled.set(folded, name);
    }
  }
  const columns = [...spelled.values()];
  const spelling = (row: (typeof rows)[number] | undefined, column: string): string | undefined =>
    row && (Object.hasOwn(row, column) ? column : Object.keys(row).find((name) => sameName(name, column)));
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  const isPlain = names.size === columns.length;
  const cell = (row: (typeof rows)[number], column: string) => {
    const name = isPlain ? column : spelling(row, column);
    return name !== undefined && Object.hasOwn(row, name) ? row[name] : undefined;
  };
  const at = (path: readonly (string | number)[], part: 'key' | 'value'): Span => {
    const text = readText(place.file) ?? '';
    return spanOf(rangeOf({ path: place.file, text }, { ...place, path: [...place.path, ...path] }, part), text);
  };
  return {
    columns,
    rows: rows.map((row) => columns.map((name) => cell(row, name))),
    spanOf: (row, column) => at(column === null ? [row] : [row, spelling(rows[row], column) ?? column], 'value'),
    spanOfColumn: (column) => {
      const first = rows.findIndex((row) => Object.hasOwn(row, column));
      return at([Math.max(0, first), column], 'key');
    },
  };
}

type Refuse = (message: string, line: number | null, help: string | null) => never;

function csvTable({ text, place }: { text: string; place: TextPlace }, node: string, readText: ReadText): CellTable {
  const refuse: Refuse = (message, line, help) => {
    const span = line === null ? spanOfText(place, readText) : spanOfLine(place, text, line, readText);
    throw new DiagnosticError([diagnostic('M133', message, { labels: [{ span, text: '' }], help, node })]);
  };
  const [header, ...records] = csvRecords(text, refuse);
  if (!header) return refuse('the CSV is empty', null, 'its first line names the columns');
  const lineOf = (record: number) => csvLines(text)[record] ?? 1;
  const columns = header.map((name) => (name ?? '').trim());
  const twice = columns.find((name, at) => columns.indexOf(name) !== at || name === '');
  if (twice !== undefined) {
    const message = twice === '' ? 'a column of the CSV has no name' : `two columns of the CSV are called \`${twice}\``;
    refuse(message, lineOf(0), null);
  }
  const ragged = records.findIndex((cells) => cells.length !== columns.length);
  if (ragged >= 0) {
    const count = records[ragged]?.length ?? 0;
    const cells = `${count} cell${count === 1 ? '' : 's'}`;
    refuse(`this row has ${cells}, and the first line names ${columns.length} columns`, lineOf(ragged + 1), null);
  }
  return {
    columns,
    rows: records,
    spanOf: (row) => spanOfLine(place, text, lineOf(row + 1), readText),
    spanOfColumn: () => spanOfLine(place, text, lineOf(0), readText),
  };
}

const shape = { relax_column_count: true, skip_empty_lines: true } as const;

/** Records of cells; what is empty is NULL unless it is in quotes. */
function csvRecords(text: string, refuse: Refuse): (string | null)[][] {
  try {
    // Asking about the quotes of each cell takes ten times as long.
    if (!/(?:^|,)""(?=,|\r?$)/m.test(text)) {
      return parse(text, shape).map((record) => record.map((cell) => (cell === '' ? null : cell)));
    }
    const cast = (cell: string, { quoting }: { readonly quoting: boolean }) => (cell === '' && !quoting ? null : cell);
    return parse(text, { ...shape, cast }) as unknown as (string | null)[][];
  } catch (error) {
    if (!(error instanceof Error && 'lines' in error)) throw error;
    const why = error.message.split(/[.:]/)[0] ?? '';
    return refuse(`this is not CSV: ${why.toLowerCase()}`, Number(error.lines), null);
  }
}

/** The line on which each record ends, from 1. */
function csvLines(text: string): number[] {
  const found = parse(text, { ...shape, info: true }) as unknown as { readonly info: Info }[];
  return found.map(({ info }) => info.lines);
}
