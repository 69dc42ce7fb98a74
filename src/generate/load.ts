import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Generator } from '../nodes/node.ts';
import type { Generate } from './generator.ts';

/** The program of a generator, TypeScript included, without a build step. */
export async function loadGenerator(root: string, node: Generator): Promise<Generate> {
  const path = join(root, node.program);
  const fail = (message: string, help: string) =>
    new DiagnosticError([diagnostic('M212', message, { node: `generator:${node.name}`, help })]);
  if (!existsSync(path)) {
    throw fail(
      `the generator \`${node.name}\` has no program \`${node.program}\``,
      'say in `program:` which file it is',
    );
  }
  const [{ createJiti }, corrupt] = await Promise.all([import('jiti'), import('../corrupt/corrupt.ts')]);
  const virtualModules = { 'duckmart/corrupt': { ...corrupt } };
  let module: { default?: unknown };
  try {
    module = await createJiti(import.meta.url, { interopDefault: false, virtualModules }).import(path);
  } catch (error) {
    throw fail(
      `\`${node.program}\` cannot be loaded: ${error instanceof Error ? error.message : String(error)}`,
      'run it alone to see more',
    );
  }
  if (typeof module.default === 'function') return module.default as Generate;
  throw fail(
    `\`${node.program}\` has no default export that is a function`,
    'export default async function generate(context) { … }',
  );
}
