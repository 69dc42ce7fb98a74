import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { globSync } from 'tinyglobby';

/** Files of the repository that match, relative to its top. */
export function files(...patterns: string[]): string[] {
  return globSync(patterns, { ignore: ['**/node_modules/**', 'dist/**', 'target/**'] }).sort();
}

export function textOf(path: string): string {
  return readFileSync(path, 'utf8');
}

/** What a file imports: packages by name, files by their path; dynamic imports and type imports count. */
export function importsOf(path: string): string[] {
  const text = textOf(path);
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^'";]*?from\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)\s*import\s+'([^']+)'/g,
  );
  return [...found].map((one) => {
    const name = one[1] ?? one[2] ?? one[3] ?? '';
    return name.startsWith('.') ? join(dirname(path), name) : name;
  });
}
