import { dirname, join } from 'node:path/posix';
import type { SourceText } from '../source/text.ts';

const imported =
  /\b(?:import|export)\s+(?!type\b)[^'"`;]*?\bfrom\s*['"](\.{1,2}\/[^'"]+)['"]|\bimport\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]|\brequire\s*\(\s*['"](\.{1,2}\/[^'"]+)['"]/g;

/** What an import without an ending may mean, and one that names what TypeScript compiles to. */
const endings = ['', '.ts', '.js', '.mjs', '.cjs', '.json', '/index.ts', '/index.js'];

/**
 * Reads the project's files that others import by relative paths, directly or through one another; types count for
 * nothing. `read` gives the text of a file, null where there is none, and is asked for each path once.
 */
export function followImports(files: readonly SourceText[], read: (path: string) => string | null): void {
  /** Whether a path is a file. */
  const known = new Map(files.map((file) => [file.path, true]));
  const waiting = [...files];
  for (let file = waiting.pop(); file; file = waiting.pop()) {
    for (const [, ...names] of file.text.matchAll(imported)) {
      const path = join(dirname(file.path), names.find(Boolean) ?? '');
      if (path.startsWith('..')) continue;
      for (const candidate of [...endings.map((ending) => path + ending), path.replace(/js$/, 'ts')]) {
        if (known.get(candidate)) break;
        const text = known.has(candidate) ? null : read(candidate);
        known.set(candidate, text !== null);
        if (text === null) continue;
        waiting.push({ path: candidate, text });
        break;
      }
    }
  }
}
