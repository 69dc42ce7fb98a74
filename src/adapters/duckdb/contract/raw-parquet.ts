import type { FileScan } from '../../../adapter/port.ts';
import { identifier } from '../../../sql/identifier.ts';
import { literal } from '../../../sql/literal.ts';
import { fileEnds } from '../file-head.ts';
import { fileList } from '../file-list.ts';

/** Rows of parquet files of one shape in their own types; a declared column that no file has is NULL. */
export function rawParquet(scan: FileScan): string {
  for (const { path, shown } of scan.files) fileEnds(path, shown, 1);
  const paths = fileList(scan.files.map(({ path }) => path));
  const nulls = scan.columns.map(({ name }) => `null as ${identifier(name)}`).join(', ');
  const own = `select *, filename as "_mart_file", file_row_number + 1 as "_mart_row", to_json("_mart_delivered") as "_mart_record" from read_parquet(${paths}, union_by_name = true, hive_partitioning = false) as "_mart_delivered"`;
  const cells = scan.columns.map(({ name }, at) => `${identifier(name)} as c${at}`);
  const declared = scan.columns.map(({ name }) => literal(name.toLowerCase())).join(', ');
  const entries = 'map_entries(cast("_mart_record" as map(varchar, json)))';
  const others = `list_filter(${entries}, one -> lower(one.key) not in (${declared}) and json_type(one.value) <> 'NULL')`;
  const columns = [
    '"_mart_file"',
    '"_mart_row"',
    ...cells,
    `list_transform(${others}, one -> {'key': one.key, 'value': one.value ->> '$'}) as "_mart_more"`,
    'cast(null as varchar) as "_mart_broken"',
    'cast(null as varchar) as "_mart_surplus"',
    '"_mart_record"',
  ];
  return `select ${columns.join(', ')} from (select ${nulls} where false union all by name ${own})`;
}
