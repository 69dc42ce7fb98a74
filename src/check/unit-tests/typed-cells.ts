import type { ColumnType, Session } from '../../adapter/port.ts';
import { DiagnosticError, diagnostic } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { UnitRows } from '../../nodes/node.ts';
import type { Span } from '../../source/span.ts';
import { identifier } from '../../sql/identifier.ts';
import { findColumn, sameName } from '../columns.ts';
import type { CodePlace } from '../places.ts';
import { engineError } from '../send.ts';
import { type CastColumn, castSql } from './cast.ts';
import { type CellTable, cellTable } from './cells.ts';
import { losesDigits } from './fits.ts';

/** Rows whose columns are known: what the engine is to make of them. */
export interface TypedRows {
  readonly table: CellTable;
  readonly columns: readonly CastColumn[];
}

/** A cast that the engine refused; which value it was is found out afterwards. */
export class CastError extends Error {
  readonly rows: TypedRows;
  constructor(rows: TypedRows, cause: unknown) {
    super('a value does not fit its column', { cause });
    this.name = 'CastError';
    this.rows = rows;
  }
}

/**
 * Given cells with the types of the columns that they are for. Throws `DiagnosticError`: M607 for a column that is not
 * there, with the near match among `known`; M606 for a value of which the type would keep less than it says.
 */
export function typedRows(
  rows: Extract<UnitRows, { readonly kind: 'dict' | 'csv' }>,
  known: readonly ColumnType[],
  what: string,
  place: CodePlace,
  untyped: Untyped,
): TypedRows {
  const table = cellTable(rows, place.node, place.readText);
  const strange = table.columns.filter((name) => !findColumn(known, name));
  refuseStrange(strange, known, what, place, table.spanOfColumn);
  refuseTwice(table, place);
  const columns = table.columns.map((name, at): CastColumn => {
    const column = findColumn(known, name) as ColumnType;
    return { name: column.name, type: castable(column.type, untyped), cells: table.rows.map((row) => row[at]) };
  });
  for (const [at, column] of columns.entries()) {
    const row = column.cells.findIndex((cell) => typeof cell === 'string' && losesDigits(column.type, cell));
    if (row >= 0) throw misfit({ table, columns }, row, at, place);
  }
  return { table, columns };
}

/** What stands for the type of a column that is nothing but NULL: tables store it as INTEGER, any text can be compared. */
export type Untyped = 'INTEGER' | 'VARCHAR';

export function castable(type: string, untyped: Untyped): string {
  return type.replaceAll('"NULL"', untyped);
}

export function refuseStrange(
  strange: readonly string[],
  known: readonly ColumnType[],
  what: string,
  place: CodePlace,
  spanOfColumn: (name: string) => Span,
): void {
  if (strange.length === 0) return;
  const names = known.map(({ name }) => name);
  throw new DiagnosticError(
    strange.map((name) =>
      diagnostic('M607', `${what} has no column \`${name}\``, {
        labels: [{ span: spanOfColumn(name), text: 'no such column' }],
        help: didYouMean(name, names) ?? `its columns are ${names.map((one) => `\`${one}\``).join(', ')}`,
        node: place.node,
      }),
    ),
  );
}

function refuseTwice(table: CellTable, place: CodePlace): void {
  const twice = table.columns.find((name, at) => table.columns.findIndex((one) => sameName(one, name)) !== at);
  if (twice === undefined) return;
  throw new DiagnosticError([
    diagnostic('M133', `the column \`${twice}\` is there under two spellings`, {
      labels: [{ span: table.spanOfColumn(twice), text: '' }],
      help: 'names compare without case',
      node: place.node,
    }),
  ]);
}

const longest = 60;

/** A value that its column does not take (M606). */
export function misfit({ table, columns }: TypedRows, row: number, at: number, place: CodePlace): DiagnosticError {
  const { name, type, cells } = columns[at] as CastColumn;
  const cell = cells[row];
  const text = typeof cell === 'object' && cell !== null ? cell.json : (cell ?? '');
  const shown = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return new DiagnosticError([
    diagnostic('M606', `${shown === '' ? 'empty text' : `\`${shown}\``} does not fit \`${name}\`, which is ${type}`, {
      labels: [{ span: table.spanOf(row, table.columns[at] ?? null), text: `row ${row + 1}` }],
      node: place.node,
    }),
  ]);
}

/** Puts cells into a table of the session; the other columns are NULL. */
export async function insertCells(session: Session, into: string, rows: TypedRows): Promise<void> {
  const { columns, table } = rows;
  if (table.rows.length === 0) return;
  if (columns.length === 0) {
    for (const _ of table.rows) await session.run(`insert into ${into} default values`);
    return;
  }
  const names = columns.map(({ name }) => identifier(name)).join(', ');
  try {
    await session.run(`insert into ${into} (${names}) ${castSql(columns)}`);
  } catch (error) {
    throw engineError(error)?.kind === 'conversion' ? new CastError(rows, error) : error;
  }
}
