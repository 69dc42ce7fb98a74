import { EngineError, type FileScan } from '../../adapter/port.ts';
import { identifier } from '../../sql/identifier.ts';
import { literal } from '../../sql/literal.ts';
import { type CsvHeader, csvHeader } from './csv-header.ts';
import { columnMap, fileList } from './file-list.ts';
import type { FileRelation } from './file-relation.ts';

const dialect = `header = true, quote = '"', escape = '"', strict_mode = true, hive_partitioning = false`;

/** What reads CSV files of one header and delimiter with exact types. */
export function readCsv(
  paths: readonly string[],
  columns: readonly { readonly name: string; readonly type: string }[],
  delimiter: string,
  padding = 'null_padding = false',
): string {
  return `read_csv(${fileList(paths)}, auto_detect = false, ${dialect}, ${padding}, delim = ${literal(delimiter)}, columns = ${columnMap(columns)})`;
}

export function csvRelation(scan: FileScan): FileRelation {
  return scan.columns.length === 0 ? found(scan) : declared(scan);
}

interface HeaderGroup {
  readonly header: CsvHeader;
  readonly paths: readonly string[];
}

/** Files with the same header, which are read together: only neighbours, so that rows stay in the order of the files. */
export function headerGroups(
  scan: FileScan,
  look: (header: CsvHeader, shown: string) => void = () => {},
): readonly HeaderGroup[] {
  const groups: { readonly key: string; readonly header: CsvHeader; readonly paths: string[] }[] = [];
  for (const { path, shown } of scan.files) {
    const header = csvHeader(path, shown);
    look(header, shown);
    const key = JSON.stringify(header).toLowerCase();
    const last = groups.at(-1);
    if (last?.key === key) last.paths.push(path);
    else groups.push({ key, header, paths: [path] });
  }
  return groups;
}

/** Files whose headers have the declared columns in the same order are read together. */
function declared(scan: FileScan): FileRelation {
  const columns = scan.columns.map((one) => identifier(one.name)).join(', ');
  const groups = headerGroups(scan, (header, shown) => sameColumns(scan, header, shown));
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
  const { missing, extra } = drift(scan.columns, header.names);
  if (missing.length > 0 || extra.length > 0) {
    throw new EngineError('file', `${shown} ${driftText(missing, extra)}`, { sql: '' });
  }
}

/** Declared columns that a file lacks, and those that it has beside them. */
export function drift(
  columns: readonly { readonly name: string }[],
  names: readonly string[],
): { readonly missing: readonly string[]; readonly extra: readonly string[] } {
  const wanted = new Set(columns.map((one) => one.name.toLowerCase()));
  const there = new Set(names.map((name) => name.toLowerCase()));
  return {
    missing: columns.map((one) => one.name).filter((name) => !there.has(name.toLowerCase())),
    extra: names.filter((name) => !wanted.has(name.toLowerCase())),
  };
}

/** `does not have the declared column "a" and has columns "b", "c", which is not declared` */
export function driftText(missing: readonly string[], extra: readonly string[]): string {
  const parts = [
    missing.length > 0 ? `does not have the declared ${listed(missing)}` : '',
    extra.length > 0 ? `has ${listed(extra)}, which is not declared` : '',
  ];
  return parts.filter(Boolean).join(' and ');
}

function listed(names: readonly string[]): string {
  return `column${names.length === 1 ? '' : 's'} ${names.map((name) => `"${name}"`).join(', ')}`;
}

/** The engine finds the types in all rows of all files. Only ISO dates are dates: others could be of two kinds. */
function found(scan: FileScan): FileRelation {
  const headers = scan.files.map((file) => csvHeader(file.path, file.shown));
  const delimiter = headers[0]?.delimiter ?? ',';
  const paths = scan.files.map((file) => file.path);
  const from = `read_csv(${fileList(paths)}, ${dialect}, null_padding = false, delim = ${literal(delimiter)}, union_by_name = true, sample_size = -1, dateformat = '%Y-%m-%d')`;
  return { columns: '*', from, row: 'row_number() over ()' };
}
