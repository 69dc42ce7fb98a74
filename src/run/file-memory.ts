import type { Session } from '../adapter/port.ts';
import type { FoundFile } from '../check/source-files.ts';
import type { Model, NodeId } from '../nodes/node.ts';
import { insert } from './ledger-insert.ts';
import { relationKey } from './ledger-memory.ts';
import { type LedgerTables, ledgerOn } from './ledger-tables.ts';

/**
 * `loaded` its rows are in the table · `sampled` some of them are · `quarantined` this version could not be read ·
 * `vanished` the file is gone, its rows stay · `forgotten` the source reads other files now, its rows went · `reset` (without a path) the table was built anew: earlier rows do not count.
 */
export type FileStatus = 'loaded' | 'sampled' | 'quarantined' | 'vanished' | 'forgotten' | 'reset';

/** What a model remembers of one file of one source. */
export interface KnownFile {
  readonly status: FileStatus;
  readonly sha256: string | null;
  readonly size: number | null;
  readonly modified: number | null;
  /** The version whose rows are wholly in the table, or null. */
  readonly loaded: string | null;
  /** Whether rows of some version are in the table. */
  readonly hasRows: boolean;
  readonly rows: number | null;
  readonly reason: string | null;
}

/** The files of each source that a model has seen since its table was built, by source and path. */
export interface FileMemory {
  readonly seq: number;
  readonly files: ReadonlyMap<NodeId, ReadonlyMap<string, KnownFile>>;
}

/** A row to be remembered. */
export interface FileRow {
  readonly source: NodeId;
  readonly path: string;
  readonly status: FileStatus;
  readonly sha256: string | null;
  readonly size: number | null;
  readonly modified: number | null;
  readonly rows: number | null;
  readonly reason: string | null;
}

/** The model whose table the files are loaded into. */
type Loader = Pick<Model, 'id' | 'relation'>;

export const nothingKnown: FileMemory = { seq: 0, files: new Map() };

export function fileRow(source: NodeId, file: FoundFile, status: FileStatus, sha256: string): FileRow {
  return {
    source,
    path: file.path,
    status,
    sha256,
    size: file.size,
    modified: file.modified,
    rows: null,
    reason: null,
  };
}

/** A model's rows since its table was last built anew. */
function sinceReset(session: Session, { id, relation }: Loader) {
  const ledger = ledgerOn(session);
  const reset = ledger
    .selectFrom('files')
    .select(({ fn, lit }) => fn.coalesce(fn.max('seq'), lit(0)).as('seq'))
    .where('model', '=', id)
    .where('relation', '=', relationKey(relation))
    .where('status', '=', 'reset');
  return ledger
    .selectFrom('files')
    .selectAll()
    .where('model', '=', id)
    .where('relation', '=', relationKey(relation))
    .where('seq', '>=', reset)
    .orderBy('seq')
    .execute();
}

export async function recallFiles(session: Session, model: Loader): Promise<FileMemory> {
  const rows = await sinceReset(session, model);
  const sources = new Map<NodeId, Map<string, KnownFile>>();
  let seq = 0;
  for (const row of rows) {
    seq = row.seq;
    if (row.status === 'reset') continue;
    const known = sources.get(row.source) ?? new Map<string, KnownFile>();
    sources.set(row.source, known);
    known.set(row.path, after(known.get(row.path), row));
  }
  return { seq, files: sources };
}

function after(before: KnownFile | undefined, row: LedgerTables['files']): KnownFile {
  const status = row.status as FileStatus;
  const { sha256, size, modified } = row;
  const isForgotten = status === 'forgotten';
  const keptLoaded = isForgotten ? null : (before?.loaded ?? null);
  return {
    status,
    sha256,
    size,
    modified,
    loaded: status === 'loaded' ? sha256 : status === 'sampled' ? null : keptLoaded,
    hasRows: status === 'loaded' || status === 'sampled' || (!isForgotten && (before?.hasRows ?? false)),
    rows: row.row_count,
    reason: row.reason,
  };
}

/** A model that is built as a whole knows nothing of single files any more. */
export async function forgetFiles(session: Session, { id, relation }: Loader): Promise<void> {
  const files = ledgerOn(session).deleteFrom('files').where('model', '=', id);
  await files.where('relation', '=', relationKey(relation)).execute();
}

/** Adds rows after those that are known; `reset` says that the table was built anew. */
export async function rememberFiles(
  session: Session,
  { id, relation }: Loader,
  memory: FileMemory,
  reset: boolean,
  rows: readonly FileRow[],
  invocation: string,
  at: string,
): Promise<void> {
  const fresh: FileRow = {
    source: '',
    path: '',
    status: 'reset',
    sha256: null,
    size: null,
    modified: null,
    rows: null,
    reason: null,
  };
  const all = reset ? [fresh, ...rows] : rows;
  await insert(
    session,
    'files',
    all.map(({ rows: row_count, ...row }, index) => ({
      ...row,
      model: id,
      relation: relationKey(relation),
      seq: memory.seq + 1 + index,
      row_count,
      invocation,
      recorded_at: at,
    })),
  );
}
