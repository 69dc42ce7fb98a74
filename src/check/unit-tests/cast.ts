import type { ColumnType } from '../../adapter/port.ts';
import type { UnitCell } from '../../nodes/node.ts';
import { literal } from '../../sql/literal.ts';

/** Cells of one column, and the type that the engine casts them to. */
export interface CastColumn extends ColumnType {
  readonly cells: readonly (UnitCell | undefined)[];
}

/** A query that gives the rows of some cells with their types, columns called `c0`, `c1`, …; at least one column. */
export function castSql(columns: readonly CastColumn[]): string {
  const casts = columns.map((column, at) => `${castOf(column, at, 'cast')} as c${at}`);
  return `select ${casts.join(', ')} from ${cellsSql(columns)}`;
}

/** The places of values that the engine cannot cast, as rows of `r` (from 0) and `c`, a column's number. */
export function misfitsSql(columns: readonly CastColumn[], limit: number): string {
  const each = columns.map(
    (column, at) =>
      `select v.r as r, ${at} as c from cells where (v.c${at} is not null or v.j${at} is not null) and ${castOf(column, at, 'try_cast')} is null`,
  );
  return `with cells as (select * from ${cellsSql(columns)}) from (${each.join(' union all ')}) order by r, c limit ${limit}`;
}

/** One text for the engine to take apart: ten thousand rows of SQL would take it three times as long. */
function cellsSql(columns: readonly CastColumn[]): string {
  const count = columns[0]?.cells.length ?? 0;
  const rows = Array.from({ length: count }, (_, row) => {
    const record: Record<string, unknown> = { r: row };
    columns.forEach(({ cells }, at) => {
      const cell = cells[row];
      if (typeof cell === 'string') record[`c${at}`] = cell;
      else if (cell) record[`j${at}`] = cell.json;
    });
    return record;
  });
  const shape = Object.fromEntries([
    ['r', 'INTEGER'],
    ...columns.flatMap((_, at) => [
      [`c${at}`, 'VARCHAR'],
      [`j${at}`, 'VARCHAR'],
    ]),
  ]);
  const list = `from_json(${literal(JSON.stringify(rows))}, ${literal(JSON.stringify([shape]))})`;
  return `(select unnest(${list}) as v)`;
}

function castOf({ cells, type }: CastColumn, at: number, cast: 'cast' | 'try_cast'): string {
  const isNested = cells.some((cell) => typeof cell === 'object' && cell !== null);
  const plain = `${cast}(v.c${at} as ${type})`;
  return isNested ? `coalesce(${plain}, ${cast}(cast(v.j${at} as json) as ${type}))` : plain;
}
