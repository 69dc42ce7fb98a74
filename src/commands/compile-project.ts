import { compile } from '../compile/compile.ts';
import { DiagnosticError, hasErrors } from '../diagnostics/diagnostic.ts';
import { diskFiles } from '../project/disk-files.ts';
import type { Files } from '../project/files.ts';
import type { RawProject } from '../project/raw-project.ts';
import { readProject } from '../project/read-project.ts';
import { isTypescript, type ReadText } from '../source/text.ts';
import { followImports } from '../template/load-imports.ts';
import { valueTemplate } from '../template/value-template.ts';
import type { Cache } from './cache/cache.ts';
import { recorded } from './cache/recorded-files.ts';
import type { Effects } from './effects.ts';
import type { Loaded } from './loaded.ts';
import type { ProjectOptions } from './options.ts';
import { projectTexts } from './project-texts.ts';
import { bareScope, scopeOfRaw } from './scope.ts';
import { typedModels } from './typed-models.ts';

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
  const typed = await typedModels(raw, scope, readText);
  const { manifest, diagnostics: found } = compile(raw, scope, readText, typed.models);
  const diagnostics = [...problems, ...typed.diagnostics, ...found];
  lookAtImports(raw, files, readText);
  const stamp = hasErrors(diagnostics) ? null : (cache?.keep(manifest, diagnostics, looked(), asked) ?? null);
  return { root, manifest, diagnostics, readText, scope: async () => scope, isRemembered: false, stamp };
}

/** What programs of the project import decides what they do: it is remembered with them. */
function lookAtImports(raw: RawProject, files: Files, readText: ReadText): void {
  const helpers = raw.helperFiles.map(({ path }) => ({ path, text: readText(path) ?? '' }));
  const programs = [...helpers, ...raw.models.filter((file) => isTypescript(file.path))];
  followImports(programs, (path) => {
    const file = files.find(path);
    const content = file && files.read(file);
    return content instanceof Uint8Array ? Buffer.from(content).toString('utf8') : null;
  });
}

function withThreads(raw: RawProject, threads: number | null): RawProject {
  if (threads === null) return raw;
  return { ...raw, config: { ...raw.config, target: { ...raw.config.target, threads } } };
}
