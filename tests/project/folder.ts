import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { readProject } from '../../src/project/read-project.ts';

const made: string[] = [];

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export const projectFile = 'name: shop\ntargets: {dev: {type: duckdb, path: t.duckdb}}\n';

/** A folder with files, taken away after the test. A project.yml is there unless one is given as null. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array | null>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'mart-project-')));
  made.push(root);
  for (const [path, content] of Object.entries({ 'project.yml': projectFile, ...files })) {
    if (content === null) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

const valueTemplate = (text: string) => ({ value: text, diagnostics: [] });

export function readFolder(root: string) {
  return readProject(root, { valueTemplate });
}

/** Diagnostics with the files they are in. */
export function placed(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map((one) => {
    const places = one.labels.map(({ span }) => `${span.file}:${span.start.line}:${span.start.column}`);
    return `${one.code} ${one.severity} ${places.join(' ')} ${one.message}${one.help ? ` | ${one.help}` : ''}`;
  });
}
