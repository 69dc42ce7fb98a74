import { cpSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readAlong } from './read-along.ts';

/** The factory as it lies in the repository, without what was generated. */
readAlong('README.md', (folder) => {
  for (const path of ['project.yml', 'models', 'seeds', 'macros', 'generators', 'tests/data', 'package.json']) {
    cpSync(path, join(folder, path), { recursive: true });
  }
  for (const path of ['src', 'node_modules', 'dist']) symlinkSync(resolve(path), join(folder, path));
});
