import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A folder of the package that this file, bundled or not, is part of. */
export function ofPackage(inside: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const found = join(folder, inside);
    if (existsSync(join(folder, 'package.json')) && existsSync(found)) return found;
    if (dirname(folder) === folder) throw new Error(`${inside} is not part of this installation`);
  }
}
