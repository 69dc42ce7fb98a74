import { compile } from '../compile/compile.ts';
import { DiagnosticError, hasErrors } from '../diagnostics/diagnostic.ts';
import { diskFiles } from '../project/disk-files.ts';
import type { RawProject } from '../project/raw-project.ts';
import { readProject } from '../project/read-project.ts';
import { valueTemplate } from '../template/value-template.ts';
import type { Cache } from './cache/cache.ts';
import { recorded } from './cache/recorded-files.ts';
import type { Effects } from './effects.ts';
import type { Loaded } from './loaded.ts';
import type { ProjectOptions } from './options.ts';
import { projectTexts } from './project-texts.ts';
import { bareScope, scopeOfRaw } from './scope.ts';

/** Reads and compiles a project from its files, and keeps the result for the next invocation. */
export async function compileProject(
  root: string,
  options: ProjectOptions,
  effects: Effects,
  cache: Cache | null,
): Promise<Loaded> {
  const asked = new Set<string>();
  const env = (name: string) => {
    asked.add(name);
    return effects.env[name];
  };
  const { files, looked } = recorded(diskFiles(root));
  const read = readProject(root, {
    targetName: options.target,
    vars: options.vars,
    files,
    valueTemplate: (text) => valueTemplate(text, bareScope(env), ['env']),
  });
  if (!read.project) throw new DiagnosticError(read.diagnostics);
  const raw = withThreads(read.project, options.threads);
  const readText = projectTexts(root);
  const { scope, problems } = await scopeOfRaw(root, raw, env);
  const { manifest, diagnostics: found } = compile(raw, scope, readText);
  const diagnostics = [...problems, ...found];
  if (!hasErrors(diagnostics)) cache?.keep(manifest, diagnostics, looked(), asked);
  return { root, manifest, diagnostics, readText, scope: async () => scope, isRemembered: false };
}

function withThreads(raw: RawProject, threads: number | null): RawProject {
  if (threads === null) return raw;
  return { ...raw, config: { ...raw.config, target: { ...raw.config.target, threads } } };
}
