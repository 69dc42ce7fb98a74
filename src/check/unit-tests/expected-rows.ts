import type { ColumnType, Session } from '../../adapter/port.ts';
import { DiagnosticError, diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Code, FilledCode } from '../../nodes/code.ts';
import type { UnitRows } from '../../nodes/node.ts';
import { identifier } from '../../sql/identifier.ts';
import { findColumn } from '../columns.ts';
import type { CodePlace } from '../places.ts';
import { codeRows, engineError } from '../send.ts';
import { castSql } from './cast.ts';
import type { Values } from './close.ts';
import { compareRows } from './compare.ts';
import type { RowsDifference } from './difference.ts';
import { atQuery, castAround, refuseLosses, sqlRows } from './query-rows.ts';
import { spanOfText } from './text-place.ts';
import { CastError, typedRows } from './typed-cells.ts';

interface Expected {
  /** The columns that are compared. */
  readonly columns: readonly ColumnType[];
  readonly rows: readonly Values[];
}

/** The expected rows with the types of the columns `known` that they name. */
export async function expectedRows(
  session: Session,
  rows: UnitRows,
  known: readonly ColumnType[],
  filled: (code: Code) => FilledCode,
  place: CodePlace,
): Promise<Expected> {
  const what = `the output of ${place.node.replace(/^unit_test:([^.]*).*$/, '`$1`')}`;
  if (rows.kind === 'sql') {
    return atQuery(rows, place, async () => {
      const query = await sqlRows(session, filled(rows.code), rows, known, what, place, 'VARCHAR');
      await refuseLosses(session, query, place, spanOfText(rows.place, place.readText));
      const [before, after] = castAround(query);
      const found = await codeRows(session, before, query.code, after);
      const columns = query.targets.map(({ to }) => findColumn(known, to.name) ?? to);
      return { columns, rows: found.map((row) => columns.map((_, at) => row[`c${at}`])) };
    });
  }
  if (rows.kind === 'seed') return { columns: known, rows: [] };
  const typed = typedRows(rows, known, what, place, 'VARCHAR');
  if (typed.columns.length === 0) return { columns: known, rows: [] };
  refuseHoles(typed.table, place);
  const found = await session.rows(castSql(typed.columns)).catch((error) => {
    throw engineError(error)?.kind === 'conversion' ? new CastError(typed, error) : error;
  });
  const columns = typed.columns.map(({ name }) => findColumn(known, name) as ColumnType);
  return { columns, rows: found.map((row) => columns.map((_, at) => row[`c${at}`])) };
}

/** A column that only some of the expected rows have could be meant as NULL or as anything: neither is guessed. */
function refuseHoles(table: ReturnType<typeof typedRows>['table'], place: CodePlace): void {
  const row = table.rows.findIndex((cells) => cells.includes(undefined));
  if (row < 0) return;
  const name = table.columns[table.rows[row]?.indexOf(undefined) ?? 0] ?? '';
  throw new DiagnosticError([
    diagnostic('M133', `this expected row has no \`${name}\`, and others have`, {
      labels: [{ span: table.spanOf(row, null), text: `row ${row + 1}` }],
      help: `write \`${name}: null\` if NULL is expected, or take \`${name}\` away from every row`,
      node: place.node,
    }),
  ]);
}

/** Runs the query and compares its rows with the expected ones, in their columns. */
export async function compared(
  session: Session,
  code: FilledCode,
  all: readonly ColumnType[],
  expected: Expected,
  tolerance: number | null,
): Promise<RowsDifference | null> {
  const { columns } = expected;
  const names = all.map((_, at) => `c${at}`);
  const rows = await codeRows(session, 'select * from (\n', code, `\n) as q(${names.map(identifier).join(', ')})`);
  const places = columns.map(({ name }) => names[all.findIndex((one) => one.name === name)] ?? '');
  return compareRows(
    columns,
    expected.rows,
    rows.map((row) => places.map((name) => row[name])),
    tolerance,
  );
}
