import { type Compiled, compile } from '../compile/compile.ts';
import { DiagnosticError, hasErrors } from '../diagnostics/diagnostic.ts';
import type { Manifest } from '../nodes/manifest.ts';
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
  const loadedFrom = ({ manifest, diagnostics: found }: Compiled): Loaded => ({
    root,
    manifest,
    diagnostics: [...problems, ...typed.diagnostics, ...found],
    readText,
    scope: async () => scope,
    isRemembered: false,
    stamp: null,
  });
  let loaded = loadedFrom(compile(raw, scope, readText, typed.models));
  if (!hasErrors(loaded.diagnostics) && inherits(loaded.manifest)) {
    // From where columns come only the engine knows, and it needs the compiled queries to say it.
    const { inheritances } = await import('./inherit.ts');
    const inherited = await inheritances(loaded, raw, effects);
    loaded = loadedFrom(compile(raw, scope, readText, typed.models, inherited));
  }
  const { manifest, diagnostics } = loaded;
  lookAtImports(raw, manifest, files, readText);
  const stamp = hasErrors(diagnostics) ? null : (cache?.keep(manifest, diagnostics, looked(), asked) ?? null);
  return { ...loaded, stamp };
}

/** Whether any model asks for something to inherit: only then is the engine asked. */
function inherits({ nodes }: Manifest): boolean {
  return [...nodes.values()].some((node) => node.resource === 'model' && node.config.inherit.length > 0);
}

/** What programs of the project import decides what they do: it is remembered with them. */
function lookAtImports(raw: RawProject, { nodes }: Manifest, files: Files, readText: ReadText): void {
  const helpers = raw.helperFiles.map(({ path }) => ({ path, text: readText(path) ?? '' }));
  const programs = [...helpers, ...raw.models.filter((file) => isTypescript(file.path))];
  const look = (path: string) => {
    const file = files.find(path);
    const content = file && files.read(file);
    return content instanceof Uint8Array ? Buffer.from(content).toString('utf8') : null;
  };
  followImports(programs, look);
  for (const node of nodes.values()) if (node.resource === 'model' && node.signalProgram) look(node.signalProgram.file);
}

function withThreads(raw: RawProject, threads: number | null): RawProject {
  if (threads === null) return raw;
  return { ...raw, config: { ...raw.config, target: { ...raw.config.target, threads } } };
}
