import type { FileScan } from '../../adapter/port.ts';
import { identifier } from '../../sql/identifier.ts';
import { fileEnds } from './file-head.ts';
import { fileList } from './file-list.ts';
import type { FileRelation } from './file-relation.ts';

/** Declared types are cast to; a declared column that no file has is the engine's error. */
export function parquetRelation(scan: FileScan): FileRelation {
  for (const { path, shown } of scan.files) fileEnds(path, shown, 1);
  const columns = scan.columns.map(({ name, type }) => `cast(${identifier(name)} as ${type}) as ${identifier(name)}`);
  const paths = scan.files.map((file) => file.path);
  return {
    columns: columns.length === 0 ? '*' : columns.join(', '),
    from: `read_parquet(${fileList(paths)}, union_by_name = true, hive_partitioning = false)`,
    row: 'file_row_number + 1',
    isNumberedByFile: true,
  };
}
