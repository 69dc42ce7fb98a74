import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Position } from '../source/span.ts';
import { positionAt } from '../source/text.ts';
import { globalNames } from './globals.ts';
import { HelperFailure } from './helper-failure.ts';
import { blockNames, builtins } from './helpers/builtins.ts';
import type { UserHelper } from './template.ts';

export interface LoadedHelpers {
  readonly helpers: ReadonlyMap<string, UserHelper>;
  /** One M210 for everything that could not be taken. */
  readonly diagnostics: readonly Diagnostic[];
}

interface Loading {
  /** The project's folder, with the separator at its end. */
  readonly root: string;
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
  const loading: Loading = { root, helpers: new Map(), files: new Map(), diagnostics: [] };
  const { createJiti } = await import('jiti');
  const jiti = createJiti(root, { fsCache: cache ?? false, moduleCache: false });
  for (const { path, absolute } of files) {
    try {
      const exported: unknown = await jiti.import(absolute);
      await takeExports(loading, path, exported);
    } catch (error) {
      await refuseFile(loading, path, error);
    }
  }
  return { helpers: loading.helpers, diagnostics: loading.diagnostics };
}

async function takeExports(loading: Loading, path: string, exported: unknown): Promise<void> {
  for (const [name, value] of Object.entries(exported ?? {})) {
    if (name === 'default') {
      await refuseName(loading, path, /\bexport\s+default\b/, 'a default export is not a helper: it has no name', {
        help: 'write `export function name(…) { … }`',
      });
    } else if (typeof value === 'function') await takeHelper(loading, path, name, value as UserHelper);
  }
}

async function takeHelper(loading: Loading, path: string, name: string, helper: UserHelper): Promise<void> {
  const place = new RegExp(`\\bexport\\b[^\\n]*?\\b(?=${name.replaceAll('$', '\\$')}\\b)`);
  if (taken.has(name)) {
    await refuseName(loading, path, place, `\`${name}\` is built in and cannot be defined again`, {
      help: 'give the helper another name',
    });
    return;
  }
  const other = loading.files.get(name);
  if (other !== undefined) {
    await refuseName(loading, path, place, `the helper \`${name}\` is defined twice`, { notes: [`also in ${other}`] });
    return;
  }
  loading.files.set(name, path);
  loading.helpers.set(name, placed(loading.root, helper));
}

/** The helper, whose failures say where they were thrown. */
function placed(root: string, helper: UserHelper): UserHelper {
  return (...args) => {
    try {
      return helper(...args);
    } catch (error) {
      const at = thrownAt(root, error);
      throw at ? new HelperFailure(messageOf(error), `${at.path}:${at.line}:${at.column}`, error) : error;
    }
  };
}

async function refuseName(
  { root, diagnostics }: Loading,
  path: string,
  place: RegExp,
  message: string,
  said: { readonly help?: string; readonly notes?: readonly string[] },
): Promise<void> {
  const text = await readFile(join(root, path), 'utf8').catch(() => '');
  const found = place.exec(text);
  const end = found ? found.index + found[0].length : 0;
  const word = found && /^[\w$]*/.exec(text.slice(end))?.[0];
  const from = word ? end : (found?.index ?? 0);
  const to = word ? end + word.length : end;
  const span = { file: path, start: positionAt(text, from), end: positionAt(text, to) };
  diagnostics.push(diagnostic('M210', message, { labels: [{ span, text: '' }], ...said }));
}

async function refuseFile({ root, diagnostics }: Loading, path: string, error: unknown): Promise<void> {
  const at = thrownAt(root, error) ?? { path, line: 1, column: 1 };
  const place: Position = { line: at.line, column: at.column };
  const said = messageOf(error).split('\n')[0]?.trim() ?? '';
  diagnostics.push(
    diagnostic('M210', `${path} cannot be loaded: ${said}`, {
      labels: [{ span: { file: at.path, start: place, end: { ...place, column: place.column + 1 } }, text: '' }],
    }),
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

interface At extends Position {
  readonly path: string;
}

/** The first place in the project that an error names, in its message (a file that cannot be parsed) or its stack. */
function thrownAt(root: string, error: unknown): At | null {
  if (!(error instanceof Error)) return null;
  for (const line of `${error.message}\n${error.stack ?? ''}`.split('\n')) {
    const from = line.indexOf(root);
    const found = from < 0 ? null : /^(.*?):(\d+):(\d+)/.exec(line.slice(from + root.length));
    if (!found?.[1] || found[1].startsWith('node_modules/')) continue;
    return { path: found[1], line: Number(found[2]), column: Number(found[3]) };
  }
  return null;
}
