import {
  DuckDBArrayValue,
  type DuckDBDataChunk,
  DuckDBListValue,
  DuckDBMapValue,
  type DuckDBMaterializedResult,
  DuckDBStructValue,
  DuckDBUnionValue,
  type DuckDBValue,
  DuckDBVariantValue,
} from '@duckdb/node-api';
import type { Row } from '../../adapter/port.ts';

/** All rows of a result as plain JavaScript values, as `Session.rows` promises them. */
export function rowsOf(result: DuckDBMaterializedResult): readonly Row[] {
  const names = result.deduplicatedColumnNames();
  const rows: Row[] = [];
  for (let index = 0; index < result.chunkCount; index++) readChunk(result.getChunk(index), names, rows);
  return rows;
}

function readChunk(chunk: DuckDBDataChunk, names: readonly string[], rows: Row[]): void {
  const columns = names.map((_, index) => chunk.getColumnValues(index));
  for (let row = 0; row < chunk.rowCount; row++) {
    // `fromEntries` and not assignment: a column may be called `__proto__`.
    rows.push(Object.fromEntries(names.map((name, column) => [name, plain(columns[column]?.[row] ?? null)])));
  }
}

function plain(value: DuckDBValue): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) return value.items.map(plain);
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([name, inner]) => [name, plain(inner)]));
  }
  if (value instanceof DuckDBMapValue) {
    return value.entries.map((entry) => ({ key: plain(entry.key), value: plain(entry.value) }));
  }
  if (value instanceof DuckDBUnionValue || value instanceof DuckDBVariantValue) return plain(value.value);
  return value.toString();
}
