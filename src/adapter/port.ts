import type { ContractMode } from '../nodes/config.ts';
import type { Target } from '../nodes/manifest.ts';
import type { Relation } from '../sql/relation.ts';
import type { ImplicitCast, QueryText } from './query-text.ts';

/** Everything that mart asks of an engine. One implementation per folder of `adapters/`. */

export interface ColumnType {
  readonly name: string;
  /** The engine's own spelling: `DECIMAL(10,2)`. */
  readonly type: string;
}

export type RelationKind = 'table' | 'view';

export interface ExistingRelation extends Relation {
  readonly kind: RelationKind;
  /** Of its columns or its query. */
  readonly shape: string;
  /** About how many rows a table has, deleted ones included; 0 for a view. */
  readonly size: number;
}

/** What a query's text names, as the engine reads it; all in lower case. */
export interface Mentions {
  /** Functions, and words that are functions without brackets. */
  readonly calls: readonly string[];
  /** Tables and views, as written: `raw.orders`; names of CTEs are none. */
  readonly relations: readonly string[];
}

export type Row = Readonly<Record<string, unknown>>;

/**
 * How an output column comes from the columns that it is computed from: unchanged under its own name, unchanged under
 * another one, computed, through an aggregate anywhere on the way, through a window, from no column at all. Where
 * several meet on the way the strongest stays: aggregated, windowed, derived, unchanged, literal. A cast that changes
 * the type is derived, also one that the engine adds to fit the sides of a union; so is a column that is a constant in
 * some rows, except NULL, which adds nothing. Views are looked through to the tables.
 */
export type LineageKind = 'pass-through' | 'renamed' | 'derived' | 'aggregated' | 'windowed' | 'literal';

/** A column of a table that a query reads. */
export interface RelationColumn {
  /** The attached database of the relation; null where it is the session's own. */
  readonly catalog: string | null;
  readonly relation: Relation;
  readonly column: string;
}

export interface ColumnLineage {
  readonly name: string;
  readonly kind: LineageKind;
  /** What the value is computed from. */
  readonly from: readonly RelationColumn[];
}

/** Where the columns of a query come from. */
export interface QueryLineage {
  /** In the query's order. */
  readonly columns: readonly ColumnLineage[];
  /** What decides which rows there are and how they are grouped, ordered and joined. */
  readonly rows: readonly RelationColumn[];
  /** Why nothing can be said; `columns` and `rows` are empty then. */
  readonly unknown: string | null;
}

/**
 * How sure it is that something comes out the same when it is computed anew from the same: always; unless chance decides
 * between rows that are equal in an order, or how fractions round; never.
 */
export type Doubt = 'none' | 'ties' | 'volatile';

/** What a value or a set of rows is computed from and how, as a hash: equal ones are the same computation. */
export interface Print {
  readonly hash: string;
  readonly doubt: Doubt;
}

/** What the tables that a query reads hold. */
export interface TablePrints {
  readonly rows: Print;
  /** null for a column of which nothing is known. */
  readonly column: (name: string) => Print | null;
}

/**
 * What a query gives. Where `rows` and the prints of some columns are those of another query, these columns of both hold
 * the same rows, whatever their order.
 */
export interface QueryPrints {
  readonly columns: readonly { readonly name: string; readonly print: Print }[];
  readonly rows: Print;
}

/** One connection. Statements of one session run one after the other. Every failure is an `EngineError`. */
export interface Session {
  /** Runs one statement; the number of rows it changed or wrote, 0 when it changes none. */
  run(sql: string): Promise<number>;
  /**
   * Rows as JavaScript values: whole numbers as number, bigint beyond 2^53; text for decimals, dates, timestamps and
   * blobs, as the engine writes them; lists as arrays, structs as objects, maps as arrays of `{key, value}`.
   */
  rows(sql: string): Promise<readonly Row[]>;
  /** Names and types of a query's columns, without running it. */
  columns(sql: string): Promise<readonly ColumnType[]>;
  /**
   * Where a query's columns come from, without running it. What the query reads has to exist, rows are not looked at:
   * empty tables of the same types do.
   */
  lineage(sql: string): Promise<QueryLineage>;
  /**
   * What a query gives, as it is computed, without running it: each of `tables` says what could be in its tables and is
   * answered by itself; `restless` are words as the adapter has them. null where nothing can be said.
   */
  prints(
    sql: string,
    tables: readonly ((relation: Relation) => TablePrints | null)[],
    restless: ReadonlySet<string>,
  ): Promise<readonly QueryPrints[] | null>;
  /** A hash of a relation's columns and rows, whatever order these are in; it reads all of them. */
  content(relation: Relation): Promise<string>;
  /** What a query names; nothing of it has to exist. null when the engine only reads it together with its data. */
  mentions(sql: string): Promise<Mentions | null>;
  /**
   * What is noteworthy in the texts of queries, many at once. They are only parsed: `columnsOf` gives the columns of
   * their tables, null for unknown ones.
   */
  queryTexts(
    queries: readonly string[],
    columnsOf: (relation: Relation) => readonly ColumnType[] | null,
  ): Promise<readonly QueryText[]>;
  /**
   * Casts in the bound query, each with the place of what it is put around, also those that its author wrote. What the
   * query reads has to exist. Empty where the engine does not tell.
   */
  implicitCasts(sql: string): Promise<readonly ImplicitCast[]>;
  /** Stops the statement that is running; it fails with kind `interrupted`. */
  interrupt(): void;
}

/** How files are held to the declared columns; null where nobody says. */
export interface FileContract {
  /** Of columns that are not declared, or not there. */
  readonly columns: ContractMode | null;
  /** Of values that are not of the declared type. */
  readonly dataType: ContractMode | null;
}

/** Files of one source, as the engine scans them in a query. */
export interface FileScan {
  /** Absolute path and the path that `_source_file` shows; `shape` as `Inspection` tells it. */
  readonly files: readonly { readonly path: string; readonly shown: string; readonly shape?: string }[];
  readonly format: 'csv' | 'json' | 'parquet';
  /** Declared columns; empty when the engine is to find them. */
  readonly columns: readonly ColumnType[];
  /** The timestamp that `_loaded_at` shows (ISO, UTC). */
  readonly loadedAt: string;
  /**
   * Which of the columns about delivery the relation has, after the others; all of them when it is not said. An engine
   * without hidden columns shows them in `*` too, so a caller asks for those that its query names.
   */
  readonly pseudo?: readonly PseudoColumn[];
  /** Rows and values that do not fit are not in the relation. Absent: every file has to fit. */
  readonly contract?: FileContract;
}

/** The shown path, the row's number within its file (from 1, in the file's order), the moment of loading. */
export const pseudoColumns = ['_source_file', '_source_row', '_loaded_at'] as const;
export type PseudoColumn = (typeof pseudoColumns)[number];

/** A file that a model is written to, or with partitions a folder of files. */
export interface ExternalFile {
  /** Absolute. */
  readonly path: string;
  readonly format: 'parquet' | 'csv' | 'json';
  readonly columns: readonly ColumnType[];
  readonly partitionBy: readonly string[];
}

/** What reading a whole file with its declared types came to. */
export type Probe = { readonly ok: true; readonly rows: number } | { readonly ok: false; readonly reason: string };

/** What came of holding one file to its contract: it is to be read, or refused as a whole. */
export type Inspection =
  | {
      readonly ok: true;
      readonly rows: number;
      /** Rows with something that does not fit. */
      readonly misfits: number;
      /** Declared columns that the file does not have. */
      readonly lacking: readonly string[];
      /** The file's own columns and types, where only files that agree in them can be read together. */
      readonly shape?: string;
    }
  /** `isDrift`: it can be read, and its contract does not allow it. */
  | { readonly ok: false; readonly isDrift: boolean; readonly reason: string };

/** A row of a seed that does not fit. */
export interface BadRow {
  readonly line: number;
  /** What is wrong with it, each as it follows `line 3 of seeds/a.csv`. */
  readonly reasons: readonly string[];
}

/** The first of them, and how many more there are. */
export interface BadRows {
  readonly rows: readonly BadRow[];
  readonly more: number;
}

/** A delivered CSV in git. */
export interface SeedLoad {
  readonly path: string;
  readonly header: readonly string[];
  /** Declared types by column name; the rest are found by the engine. */
  readonly types: Readonly<Record<string, string>>;
  readonly delimiter: string;
}

/** A database that is readable beside the adapter's own. */
export interface Attached {
  /** What stands before the names of its relations; null where it is the adapter's own database. */
  readonly database: string | null;
  readonly detach: () => Promise<void>;
}

export interface Adapter {
  readonly type: string;
  /** The engine and its version, for people. */
  readonly version: string;
  /** How many sessions may work at once. */
  readonly threads: number;
  /** Lasting relations that exist now, here or in a database that is attached. */
  relations(database?: string): Promise<readonly ExistingRelation[]>;
  /**
   * Makes the warehouse of another target readable; it is held until it is detached. null where nothing was ever built,
   * `locked` when another process writes it.
   */
  attach(target: Target): Promise<Attached | null>;
  /** Those of `wanted` that exist, as they will be described when the database is opened again. */
  settled(wanted: readonly Relation[]): Promise<readonly ExistingRelation[]>;
  /**
   * Builds, audits, puts in place and remembers as one: readers see all of what `work` did or nothing. `keep` false
   * undoes it. An error in `work` undoes it and is thrown; so does a statement that failed, even when `work` hid it.
   * Where another transaction, a lock of another process or a drive that does not answer was in the way (kind
   * `conflict`), `work` is called again, a few times.
   */
  publish<T>(work: (session: Session) => Promise<{ readonly keep: boolean; readonly value: T }>): Promise<T>;
  /** Work outside of a transaction, on a session of its own: each statement stands by itself. */
  read<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /**
   * Words in lower case by which a query may say something else tomorrow though all its tables stay as they are:
   * functions like `now`, what reads files or the engine's own state, other databases.
   */
  restless(): Promise<ReadonlySet<string>>;
  /** How many statements a text holds; 0 for one of comments only. */
  statements(sql: string): Promise<number>;
  /**
   * A relation over files, usable after FROM: declared columns, or the ones found, then the columns about delivery. No
   * files give an empty relation of the declared columns. Files without content or with another header are refused.
   */
  scan(scan: FileScan): string;
  /**
   * The statement that writes a table to a file, rows of a partition in the table's order, and a query over it that has the same columns and types. No value is
   * changed on the way: what the format cannot keep is an error.
   */
  external(file: ExternalFile): { readonly write: (from: string) => string; readonly read: string };
  /** What to put beside the files of a scan (`shape`), so that each is read in its own types; null where it says nothing. */
  shapes(scan: FileScan): Promise<readonly (string | null)[]>;
  /** Reads the one file of a scan to its end: whether it is whole, and what is wrong with it. */
  probe(scan: FileScan): Promise<Probe>;
  /** Holds each file of a scan to the scan's contract; in the order of the files. */
  inspect(scan: FileScan): Promise<readonly Inspection[]>;
  /** The columns of a scan's files where its contract lets them evolve: the declared ones, wider ones, new ones. */
  evolved(scan: FileScan): Promise<readonly ColumnType[]>;
  /**
   * A query over what the contract of a scan discards: `file`, `row_number`, `column_name`, `value`, `reason`, `mode`,
   * and of discarded rows `record`. null when it discards nothing.
   */
  misfits(scan: FileScan): string | null;
  /** A query over a CSV whose columns have their final types. A bad row is a `conversion` that names line and value. */
  seed(load: SeedLoad): Promise<string>;
  /** The rows for which a seed is refused. */
  badRows(load: SeedLoad): Promise<BadRows>;
  /** Stops every running statement; they fail with kind `interrupted`. */
  interrupt(): void;
  close(): Promise<void>;
}

export type EngineErrorKind =
  | 'column'
  | 'table'
  | 'syntax'
  | 'type'
  | 'function'
  | 'ambiguous'
  | 'conversion'
  | 'constraint'
  | 'file'
  | 'conflict'
  | 'interrupted'
  | 'locked'
  | 'data'
  | 'memory'
  | 'other';

/** What an engine refused. `data`: without running it nothing can be said, since it depends on rows. `memory`: it needs more than the target allows. `position` is a UTF-16 offset in `sql`, null when the engine names none. */
export class EngineError extends Error {
  readonly kind: EngineErrorKind;
  readonly sql: string;
  readonly position: number | null;
  /** Near names, as the engine suggests them. */
  readonly candidates: readonly string[];
  /** The name that was not found, when the engine says it. */
  readonly subject: string | null;
  /** The way out, when there is one that the engine's adapter knows. */
  readonly help: string | null;
  constructor(
    kind: EngineErrorKind,
    message: string,
    details: {
      sql: string;
      position?: number | null;
      candidates?: readonly string[];
      subject?: string | null;
      help?: string | null;
    },
  ) {
    super(message);
    this.name = 'EngineError';
    this.kind = kind;
    this.sql = details.sql;
    this.position = details.position ?? null;
    this.candidates = details.candidates ?? [];
    this.subject = details.subject ?? null;
    this.help = details.help ?? null;
  }
}
