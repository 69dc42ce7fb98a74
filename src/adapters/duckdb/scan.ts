import { EngineError, type FileScan, type PseudoColumn, pseudoColumns } from '../../adapter/port.ts';
import { identifier } from '../../sql/identifier.ts';
import { literal } from '../../sql/literal.ts';
import { heldRelation } from './contract/held-scan.ts';
import type { FileRelation } from './file-relation.ts';
import { csvRelation } from './scan-csv.ts';
import { jsonRelation } from './scan-json.ts';
import { parquetRelation } from './scan-parquet.ts';

/** The relation of `Adapter.scan`. */
export function scanSql(scan: FileScan): string {
  const pseudo = scan.pseudo ?? pseudoColumns;
  if (scan.files.length === 0) return empty(scan, pseudo);
  const relation = scan.contract && scan.columns.length > 0 ? heldRelation(scan) : readers[scan.format](scan);
  if (pseudo.length === 0) return `(select ${relation.columns} from ${relation.from})`;
  const number = pseudo.includes('_source_row') ? `, ${relation.row} as "_mart_row"` : '';
  const inner = `select ${relation.columns}, filename as "_mart_file"${number} from ${relation.from}`;
  const added = pseudo.map((name) => `${pseudoSql(scan, relation, name)} as ${identifier(name)}`).join(', ');
  return `(select * exclude ("_mart_file"${number && ', "_mart_row"'}), ${added} from (${inner}))`;
}

const readers = { csv: csvRelation, json: jsonRelation, parquet: parquetRelation } as const;

function pseudoSql(scan: FileScan, relation: FileRelation, name: PseudoColumn): string {
  switch (name) {
    case '_source_file':
      return shownSql(scan);
    case '_loaded_at':
      return `${literal(scan.loadedAt)}::timestamp`;
    case '_source_row':
      // Rows of several files are numbered through and then from each file's first.
      return scan.files.length === 1 || relation.isNumberedByFile
        ? '"_mart_row"'
        : '"_mart_row" - min("_mart_row") over (partition by "_mart_file") + 1';
  }
}

/** Most often the shown path is the end of the whole one, under one folder. */
export function shownSql(scan: FileScan): string {
  const cut = cutOf(scan);
  if (cut !== null) return `substr("_mart_file", ${cut + 1})`;
  const keys = scan.files.map((file) => literal(file.path)).join(', ');
  return `map([${keys}], [${scan.files.map((file) => literal(file.shown)).join(', ')}])["_mart_file"]`;
}

/** Characters (as the engine counts them) before the shown path; null when it differs from file to file. */
function cutOf(scan: FileScan): number | null {
  const folders = new Set(
    scan.files.map(({ path, shown }) => (path.endsWith(shown) ? path.slice(0, path.length - shown.length) : null)),
  );
  const [folder] = folders;
  return folders.size === 1 && typeof folder === 'string' ? [...folder].length : null;
}

function empty(scan: FileScan, pseudo: readonly PseudoColumn[]): string {
  if (scan.columns.length === 0) {
    throw new EngineError('file', 'there are no files, and no columns are declared', { sql: '' });
  }
  const types = { _source_file: 'varchar', _source_row: 'bigint', _loaded_at: 'timestamp' } as const;
  const columns = [...scan.columns, ...pseudo.map((name) => ({ name, type: types[name] }))];
  return `(select ${columns.map(({ name, type }) => `cast(null as ${type}) as ${identifier(name)}`).join(', ')} where false)`;
}
