import { statSync } from 'node:fs';
import { EngineError, type FileScan } from '../../adapter/port.ts';
import { identifier } from '../../sql/identifier.ts';
import { fileEnds } from './file-head.ts';
import { columnMap, fileList } from './file-list.ts';
import type { FileRelation } from './file-relation.ts';

type Format = 'array' | 'auto';

/** Arrays and lines may stand side by side; each is read as what it begins with. */
export function jsonRelation(scan: FileScan): FileRelation {
  const names = scan.columns.map((one) => identifier(one.name)).join(', ');
  const columns = names === '' ? '*' : names;
  const groups = jsonGroups(scan);
  const known = names === '' ? 'sample_size = -1, union_by_name = true' : `columns = ${columnMap(scan.columns)}`;
  const readers = groups.map(({ format, paths }) => reader(paths, format, known));
  const [only] = readers;
  if (only && readers.length === 1) return { columns, from: only, row: 'row_number() over ()' };
  if (names === '') {
    const all = reader(
      scan.files.map((file) => file.path),
      'auto',
      known,
    );
    return { columns, from: all, row: 'row_number() over ()' };
  }
  const parts = readers.map((one) => `select ${columns}, filename from ${one}`);
  return { columns, from: `(${parts.join(' union all ')})`, row: 'row_number() over ()' };
}

/** Neighbours that begin in the same way, which are read together. */
export function jsonGroups(scan: FileScan): readonly { readonly format: Format; readonly paths: readonly string[] }[] {
  const groups: { readonly format: Format; readonly paths: string[] }[] = [];
  for (const { path, shown } of scan.files) {
    const format = formatOf(path, shown);
    const last = groups.at(-1);
    if (last?.format === format) last.paths.push(path);
    else groups.push({ format, paths: [path] });
  }
  return groups;
}

function reader(paths: readonly string[], format: Format, known: string): string {
  return `read_json(${fileList(paths)}, format = '${format}', records = true, hive_partitioning = false, ${known})`;
}

/** No lines are a whole file of lines; no array is a file that was cut. */
const isEmpty = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.size === 0;

/** The engine takes an array that was cut after a comma for a whole one, so its end is looked at here. */
function formatOf(path: string, shown: string): Format {
  const hasLines = /\.(jsonl|ndjson)(\.gz)?$/i.test(path);
  if (hasLines && isEmpty(path)) return 'auto';
  const { head, tail } = fileEnds(path, shown);
  const refuse = (why: string) => new EngineError('file', `${shown} ${why}`, { sql: '' });
  const first = head.trimStart()[0];
  if (first === undefined && hasLines) return 'auto';
  if (first === undefined) throw refuse('is empty');
  if (first !== '[') return 'auto';
  if (tail !== null && !tail.trimEnd().endsWith(']')) throw refuse('is cut: its JSON array is never closed');
  return 'array';
}
