import { type PropertiesFile, testedName } from '../config/properties.ts';
import { spanAt } from '../config/reading.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Group } from '../nodes/manifest.ts';
import type { ReadText, SourceText } from '../source/text.ts';
import type { YamlPlace } from '../source/yaml-place.ts';
import { fileSpan } from './decode.ts';

interface Named {
  readonly name: string;
  readonly path: string;
}

/** Two files of one name among those that share a set of names. Names compare without case, as in the engine. */
export function duplicateFiles(what: string, all: readonly Named[]): readonly Diagnostic[] {
  const first = new Map<string, Named>();
  const found: Diagnostic[] = [];
  for (const one of all) {
    const folded = one.name.toLowerCase();
    const before = first.get(folded);
    if (!before) {
      first.set(folded, one);
      continue;
    }
    const same = before.name === one.name;
    const message = same
      ? `there are two ${what} called \`${one.name}\``
      : `there are two ${what} whose names differ in case only, \`${before.name}\` and \`${one.name}\``;
    found.push(
      diagnostic('M110', message, {
        labels: [
          { span: fileSpan(one.path), text: '' },
          { span: fileSpan(before.path), text: 'the other one' },
        ],
        help: `rename \`${one.path}\` or \`${before.path}\``,
      }),
    );
  }
  return found;
}

interface Described {
  readonly kind: string;
  /** What must be unique within the kind. */
  readonly key: string;
  readonly place: YamlPlace;
}

/** Entries of properties files that describe the same thing. */
export function duplicateEntries(
  files: readonly PropertiesFile[],
  groups: readonly Group[],
  texts: readonly SourceText[],
): readonly Diagnostic[] {
  const first = new Map<string, Described>();
  const found: Diagnostic[] = [];
  const readText: ReadText = (path) => texts.find((one) => one.path === path)?.text;
  const inProject = new Set(groups.map((one) => one.name));
  for (const one of files.flatMap(described)) {
    const id = `${one.kind} ${one.key.toLowerCase()}`;
    const before = first.get(id);
    const twice = before !== undefined || (one.kind === 'group' && inProject.has(one.key));
    if (!before) first.set(id, one);
    if (!twice) continue;
    const span = (place: YamlPlace) =>
      spanAt({ kind: 'yaml', at: { ...place, path: [...place.path, 'name'] } }, readText);
    found.push(
      diagnostic('M110', `the ${one.kind} \`${one.key}\` is described twice`, {
        labels: [
          { span: span(one.place), text: 'again here' },
          ...(before ? [{ span: span(before.place), text: 'first here' }] : []),
        ],
        help: before ? 'keep one description' : 'project.yml has it too: keep one',
      }),
    );
  }
  return found;
}

function described(file: PropertiesFile): Described[] {
  const of = (kind: string, all: readonly { readonly name: string; readonly place: YamlPlace }[]): Described[] =>
    all.map(({ name, place }) => ({ kind, key: name, place }));
  return [
    ...of('model', file.models),
    ...of('seed', file.seeds),
    ...file.sources.map((one) => ({ kind: 'source', key: `${one.sourceName}.${one.name}`, place: one.place })),
    ...of('exposure', file.exposures),
    ...file.unitTests.map((one) => ({ kind: 'unit test', key: `${testedName(one)}.${one.name}`, place: one.place })),
    ...of('macro', file.macros),
    ...of('test', file.tests),
    ...of('group', file.groups),
  ];
}
