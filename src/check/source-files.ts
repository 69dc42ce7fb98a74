import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { glob } from 'tinyglobby';
import {
  type ColumnType,
  type FileContract,
  type FileScan,
  type PseudoColumn,
  pseudoColumns,
} from '../adapter/port.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import { displayName, type NodeId, type Source } from '../nodes/node.ts';
import { namesIn } from '../sql/statement.ts';

/** A delivered file: `path` is relative to the project, with `/`. */
export interface FoundFile {
  readonly path: string;
  readonly absolute: string;
  readonly size: number;
  /** Milliseconds since 1970, with fractions. */
  readonly modified: number;
  /** Of a file that was held to a contract: `Inspection.shape`. */
  readonly shape?: string;
}

/** Delivered files, looked at once a run: every model of a run sees the same ones. */
export interface SourceFiles {
  /** The files of a source, sorted by path. */
  readonly find: (source: Source) => Promise<readonly FoundFile[]>;
  /** SHA-256 of a file's content, in hex. */
  readonly hash: (file: FoundFile) => Promise<string>;
  /** Whether a file is still as it was found: one that is being written is not. */
  readonly isStill: (file: FoundFile) => Promise<boolean>;
}

export function sourceFiles(root: string): SourceFiles {
  const found = new Map<NodeId, Promise<readonly FoundFile[]>>();
  const hashes = new Map<string, Promise<string>>();
  return {
    find: (source) => remembered(found, source.id, () => findFiles(root, source)),
    isStill: async ({ absolute, size, modified }) => {
      const now = await stat(absolute).catch(() => null);
      return now !== null && now.size === size && now.mtimeMs === modified;
    },
    hash: (file) => remembered(hashes, `${file.size} ${file.modified} ${file.path}`, () => sha256(file.absolute)),
  };
}

export function remembered<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

async function findFiles(root: string, source: Source): Promise<readonly FoundFile[]> {
  const pattern = source.files?.glob ?? '';
  const paths = (await glob(pattern, { cwd: root, onlyFiles: true, expandDirectories: false })).sort();
  const inside = (await realpath(root)) + sep;
  return Promise.all(
    paths.map(async (path) => {
      const absolute = join(root, path);
      const [real, { size, mtimeMs }] = await Promise.all([realpath(absolute), stat(absolute)]);
      if (!real.startsWith(inside)) throw outside(source, path);
      return { path, absolute, size, modified: mtimeMs };
    }),
  );
}

function outside(source: Source, path: string): DiagnosticError {
  return new DiagnosticError([
    diagnostic('M108', `\`${path}\` of ${displayName(source)} lies outside the project`, {
      help: 'copy the files into the project folder; links that lead out of it are not followed',
    }),
  ]);
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

/** The columns that a source declares, when it declares the type of each; else the engine finds them. */
export function declaredColumns(source: Source): readonly ColumnType[] {
  const typed = source.columns.flatMap(({ name, dataType }) => (dataType === null ? [] : [{ name, type: dataType }]));
  return typed.length === source.columns.length ? typed : [];
}

/** How the files of a source are held to its declared columns; null where nobody says, or nothing is declared. */
export function contractOf(source: Source): FileContract | null {
  const { columns = null, data_type: dataType = null } = source.config.schema_contract;
  const isGiven = columns !== null || dataType !== null;
  return isGiven && source.files && declaredColumns(source).length > 0 ? { columns, dataType } : null;
}

/** The columns about delivery that a query names, outside of comments and strings. */
export function deliveryColumns(query: string): readonly PseudoColumn[] {
  const text = query.toLowerCase();
  const mentioned = pseudoColumns.filter((name) => text.includes(name));
  if (mentioned.length === 0) return mentioned;
  const names = namesIn(query);
  return mentioned.filter((name) => names.has(name));
}

/**
 * How the engine reads files of a source in a query; the columns about delivery are those that the query names. `columns`
 * are those that it gives, where they are not the declared ones.
 */
export function scanOf(
  source: Source,
  files: readonly FoundFile[],
  now: Date,
  query?: string,
  columns: readonly ColumnType[] = declaredColumns(source),
): FileScan {
  const contract = contractOf(source);
  return {
    ...(contract === null ? {} : { contract }),
    ...(query === undefined ? {} : { pseudo: deliveryColumns(query) }),
    files: files.map(({ path, absolute, shape }) => ({ path: absolute, shown: path, ...(shape ? { shape } : {}) })),
    format: source.files?.format ?? 'csv',
    columns,
    loadedAt: now.toISOString(),
  };
}
