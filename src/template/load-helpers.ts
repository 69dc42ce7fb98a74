import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Position } from '../source/span.ts';
import { positionAt, type ReadText } from '../source/text.ts';
import { globalNames } from './globals.ts';
import { HelperFailure } from './helper-failure.ts';
import { blockNames, builtins } from './helpers/builtins.ts';
import { type ModuleLoader, moduleLoader } from './load-modules.ts';
import type { UserHelper } from './template.ts';

export interface LoadedHelpers {
  readonly helpers: ReadonlyMap<string, UserHelper>;
  /** One M210 for everything that could not be taken. */
  readonly diagnostics: readonly Diagnostic[];
}

interface Loading {
  readonly loader: ModuleLoader;
  readonly readText: ReadText;
  readonly helpers: Map<string, UserHelper>;
  /** The file that a helper came from. */
  readonly files: Map<string, string>;
  readonly diagnostics: Diagnostic[];
}

const taken: ReadonlySet<string> = new Set([
  ...builtins.keys(),
  ...blockNames,
  ...globalNames,
  'this',
  'log',
  'inline',
  'else',
]);

/** A file of helpers: `path` relative to the project, with `/`. */
export interface HelperSource {
  readonly path: string;
  readonly absolute: string;
}

/**
 * Loads the helpers of `macros/*.ts`: every exported function, by its name. `cache` is a folder for what the files
 * compile to; without one they are compiled every time.
 */
export async function loadHelpers(files: readonly HelperSource[], cache?: string): Promise<LoadedHelpers> {
  const [first] = files;
  if (!first) return { helpers: new Map(), diagnostics: [] };
  const root = first.absolute.slice(0, -first.path.length);
  const readText = textsOf(root);
  const loader = await moduleLoader(root, { cache, readText });
  const loading: Loading = { loader, readText, helpers: new Map(), files: new Map(), diagnostics: [] };
  for (const { path, absolute } of files) {
    try {
      takeExports(loading, path, await loader.load(absolute));
    } catch (error) {
      refuseFile(loading, path, error);
    }
  }
  return { helpers: loading.helpers, diagnostics: loading.diagnostics };
}

/** Files are read again when an error has to be placed in them. */
function textsOf(root: string): ReadText {
  return (path) => {
    try {
      return readFileSync(join(root, path), 'utf8');
    } catch {
      return undefined;
    }
  };
}

function takeExports(loading: Loading, path: string, exported: unknown): void {
  for (const [name, value] of Object.entries(exported ?? {})) {
    if (name === 'default') {
      refuseName(loading, path, /\bexport\s+default\b/, 'a default export is not a helper: it has no name', {
        help: 'write `export function name(…) { … }`',
      });
    } else if (typeof value === 'function') takeHelper(loading, path, name, value as UserHelper);
  }
}

function takeHelper(loading: Loading, path: string, name: string, helper: UserHelper): void {
  const place = new RegExp(`\\bexport\\b[^\\n]*?\\b(?=${name.replaceAll('$', '\\$')}\\b)`);
  if (taken.has(name)) {
    refuseName(loading, path, place, `\`${name}\` is built in and cannot be defined again`, {
      help: 'give the helper another name',
    });
    return;
  }
  const other = loading.files.get(name);
  if (other !== undefined) {
    refuseName(loading, path, place, `the helper \`${name}\` is defined twice`, { notes: [`also in ${other}`] });
    return;
  }
  loading.files.set(name, path);
  loading.helpers.set(name, placed(loading.loader, helper));
}

/** The helper, whose failures say where they were thrown. */
function placed({ placesOf }: ModuleLoader, helper: UserHelper): UserHelper {
  return (...args) => {
    try {
      return helper(...args);
    } catch (error) {
      const [at] = placesOf(error);
      throw at ? new HelperFailure(messageOf(error), `${at.path}:${at.line}:${at.column}`, error) : error;
    }
  };
}

function refuseName(
  { readText, diagnostics }: Loading,
  path: string,
  place: RegExp,
  message: string,
  said: { readonly help?: string; readonly notes?: readonly string[] },
): void {
  const text = readText(path) ?? '';
  const found = place.exec(text);
  const end = found ? found.index + found[0].length : 0;
  const word = found && /^[\w$]*/.exec(text.slice(end))?.[0];
  const from = word ? end : (found?.index ?? 0);
  const to = word ? end + word.length : end;
  const span = { file: path, start: positionAt(text, from), end: positionAt(text, to) };
  diagnostics.push(diagnostic('M210', message, { labels: [{ span, text: '' }], ...said }));
}

function refuseFile({ loader, readText, diagnostics }: Loading, path: string, error: unknown): void {
  const at = loader.placesOf(error)[0] ?? { path, line: 1, column: 1 };
  const start: Position = { line: at.line, column: at.column };
  const length = [...((readText(at.path) ?? '').split(/\r\n|[\r\n]/)[at.line - 1] ?? '')].length;
  const end = { ...start, column: Math.max(start.column, Math.min(start.column, length) + 1) };
  const said = messageOf(error).split('\n')[0]?.trim() ?? '';
  diagnostics.push(
    diagnostic('M210', `${path} cannot be loaded: ${said}`, {
      labels: [{ span: { file: at.path, start, end }, text: '' }],
    }),
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
