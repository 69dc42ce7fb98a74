import { EngineError, type FileScan } from '../../adapter/port.ts';
import { identifier } from '../../sql/identifier.ts';
import { literal } from '../../sql/literal.ts';
import { type CsvHeader, csvHeader } from './csv-header.ts';
import { columnMap, fileList } from './file-list.ts';
import type { FileRelation } from './file-relation.ts';

const dialect = `header = true, quote = '"', escape = '"', strict_mode = true, null_padding = false, hive_partitioning = false`;

/** What reads CSV files of one header and delimiter with exact types. */
export function readCsv(
  paths: readonly string[],
  columns: readonly { readonly name: string; readonly type: string }[],
  delimiter: string,
): string {
  return `read_csv(${fileList(paths)}, auto_detect = false, ${dialect}, delim = ${literal(delimiter)}, columns = ${columnMap(columns)})`;
}

export function csvRelation(scan: FileScan): FileRelation {
  const headers = scan.files.map((file) => csvHeader(file.path, file.shown));
  return scan.columns.length === 0 ? found(scan, headers) : declared(scan, headers);
}

/** Files whose headers have the declared columns in the same order are read together. */
function declared(scan: FileScan, headers: readonly CsvHeader[]): FileRelation {
  const columns = scan.columns.map((one) => identifier(one.name)).join(', ');
  const groups: { readonly key: string; readonly header: CsvHeader; readonly paths: string[] }[] = [];
  headers.forEach((header, index) => {
    const file = scan.files[index];
    if (!file) return;
    sameColumns(scan, header, file.shown);
    const key = JSON.stringify(header).toLowerCase();
    // Only neighbours are read together: rows stay in the order of the files.
    const last = groups.at(-1);
    if (last?.key === key) last.paths.push(file.path);
    else groups.push({ key, header, paths: [file.path] });
  });
  const readers = groups.map(({ header, paths }) => readCsv(paths, typed(scan, header), header.delimiter));
  const [only] = readers;
  if (only && readers.length === 1) return { columns, from: only, row: 'row_number() over ()' };
  const parts = readers.map((reader) => `select ${columns}, filename from ${reader}`);
  return { columns, from: `(${parts.join(' union all ')})`, row: 'row_number() over ()' };
}

function typed(scan: FileScan, header: CsvHeader): readonly { readonly name: string; readonly type: string }[] {
  const types = new Map(scan.columns.map((one) => [one.name.toLowerCase(), one.type]));
  return header.names.map((name) => ({ name, type: types.get(name.toLowerCase()) ?? 'VARCHAR' }));
}

function sameColumns(scan: FileScan, header: CsvHeader, shown: string): void {
  const wanted = new Set(scan.columns.map((one) => one.name.toLowerCase()));
  const there = new Set(header.names.map((name) => name.toLowerCase()));
  const missing = scan.columns.filter((one) => !there.has(one.name.toLowerCase())).map((one) => one.name);
  const extra = header.names.filter((name) => !wanted.has(name.toLowerCase()));
  if (missing.length === 0 && extra.length === 0) return;
  const parts = [
    missing.length > 0 ? `does not have the declared ${listed(missing)}` : '',
    extra.length > 0 ? `has ${listed(extra)}, which is not declared` : '',
  ];
  throw new EngineError('file', `${shown} ${parts.filter(Boolean).join(' and ')}`, { sql: '' });
}

function listed(names: readonly string[]): string {
  return `column${names.length === 1 ? '' : 's'} ${names.map((name) => `"${name}"`).join(', ')}`;
}

/** The engine finds the types in all rows of all files. Only ISO dates are dates: others could be of two kinds. */
function found(scan: FileScan, headers: readonly CsvHeader[]): FileRelation {
  const delimiter = headers[0]?.delimiter ?? ',';
  const paths = scan.files.map((file) => file.path);
  const from = `read_csv(${fileList(paths)}, ${dialect}, delim = ${literal(delimiter)}, union_by_name = true, sample_size = -1, dateformat = '%Y-%m-%d')`;
  return { columns: '*', from, row: 'row_number() over ()' };
}
