import { cpSync, mkdirSync, mkdtempSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What makes a project of the factory, without its generator: files are brought from elsewhere. */
export const PARTS = ['project.yml', 'models', 'seeds', 'macros', 'tests/data'] as const;

/** A copy of parts of the repository, below it so that its programs find their libraries. */
export function copyOfFactory(parts: readonly string[] = PARTS): string {
  mkdirSync('target/tests', { recursive: true });
  const folder = mkdtempSync(resolve('target/tests/factory-'));
  for (const part of parts) cpSync(part, join(folder, part), { recursive: true });
  return folder;
}
