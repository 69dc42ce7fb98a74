import { cpSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The factory as it lies in the repository, without what was generated. */
export function factoryFolder(folder: string): void {
  for (const path of ['project.yml', 'models', 'seeds', 'macros', 'generators', 'tests/data', 'package.json']) {
    cpSync(path, join(folder, path), { recursive: true });
  }
  for (const path of ['src', 'node_modules', 'dist']) symlinkSync(resolve(path), join(folder, path));
}
