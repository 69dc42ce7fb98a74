import { statSync } from 'node:fs';

/** Files of other databases that statements attach, with size and time: what stands in them may change. */
export function attachedFiles(statements: readonly string[]): readonly string[] {
  return statements
    .flatMap((text) => [...text.matchAll(/\battach\s+(?:database\s+)?(?:if\s+not\s+exists\s+)?'([^']+)'/gi)])
    .map(([, path = '']) => {
      const file = statSync(path, { throwIfNoEntry: false });
      return file ? `${path} ${file.size} ${file.mtimeMs}` : path;
    });
}
