import type { ColumnType, ExternalFile } from '../../adapter/port.ts';
import { identifier } from '../../sql/identifier.ts';
import { literal } from '../../sql/literal.ts';
import { columnMap, globSafe } from './file-list.ts';

/** Parquet has no such whole numbers and would keep them as doubles. */
const asDecimal: readonly string[] = ['HUGEINT', 'UHUGEINT'];

/** Writes a relation to a file, or to a folder with a folder for every value of the partitions. */
export function writeExternal(file: ExternalFile, from: string): string {
  const { path, format, columns, partitionBy } = file;
  const options = [`format ${format}`];
  if (format === 'csv') options.push('header true');
  if (partitionBy.length > 0) options.push(`partition_by (${partitionBy.map(identifier).join(', ')})`);
  const written = columns.map(({ name, type }) => {
    const column = identifier(name);
    const value = format === 'parquet' && asDecimal.includes(type) ? `cast(${column} as decimal(38, 0))` : column;
    return `${value} as ${column}`;
  });
  // Rows of one partition after another come to one file each; without it the engine opens and closes them by turns.
  const order = partitionBy.length === 0 ? '' : ` order by ${partitionBy.map(identifier).join(', ')}, rowid`;
  return `copy (select ${written.join(', ')} from ${from}${order}) to ${literal(path)} (${options.join(', ')})`;
}

/** A query over what was written, with the columns and types that it was written with. */
export function readExternal({ path, format, columns, partitionBy }: ExternalFile): string {
  const list = columns.map(({ name, type }) => `cast(${identifier(name)} as ${type}) as ${identifier(name)}`);
  const isPartition = ({ name }: ColumnType) => partitionBy.some((one) => one.toLowerCase() === name.toLowerCase());
  const inFiles = columns.filter((one) => !isPartition(one));
  const hive =
    partitionBy.length === 0
      ? ''
      : `, hive_partitioning = true, hive_types = ${columnMap(columns.filter(isPartition))}`;
  const place = literal(partitionBy.length === 0 ? globSafe(path) : `${globSafe(path)}/**/*.${format}`);
  const readers = {
    parquet: `read_parquet(${place}${hive})`,
    csv: `read_csv(${place}, header = true, auto_detect = false, allow_quoted_nulls = false, columns = ${columnMap(inFiles)}${hive})`,
    json: `read_json(${place}, format = 'newline_delimited', columns = ${columnMap(inFiles)})`,
  } as const;
  return `select ${list.join(', ')} from ${readers[format]}`;
}
