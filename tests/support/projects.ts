import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A project.yml of one DuckDB file; further lines are added as they are. */
export function projectFile(more = ''): string {
  return `name: shop\ntarget: dev\ntargets:\n  dev: { type: duckdb, path: shop.duckdb, schema: main, threads: 2 }\n${more}`;
}

/** A folder of its own with these files, gone when the test is over. */
export function project(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'mart-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  write(folder, { 'project.yml': projectFile(), ...files });
  return folder;
}

export function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
