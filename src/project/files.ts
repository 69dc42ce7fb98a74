/** A file as a folder's listing shows it. `path` is relative to the project, with `/`. */
export interface FoundFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly mtimeMs: number;
}

/** Something in a folder that is not read. */
export interface Refused {
  readonly path: string;
  readonly why: 'outside' | 'broken' | 'unreadable';
  /** Where a link leads, or what the system says. */
  readonly detail: string;
}

export interface Listing {
  /** By path. */
  readonly files: readonly FoundFile[];
  readonly refused: readonly Refused[];
}

/**
 * The project's files. Listing and reading are two steps: who remembers what a file of some size and time held, need not
 * read it again.
 */
export interface Files {
  /** Every file below a folder, without hidden ones and what editors leave; nothing for a folder that is not there. */
  readonly list: (folder: string) => Listing;
  /** A single file; null when it is not there. */
  readonly find: (path: string) => FoundFile | null;
  /** A file's bytes, or why there are none. */
  readonly read: (file: FoundFile) => Uint8Array | { readonly failed: string };
}
