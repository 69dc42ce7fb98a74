import type { ColumnType, FileScan } from '../../adapter/port.ts';
import { identifier } from '../../sql/identifier.ts';
import { byShape } from './contract/held-scan.ts';
import { fileEnds } from './file-head.ts';
import { fileList } from './file-list.ts';
import type { FileRelation } from './file-relation.ts';

/** Declared types are cast to, those of each file by themselves; a declared column that no file has is the engine's error. */
export function parquetRelation(scan: FileScan): FileRelation {
  for (const { path, shown } of scan.files) fileEnds(path, shown, 1);
  const numbered = { row: 'file_row_number + 1', isNumberedByFile: true } as const;
  const groups = scan.columns.length === 0 ? [scan] : byShape(scan);
  const [only] = groups;
  if (only && groups.length === 1) {
    const columns = only.columns.map((column) => castOf(column));
    return { columns: columns.length === 0 ? '*' : columns.join(', '), from: read(only), ...numbered };
  }
  const parts = groups.map((group) => `select ${partOf(scan, group)}, filename, file_row_number from ${read(group)}`);
  const columns = scan.columns.map(({ name }) => identifier(name)).join(', ');
  return { columns, from: `(${parts.join(' union all ')})`, ...numbered };
}

function read({ files }: FileScan): string {
  return `read_parquet(${fileList(files.map((file) => file.path))}, union_by_name = true, hive_partitioning = false)`;
}

function castOf({ name, type }: ColumnType, value = identifier(name)): string {
  return `cast(${value} as ${type}) as ${identifier(name)}`;
}

/** A column that files of one shape lack, and others have, is NULL in them. */
function partOf({ columns, files }: FileScan, group: FileScan): string {
  const names = ({ shape = '[]' }: FileScan['files'][number]) =>
    (JSON.parse(shape) as ColumnType[]).map(({ name }) => name.toLowerCase());
  const known = new Set(files.flatMap(names));
  const own = new Set(group.files.flatMap(names));
  const isTold = group.files.every(({ shape }) => shape !== undefined);
  return columns
    .map((column) => {
      const name = column.name.toLowerCase();
      return castOf(column, isTold && known.has(name) && !own.has(name) ? 'null' : identifier(column.name));
    })
    .join(', ');
}
