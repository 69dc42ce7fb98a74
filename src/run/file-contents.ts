import type { Session } from '../adapter/port.ts';
import type { FoundFile, SourceFiles } from '../check/source-files.ts';
import type { Source } from '../nodes/node.ts';
import { digest } from '../plan/reuse/recipe.ts';
import { insert } from './ledger-insert.ts';
import { newest } from './ledger-memory.ts';
import type { LedgerTables } from './ledger-tables.ts';

/** What the files of sources hold. A file whose size and time are known is not read again. */
export interface FileContents {
  readonly of: (source: Source) => Promise<string>;
  /** How many files were read since, and writing them down. */
  readonly fresh: () => number;
  readonly remember: (session: Session, nextSeq: () => number) => Promise<void>;
}

type Delivery = Omit<LedgerTables['deliveries'], 'seq'>;

export function fileContents(files: SourceFiles, recall: () => Promise<readonly Delivery[]>): FileContents {
  let known: Promise<Map<string, Delivery>> | null = null;
  const fresh: Delivery[] = [];
  const hashOf = async (file: FoundFile): Promise<string> => {
    known ??= recall().then((rows) => new Map(rows.map((row) => [row.path, row])));
    const before = (await known).get(file.path);
    if (before && before.size === file.size && before.modified === file.modified) return before.sha256;
    const sha256 = await files.hash(file);
    const row = { path: file.path, size: file.size, modified: file.modified, sha256 };
    (await known).set(file.path, row);
    fresh.push(row);
    return sha256;
  };
  return {
    of: async (source) => {
      const { meta: _, tags: __, enabled: ___, freshness: ____, ...config } = source.config;
      const declared = source.columns.map(({ name, dataType }) => [name, dataType]);
      const hashes: [string, string][] = [];
      for (const file of await files.find(source)) hashes.push([file.path, await hashOf(file)]);
      return digest([source.files, declared, config, hashes]);
    },
    fresh: () => fresh.length,
    remember: async (session, nextSeq) => {
      const rows = fresh.splice(0);
      await insert(
        session,
        'deliveries',
        rows.map((row) => ({ ...row, seq: nextSeq() })),
      );
    },
  };
}

export async function recallDeliveries(session: Session): Promise<readonly Delivery[]> {
  const rows = await session.rows(newest('deliveries', 'path', 'path, size, modified, sha256', 'true'));
  return rows as unknown as readonly Delivery[];
}
