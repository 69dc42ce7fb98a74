import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import type { Generator } from '../nodes/node.ts';

/** Of everything that decides what a generator writes: the code in its folder, its parameters, its folders. */
export function fingerprintOf(root: string, generatorsFolder: string, node: Generator, params: object): string {
  const hash = createHash('sha256').update(JSON.stringify([node.name, node.program, params, node.writes]));
  const files = globSync('**/*.{ts,js,mjs,cjs,json}', {
    cwd: join(root, generatorsFolder),
    ignore: ['**/node_modules/**'],
  });
  for (const file of files.sort()) hash.update(`\n${file}\n`).update(readFileSync(join(root, generatorsFolder, file)));
  return hash.digest('hex');
}
