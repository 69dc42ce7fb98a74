import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { compile } from '../compile/compile.ts';
import { type Diagnostic, DiagnosticError, diagnostic, hasErrors } from '../diagnostics/diagnostic.ts';
import type { Manifest } from '../nodes/manifest.ts';
import { diskFiles } from '../project/disk-files.ts';
import type { RawProject } from '../project/raw-project.ts';
import { readProject } from '../project/read-project.ts';
import type { ReadText } from '../source/text.ts';
import type { TemplateScope } from '../template/template.ts';
import { valueTemplate } from '../template/value-template.ts';
import { type Cache, openCache } from './cache/cache.ts';
import { recorded } from './cache/recorded-files.ts';
import type { Effects } from './effects.ts';
import type { ProjectOptions } from './options.ts';
import { bareScope, scopeOf, scopeOfRaw } from './scope.ts';

/** A project that was read and compiled. `diagnostics` may hold errors: then the manifest is not to be run. */
export interface Loaded {
  /** Absolute. */
  readonly root: string;
  readonly manifest: Manifest;
  readonly diagnostics: readonly Diagnostic[];
  readonly readText: ReadText;
  /** For templates that are not in the project: `--sql`. */
  readonly scope: () => Promise<TemplateScope>;
  /** Whether nothing has changed since the manifest was last remembered. */
  readonly isRemembered: boolean;
}

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

/** Texts of a project's files; undefined for what is gone or cannot be read. */
export function projectTexts(root: string): ReadText {
  return (path) => {
    try {
      return readFileSync(isAbsolute(path) ? path : join(root, path), 'utf8').replace(/^\uFEFF/, '');
    } catch {
      return undefined;
    }
  };
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
  if (!manifest) return compiled(root, options, effects, cache);
  const scope = () => scopeOf(root, manifest, manifest.helperFiles, effects.env);
  return { root, ...found, readText: projectTexts(root), scope };
}

async function compiled(root: string, options: ProjectOptions, effects: Effects, cache: Cache | null): Promise<Loaded> {
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
