import { join } from 'node:path';
import type { TypedModels } from '../compile/typed-model-load.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { RawProject } from '../project/raw-project.ts';
import { isTypescript, type ReadText } from '../source/text.ts';
import type { TemplateScope } from '../template/template.ts';

/** The models of a project that are written in TypeScript; what loads them is itself loaded only for a project that has some. */
export async function typedModels(
  raw: RawProject,
  scope: TemplateScope,
  readText: ReadText,
): Promise<{ readonly models: TypedModels; readonly diagnostics: readonly Diagnostic[] }> {
  const files = raw.models.filter((file) => isTypescript(file.path));
  if (files.length === 0) return { models: new Map(), diagnostics: [] };
  const { loadTypedModels } = await import('../compile/typed-model-load.ts');
  const cache = join(raw.root, raw.config.paths.target, 'cache', 'models');
  return loadTypedModels(files, { root: raw.root, cache, scope, readText });
}
