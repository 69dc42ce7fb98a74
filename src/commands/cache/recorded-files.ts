import { createHash } from 'node:crypto';
import type { Files, FoundFile } from '../../project/files.ts';

/** What a reading of the project looked at: enough to see later whether it would read the same. */
export interface Looked {
  /** Folders that were listed. */
  readonly folders: readonly string[];
  /** Single files that were looked for; null where there was none. */
  readonly singles: Readonly<Record<string, true | null>>;
  /** Every file that was found: size, time, and the hash of its content if it was read. */
  readonly files: Readonly<Record<string, readonly [size: number, mtimeMs: number, hash: string | null]>>;
  /** Whether anything was refused: then nothing is remembered. */
  readonly refused: boolean;
}

export function hashOf(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('base64').slice(0, 24);
}

/** The same files, with a record of what was looked at. */
export function recorded(files: Files): { readonly files: Files; readonly looked: () => Looked } {
  const folders: string[] = [];
  const singles: Record<string, true | null> = {};
  const found: Record<string, [number, number, string | null]> = {};
  let refused = false;
  const note = (file: FoundFile) => {
    found[file.path] ??= [file.size, file.mtimeMs, null];
  };
  return {
    files: {
      list: (folder) => {
        const listing = files.list(folder);
        folders.push(folder);
        refused ||= listing.refused.length > 0;
        listing.files.forEach(note);
        return listing;
      },
      find: (path) => {
        const file = files.find(path);
        singles[path] = file ? true : null;
        if (file) note(file);
        return file;
      },
      read: (file) => {
        const content = files.read(file);
        if (content instanceof Uint8Array) found[file.path] = [file.size, file.mtimeMs, hashOf(content)];
        else refused = true;
        return content;
      },
    },
    looked: () => ({ folders, singles, files: found, refused }),
  };
}
