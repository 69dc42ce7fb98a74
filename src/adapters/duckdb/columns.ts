import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api';
import { type DuckDBType, DuckDBTypeId } from '@duckdb/node-api';
import { type ColumnType, EngineError } from '../../adapter/port.ts';
import { rowsOf } from './values.ts';

/** Names and types of a query's columns in DuckDB's own spelling, without running it; `empty` says that there are no rows to look at. */
export async function columnsOf(
  connection: DuckDBConnection,
  sql: string,
  empty = false,
): Promise<readonly ColumnType[]> {
  const statement = await prepared(connection, sql);
  if (!statement && empty) throw new EngineError('data', 'the columns of this query depend on the data', { sql });
  if (!statement) return described(connection, sql);
  try {
    const columns: ColumnType[] = [];
    for (let index = 0; index < statement.columnCount; index++) {
      const type = spelling(statement.columnType(index));
      if (type === null) return await described(connection, sql);
      columns.push({ name: statement.columnName(index), type });
    }
    return columns;
  } finally {
    statement.destroySync();
  }
}

/** null for a PIVOT that looks at the data: the engine makes two statements of it. */
async function prepared(connection: DuckDBConnection, sql: string): Promise<DuckDBPreparedStatement | null> {
  try {
    return await connection.prepare(sql);
  } catch (error) {
    if (error instanceof Error && error.message.includes('Cannot prepare multiple statements')) return null;
    throw error;
  }
}

/** Four times slower, and right where names inside a type may need quotes. */
async function described(connection: DuckDBConnection, sql: string): Promise<readonly ColumnType[]> {
  const rows = rowsOf(await connection.run(`describe ${sql}`));
  return rows.map((row) => ({ name: String(row.column_name), type: String(row.column_type) }));
}

function spelling(type: DuckDBType): string | null {
  switch (type.typeId) {
    case DuckDBTypeId.STRUCT:
    case DuckDBTypeId.UNION:
    case DuckDBTypeId.LIST:
    case DuckDBTypeId.ARRAY:
    case DuckDBTypeId.MAP:
    case DuckDBTypeId.SQLNULL:
      return null;
    default:
      return type.alias ?? type.toString();
  }
}
