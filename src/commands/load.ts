import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { deprecations } from '../compile/deprecations.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import { openCache } from './cache/cache.ts';
import type { Effects } from './effects.ts';
import type { Loaded } from './loaded.ts';
import type { ProjectOptions } from './options.ts';
import { projectTexts } from './project-texts.ts';

/** The project's folder: the one that is named, or the nearest above it with a project.yml. */
export function findRoot(cwd: string, projectDir: string): string {
  const start = resolve(cwd, projectDir);
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'project.yml'))) return folder;
    if (dirname(folder) === folder) break;
  }
  throw new DiagnosticError([
    diagnostic('M101', `there is no project.yml in ${start} or above it`, {
      help: 'go to a project, or name its folder with `--project-dir`',
    }),
  ]);
}

/**
 * Reads and compiles the project, or takes what the last invocation remembered of it where nothing has changed. Throws
 * only when there is nothing to compile: no project file, or one that cannot be read.
 */
export async function load(options: ProjectOptions, effects: Effects): Promise<Loaded> {
  const root = findRoot(effects.cwd, options.projectDir);
  const cache = openCache(root, options, effects);
  const found = await cache?.find();
  const manifest = found?.manifest;
  if (!manifest) {
    const { compileProject } = await import('./compile-project.ts');
    return withDeprecations(await compileProject(root, options, effects, cache), effects.now);
  }
  const scope = async () => {
    const { scopeOf } = await import('./scope.ts');
    return scopeOf(root, manifest, manifest.helperFiles, effects.env);
  };
  return withDeprecations({ root, ...found, readText: projectTexts(root), scope }, effects.now);
}

/** What a date has made of a project is not remembered with it. */
function withDeprecations(loaded: Loaded, now: Date): Loaded {
  const { manifest, diagnostics, readText } = loaded;
  return { ...loaded, diagnostics: [...diagnostics, ...deprecations(manifest, now, readText)] };
}
