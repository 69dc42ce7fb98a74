import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { compile } from '../compile/compile.ts';
import { type Diagnostic, DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Manifest, Target } from '../nodes/manifest.ts';
import type { RawProject } from '../project/raw-project.ts';
import { readProject } from '../project/read-project.ts';
import type { ReadText } from '../source/text.ts';
import { loadHelpers } from '../template/load-helpers.ts';
import type { TemplateScope } from '../template/template.ts';
import { valueTemplate } from '../template/value-template.ts';
import type { Effects } from './effects.ts';
import type { ProjectOptions } from './options.ts';

/** A project that was read and compiled. `diagnostics` may hold errors: then the manifest is not to be run. */
export interface Loaded {
  /** Absolute. */
  readonly root: string;
  readonly raw: RawProject;
  readonly scope: TemplateScope;
  readonly manifest: Manifest;
  readonly diagnostics: readonly Diagnostic[];
  readonly readText: ReadText;
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

/** Reads and compiles the project. Throws only when there is nothing to compile: no project file, or one that cannot be read. */
export async function load(options: ProjectOptions, effects: Effects): Promise<Loaded> {
  const root = findRoot(effects.cwd, options.projectDir);
  const readText = projectTexts(root);
  const env = (name: string) => effects.env[name];
  const read = readProject(root, {
    targetName: options.target,
    vars: options.vars,
    valueTemplate: (text) => valueTemplate(text, scopeFor('', {}, env), ['env']),
  });
  if (!read.project) throw new DiagnosticError(read.diagnostics);
  const raw = withThreads(read.project, options.threads);
  const { config } = raw;
  const helpers = await loadHelpers(raw.helperFiles.map(({ path }) => ({ path, absolute: join(root, path) })));
  const scope: TemplateScope = {
    ...scopeFor(config.name, config.vars, env),
    target: targetValues(config.target),
    macros: new Map(raw.macros.map((macro) => [macro.name, macro])),
    helpers: helpers.helpers,
  };
  const { manifest, diagnostics } = compile(raw, scope, readText);
  return { root, raw, scope, manifest, diagnostics: [...helpers.diagnostics, ...diagnostics], readText };
}

function scopeFor(project: string, vars: TemplateScope['vars'], env: TemplateScope['env']): TemplateScope {
  return { project, vars, env, target: {}, macros: new Map(), helpers: new Map() };
}

/** What `{{target.…}}` shows. */
function targetValues(target: Target): Record<string, unknown> {
  return { name: target.name, type: target.type, schema: target.schema, threads: target.threads };
}

function withThreads(raw: RawProject, threads: number | null): RawProject {
  if (threads === null) return raw;
  return { ...raw, config: { ...raw.config, target: { ...raw.config.target, threads } } };
}
