import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnLineage, LineageKind, QueryLineage } from '../../../adapter/port.ts';
import { boundQuery } from './bound-query.ts';
import { readOperator } from './operators.ts';
import { type Sources, sources } from './sources.ts';
import { Unreadable } from './unreadable.ts';
import type { Value } from './value.ts';

/** Where the columns of a query come from, as the engine's bound plan says it. A query that is refused is an error. */
export async function lineageOf(connection: DuckDBConnection, sql: string): Promise<QueryLineage> {
  try {
    return await known(connection, sql);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { columns: [], rows: [], unknown: error.message };
  }
}

async function known(connection: DuckDBConnection, sql: string): Promise<QueryLineage> {
  const { plan, names, catalog } = await boundQuery(connection, sql);
  const found = sources();
  let ties = 0n;
  const newTie = () => 1n << ties++;
  const context = { sources: found, catalog, ctes: new Map(), outer: null, newTie, read: readOperator };
  const { columns, rows } = readOperator(plan, context);
  if (columns.length !== names.length) throw new Unreadable('its plan has other columns than the query');
  const all = columns.reduce((bits, { value }) => bits | value.rows, rows);
  return {
    columns: columns.map(({ value }, at) => columnLineage(names[at] ?? '', value, found)),
    rows: found.columns(all),
    unknown: null,
  };
}

function columnLineage(name: string, value: Value, found: Sources): ColumnLineage {
  const from = found.columns(value.from);
  const isRenamed = from.some(({ column }) => column.toLowerCase() !== name.toLowerCase());
  const plain: LineageKind = isRenamed ? 'renamed' : 'pass-through';
  return { name, kind: value.grade === 'plain' ? plain : value.grade, from };
}
