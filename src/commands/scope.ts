import { join } from 'node:path';
import { type Diagnostic, DiagnosticError } from '../diagnostics/diagnostic.ts';
import type { Manifest, Target } from '../nodes/manifest.ts';
import type { RawProject } from '../project/raw-project.ts';
import { type LoadedHelpers, loadHelpers } from '../template/load-helpers.ts';
import type { TemplateScope } from '../template/template.ts';

/** A scope that knows the environment and nothing else: for the values of a target. */
export function bareScope(env: TemplateScope['env']): TemplateScope {
  return { project: '', vars: {}, env, target: {}, macros: new Map(), helpers: new Map() };
}

/** What the templates of a project that was just read can see. */
export async function scopeOfRaw(
  root: string,
  raw: RawProject,
  env: TemplateScope['env'],
): Promise<{ readonly scope: TemplateScope; readonly problems: readonly Diagnostic[] }> {
  const { config } = raw;
  const { helpers, diagnostics } = await helpersOf(
    root,
    raw.helperFiles.map((file) => file.path),
    config.paths.target,
  );
  const macros = new Map(raw.macros.map((macro) => [macro.name, macro]));
  const target = targetValues(config.target);
  return { scope: { project: config.name, vars: config.vars, env, target, macros, helpers }, problems: diagnostics };
}

/** The same for a compiled project. */
export async function scopeOf(
  root: string,
  manifest: Manifest,
  helperFiles: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<TemplateScope> {
  const { helpers, diagnostics } = await helpersOf(root, helperFiles, manifest.targetPath);
  if (diagnostics.length > 0) throw new DiagnosticError(diagnostics);
  const macros = new Map(manifest.macros.map((macro) => [macro.name, macro]));
  const target = targetValues(manifest.target);
  return { project: manifest.project, vars: manifest.vars, env: (name) => env[name], target, macros, helpers };
}

function helpersOf(root: string, paths: readonly string[], targetPath: string): Promise<LoadedHelpers> {
  const files = paths.map((path) => ({ path, absolute: join(root, path) }));
  return loadHelpers(files, join(root, targetPath, 'cache', 'helpers'));
}

/** What `{{target.…}}` shows. */
function targetValues(target: Target): Record<string, unknown> {
  return { name: target.name, type: target.type, schema: target.schema, threads: target.threads };
}
