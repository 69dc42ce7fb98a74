import type { ColumnType, Session } from '../../adapter/port.ts';
import { DiagnosticError, diagnostic } from '../../diagnostics/diagnostic.ts';
import type { FilledCode } from '../../nodes/code.ts';
import type { NodePlace, UnitRows } from '../../nodes/node.ts';
import type { Span } from '../../source/span.ts';
import { identifier } from '../../sql/identifier.ts';
import { findColumn } from '../columns.ts';
import { findings } from '../errors.ts';
import type { CodePlace } from '../places.ts';
import { CodeError, codeColumns, runCode } from '../send.ts';
import { spanOfText } from './text-place.ts';
import { castable, refuseStrange, type Untyped } from './typed-cells.ts';

type QueryRows = Extract<UnitRows, { readonly kind: 'sql' }>;

/** A query of a test's own for rows: it, its columns, and the columns that they are for. */
export interface SqlRows {
  readonly code: FilledCode;
  readonly targets: readonly { readonly from: ColumnType; readonly to: ColumnType }[];
}

/** Where the query of a test's own stands. */
function placeOfQuery({ place: at }: QueryRows, place: CodePlace): CodePlace {
  const declared: NodePlace = at.kind === 'yaml' ? at : { kind: 'file', range: { file: at.file, from: 0, to: 0 } };
  return { ...place, declared };
}

/** Does work on the query; what the engine refuses of it is said where it stands (M605). */
export async function atQuery<T>(rows: QueryRows, place: CodePlace, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CodeError) || error.engine.kind === 'interrupted') throw error;
    throw new DiagnosticError(findings(error, placeOfQuery(rows, place), 'M605'));
  }
}

/** Binds the query; a column that `known` does not have is refused (M607). */
export async function sqlRows(
  session: Session,
  code: FilledCode,
  rows: QueryRows,
  known: readonly ColumnType[],
  what: string,
  place: CodePlace,
  untyped: Untyped,
): Promise<SqlRows> {
  const columns = await codeColumns(session, code);
  const strange = columns.map(({ name }) => name).filter((name) => !findColumn(known, name));
  refuseStrange(strange, known, what, place, () => spanOfText(rows.place, place.readText));
  const targets = columns.map((from) => {
    const to = findColumn(known, from.name) as ColumnType;
    return { from, to: { ...to, type: castable(to.type, untyped) } };
  });
  return { code, targets };
}

/** The columns of a query, each cast to its type and called `c0`, `c1`, …, around the query's text. */
export function castAround({ targets }: SqlRows): readonly [before: string, after: string] {
  const casts = targets.map(({ from, to }, at) => `cast(q.${identifier(from.name)} as ${to.type}) as c${at}`);
  return [`select ${casts.join(', ')} from (\n`, '\n) as q'];
}

/** Puts the rows of a query into a table of the session; a value that its column does not keep is refused (M606). */
export async function insertQuery(session: Session, into: string, rows: SqlRows, place: CodePlace, at: Span) {
  await refuseLosses(session, rows, place, at);
  const names = rows.targets.map(({ to }) => identifier(to.name)).join(', ');
  const [before, after] = castAround(rows);
  await runCode(session, `insert into ${into} (${names}) ${before}`, rows.code, after);
}

/** Numbers and times that are cast to a type which keeps less of them change without a word. */
export async function refuseLosses(session: Session, { code, targets }: SqlRows, place: CodePlace, at: Span) {
  for (const { from, to } of targets) {
    if (from.type === to.type || from.type === 'VARCHAR' || from.type.includes('"NULL"')) continue;
    const name = `q.${identifier(from.name)}`;
    const back = `try_cast(try_cast(${name} as ${to.type}) as ${from.type})`;
    const [row] = await session.rows(
      `select cast(${name} as varchar) as lost from (\n${code.text}\n) as q where ${back} is distinct from ${name} limit 1`,
    );
    if (!row) continue;
    throw new DiagnosticError([
      diagnostic('M606', `\`${String(row.lost)}\` does not fit \`${to.name}\`, which is ${to.type}`, {
        labels: [{ span: at, text: `${from.type} here` }],
        help: `cast it in the query: \`cast(… as ${to.type})\``,
        node: place.node,
      }),
    ]);
  }
}
