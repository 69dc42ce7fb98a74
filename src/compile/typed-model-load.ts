import * as kysely from 'kysely';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { type ReadText, type SourceText, spanOf } from '../source/text.ts';
import { type ModuleLoader, moduleLoader } from '../template/load-modules.ts';
import type { Rendered, RenderOptions, TemplateScope } from '../template/template.ts';
import { isTypedModel, model } from './typed-model.ts';
import { rangeOfError } from './typed-model-places.ts';
import { renderTyped } from './typed-model-render.ts';

/** Models in TypeScript by the path of their file, each as something that renders like a template, in the project's scope unless it is given another. */
export type TypedModels = ReadonlyMap<string, (options: RenderOptions, other?: TemplateScope) => Rendered>;

export interface LoadTyped {
  /** The project's folder, absolute. */
  readonly root: string;
  /** A folder for what the files compile to. */
  readonly cache: string;
  readonly scope: TemplateScope;
  readonly readText: ReadText;
}

/** Loads the files of models in TypeScript. What cannot be loaded is reported and left out. */
export async function loadTypedModels(
  files: readonly SourceText[],
  { root, cache, scope, readText }: LoadTyped,
): Promise<{ readonly models: TypedModels; readonly diagnostics: readonly Diagnostic[] }> {
  const models = new Map<string, (options: RenderOptions, other?: TemplateScope) => Rendered>();
  const diagnostics: Diagnostic[] = [];
  const provided = { duckmart: { model, sql: kysely.sql }, kysely };
  const loader = await moduleLoader(`${root}/`, { cache, provided, interop: false, readText });
  for (const file of files) {
    const made = await exported(loader, file, readText);
    if ('code' in made) diagnostics.push(made);
    else {
      models.set(file.path, (options, other = scope) =>
        renderTyped({ ...made, file, scope: other, loader, readText }, options),
      );
    }
  }
  return { models, diagnostics };
}

async function exported(
  loader: ModuleLoader,
  file: SourceText,
  readText: ReadText,
): Promise<{ readonly model: Parameters<typeof renderTyped>[0]['model'] } | Diagnostic> {
  let module: unknown;
  try {
    module = await loader.load(`${loader.root}${file.path}`);
  } catch (error) {
    return unloadable(loader, file, readText, error);
  }
  const found = (module as { readonly default?: unknown } | null | undefined)?.default;
  if (isTypedModel(found)) return { model: found };
  const at = /\bexport\s+default\b/.exec(file.text);
  const message = found === undefined ? 'has no default export' : 'exports something by default that is no model';
  const range = { file: file.path, from: at?.index ?? 0, to: (at?.index ?? 0) + (at?.[0].length ?? 0) };
  return diagnostic('M214', `\`${file.path}\` ${message}`, {
    labels: [{ span: spanOf(range, file.text), text: '' }],
    help: 'write `export default model({ … }, ({ ref, db }) => db.selectFrom(ref(…))…)`, or begin the name of a file that is no model with `_`',
  });
}

function unloadable(loader: ModuleLoader, file: SourceText, readText: ReadText, error: unknown): Diagnostic {
  const said = (error instanceof Error ? error.message : String(error)).split('\n')[0]?.trim() ?? '';
  const range = importRange(file, said) ?? rangeOfError(error, loader, readText) ?? { file: file.path, from: 0, to: 0 };
  const text = range.file === file.path ? file.text : (readText(range.file) ?? '');
  return diagnostic('M214', `${file.path} cannot be loaded: ${said.replaceAll(loader.root, '')}`, {
    labels: [{ span: spanOf(range, text), text: '' }],
  });
}

/** A module that is not found has no place in a stack: the import that names it has. */
function importRange(file: SourceText, said: string) {
  const name = /Cannot find (?:module|package) '([^']+)'/.exec(said)?.[1];
  if (name === undefined) return null;
  const from = Math.max(file.text.indexOf(`'${name}'`), file.text.indexOf(`"${name}"`));
  return from < 0 ? null : { file: file.path, from, to: from + name.length + 2 };
}
