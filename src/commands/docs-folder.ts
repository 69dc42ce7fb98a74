import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Puts files into a folder in the place of what was there: readers see the old folder or the new one, whole. */
export function replaceFolder(folder: string, files: ReadonlyMap<string, string>): void {
  const fresh = `${folder}.${process.pid}.tmp`;
  const old = `${folder}.${process.pid}.old.tmp`;
  rmSync(fresh, { recursive: true, force: true });
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(fresh, path)), { recursive: true });
      writeFileSync(join(fresh, path), text);
    }
    rmSync(old, { recursive: true, force: true });
    try {
      renameSync(folder, old);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    renameSync(fresh, folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}
