import { extname } from 'node:path/posix';
import type { Paths } from '../config/project-config.ts';
import { isTypescript } from '../source/text.ts';
import type { Files, FoundFile, Refused } from './files.ts';

/** A project's files by what they are. */
export interface Classified {
  readonly models: readonly FoundFile[];
  readonly seeds: readonly FoundFile[];
  readonly macros: readonly FoundFile[];
  readonly genericTests: readonly FoundFile[];
  readonly singularTests: readonly FoundFile[];
  /** Rows of unit tests. */
  readonly fixtures: readonly FoundFile[];
  readonly helpers: readonly FoundFile[];
  readonly properties: readonly FoundFile[];
  /** Models in a language that mart does not read. */
  readonly unreadable: readonly FoundFile[];
  readonly refused: readonly Refused[];
}

/** Lists the project's folders and sorts what lies in them by ending and place. Anything else there is left alone. */
export function classify(files: Files, paths: Paths): Classified {
  const models = split(files, paths.models);
  const seeds = split(files, paths.seeds);
  const macros = split(files, paths.macros);
  const tests = split(files, paths.tests);
  const genericFolder = `${paths.macros}/tests/`;
  const fixtures = `${paths.tests}/fixtures/`;
  const outside = (folder: string) => (file: FoundFile) => !file.path.startsWith(folder);
  return {
    models: models.of('.sql', '.ts').filter(isModel),
    seeds: seeds.of('.csv'),
    macros: macros.of('.sql').filter(outside(genericFolder)),
    genericTests: macros.of('.sql').filter((file) => file.path.startsWith(genericFolder)),
    singularTests: tests.of('.sql').filter(outside(fixtures)),
    fixtures: tests.of('.csv', '.sql').filter((file) => file.path.startsWith(fixtures)),
    helpers: macros.of('.ts').filter((file) => !file.path.endsWith('.d.ts')),
    properties: [models, seeds, macros, tests].flatMap((one) => one.of('.yml', '.yaml')).filter(outside(fixtures)),
    unreadable: models.of('.py'),
    refused: [models, seeds, macros, tests].flatMap((one) => one.refused),
  };
}

/** Beside models in TypeScript there may be types, tests of them, and what they share: names that begin with `_`. */
function isModel({ path }: FoundFile): boolean {
  return !isTypescript(path) || !/(^|\/)_[^/]*$|\.d\.ts$|\.test\.ts$/i.test(path);
}

function split(files: Files, folder: string) {
  const listing = files.list(folder);
  return {
    refused: listing.refused,
    of: (...endings: string[]): FoundFile[] =>
      listing.files.filter((file) => endings.includes(extname(file.path).toLowerCase())),
  };
}
