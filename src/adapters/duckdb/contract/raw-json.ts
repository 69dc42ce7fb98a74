import type { FileScan } from '../../../adapter/port.ts';
import { literal } from '../../../sql/literal.ts';
import { fileList } from '../file-list.ts';
import { jsonGroups } from '../scan-json.ts';
import { isNested } from './fits.ts';

/** Records of JSON files: values as text, lists and objects as JSON. */
export function rawJson(scan: FileScan): string {
  const groups = jsonGroups(scan).map(
    ({ format, paths }) =>
      `select filename as "_mart_file", json as "_mart_record" from read_json_objects(${fileList(paths)}, format = '${format}')`,
  );
  const cells = scan.columns.map(({ name, type }, at) => {
    const extract = isNested(type) ? 'json_extract' : 'json_extract_string';
    return `${extract}("_mart_record", ${pathTo(name)}) as c${at}`;
  });
  const declared = scan.columns.map(({ name }) => literal(name)).join(', ');
  const others = `list_filter(map_entries(cast("_mart_record" as map(varchar, json))), one -> one.key not in (${declared}) and json_type(one.value) <> 'NULL')`;
  const columns = [
    '"_mart_file"',
    ...cells,
    `list_transform(${others}, one -> {'key': one.key, 'value': one.value ->> '$'}) as "_mart_more"`,
    'cast(null as varchar) as "_mart_broken"',
    'cast(null as varchar) as "_mart_surplus"',
    '"_mart_record"',
  ];
  return `select ${columns.join(', ')} from (${groups.join(' union all ')})`;
}

function pathTo(name: string): string {
  return literal(`$."${name.replace(/["\\]/g, '\\$&')}"`);
}
