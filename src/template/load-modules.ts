import { SourceMap } from 'node:module';
import type { Jiti } from 'jiti';
import type { Position } from '../source/span.ts';
import { offsetAt, positionAt, type ReadText } from '../source/text.ts';

/** A place in a file of the project, its path relative to the project. */
export interface At extends Position {
  readonly path: string;
}

/** TypeScript of a project, loaded without a build step. */
export interface ModuleLoader {
  /** The project's folder, with the separator at its end. */
  readonly root: string;
  /** What a file exports; its path is absolute. Throws what the file throws. */
  readonly load: (absolute: string) => Promise<unknown>;
  /** The places in the project that an error names, in its message (a file that cannot be parsed) or its stack. */
  readonly placesOf: (error: unknown) => readonly At[];
  /** The same at once, with lines that are right and columns that are near. */
  readonly linesOf: (error: unknown) => readonly At[];
}

export interface LoaderOptions {
  /** A folder for what the files compile to; without one they are compiled every time. */
  readonly cache?: string | undefined;
  /** Modules that are there without being installed. */
  readonly provided?: Readonly<Record<string, unknown>>;
  /** Whether the exports of a module are also those of its default export. */
  readonly interop?: boolean;
  /** Texts of the project, for columns: what is run has other ones than what was written. */
  readonly readText: ReadText;
}

export async function moduleLoader(root: string, options: LoaderOptions): Promise<ModuleLoader> {
  const { createJiti } = await import('jiti');
  const shared = { moduleCache: false, interopDefault: options.interop ?? true };
  const virtualModules = { ...options.provided };
  const jiti = createJiti(root, { ...shared, fsCache: options.cache ?? false, virtualModules });
  let mapping: Jiti | undefined;
  const withMaps = () => {
    mapping ??= createJiti(root, { ...shared, fsCache: false, sourceMaps: true });
    return mapping;
  };
  return {
    root,
    load: (absolute) => jiti.import(absolute),
    placesOf: (error) =>
      placesOf(root, error).map((at) => inText(written(withMaps, root, at, options.readText), options.readText)),
    linesOf: (error) => placesOf(root, error),
  };
}

/** Columns of the engine that ran it count other units, and can lie past the end of a line that was compiled. */
function inText(at: At, readText: ReadText): At {
  const text = readText(at.path);
  return text === undefined ? at : { path: at.path, ...positionAt(text, offsetAt(text, at.line, at.column)) };
}

/** What a module begins with when it is run. */
const wrapper = '(async function (exports, require, module, __filename, __dirname, jitiImport, jitiESMResolve) { ';

function placesOf(root: string, error: unknown): Found[] {
  if (!(error instanceof Error)) return [];
  const stack = (error.stack ?? '').replace(error.message, '');
  const of = (text: string, isRun: boolean) =>
    text.split('\n').flatMap((line): Found[] => {
      const from = line.indexOf(root);
      const found = from < 0 ? null : /^(.*?):(\d+):(\d+)/.exec(line.slice(from + root.length));
      const path = found?.[1];
      // A URL is a module that was loaded as it is: mart itself, if the project holds it.
      if (!path || path.startsWith('node_modules/') || (isRun && line.slice(0, from).endsWith('file://'))) return [];
      const [line1, column] = [Number(found[2]), Number(found[3])];
      if (!isRun) return [{ path, line: line1, column: column + 1, isRun }];
      // Columns of a stack count from 1 and in the first line from before the text; a parser counts from 0.
      return [{ path, line: line1, column: column - (line1 === 1 ? wrapper.length : 0), isRun }];
    });
  return [...of(error.message, false), ...of(stack, true)];
}

interface Found extends At {
  /** Whether the place is one of the text that was run, whose columns are others. */
  readonly isRun: boolean;
}

/** The place in the file as it was written. */
function written(withMaps: () => Jiti, root: string, { isRun, ...at }: Found, readText: ReadText): At {
  const source = isRun ? readText(at.path) : undefined;
  if (source === undefined) return at;
  const ts = /\.[cm]?ts$/.test(at.path);
  try {
    const code = withMaps().transform({ source, filename: root + at.path, ts, async: true });
    const map = /sourceMappingURL=data:[^,]*base64,([\w+/=]+)/.exec(code)?.[1];
    if (!map) return at;
    const payload = JSON.parse(Buffer.from(map, 'base64').toString('utf8'));
    const entry = new SourceMap(payload).findEntry(at.line - 1, at.column - 1);
    if (!('originalLine' in entry)) return at;
    return { path: at.path, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
  } catch {
    return at;
  }
}
