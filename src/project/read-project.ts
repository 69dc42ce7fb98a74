import { createHash } from 'node:crypto';
import { stem } from '../config/folder-layers.ts';
import type { PropertiesFile } from '../config/properties.ts';
import { readProjectConfig } from '../config/read-project-config.ts';
import { readProperties } from '../config/read-properties.ts';
import { readSelectors } from '../config/read-selectors.ts';
import type { ValueTemplate } from '../config/read-target.ts';
import { readVars } from '../config/read-vars.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceText } from '../source/text.ts';
import { classify } from './classify.ts';
import { fileSpan, readTextFile } from './decode.ts';
import { diskFiles } from './disk-files.ts';
import { duplicateEntries, duplicateFiles } from './duplicates.ts';
import type { Files, FoundFile, Refused } from './files.ts';
import type { HelperFile, RawProject } from './raw-project.ts';
import { readSeeds } from './read-seeds.ts';
import { unusedFolders } from './unused-folders.ts';

export interface ReadProjectOptions {
  /** `--target`. */
  readonly targetName?: string | null | undefined;
  /** The text of `--vars`. */
  readonly vars?: string | null | undefined;
  readonly valueTemplate: ValueTemplate;
  /** The disk, unless somebody remembers files. */
  readonly files?: Files;
}

/** What was read: `project` is null when there is no project.yml or it is no mapping. `diagnostics` are the project's too. */
export interface ReadProject {
  readonly project: RawProject | null;
  readonly diagnostics: readonly Diagnostic[];
}

type NamedText = SourceText & { readonly name: string };

/** Reads a whole project from its absolute root. Finds everything that is wrong in its files and throws nothing for it. */
export function readProject(root: string, options: ReadProjectOptions): ReadProject {
  const files = options.files ?? diskFiles(root);
  const diagnostics: Diagnostic[] = [];
  const vars = readVars(options.vars ?? '');
  diagnostics.push(...vars.diagnostics);
  const source = readProjectFile(files, diagnostics);
  if (!source) return { project: null, diagnostics };
  const { valueTemplate } = options;
  const targetName = options.targetName ?? undefined;
  const read = readProjectConfig({ source, targetName, vars: vars.vars, valueTemplate });
  diagnostics.push(...read.diagnostics);
  const { config } = read;
  if (!config) return { project: null, diagnostics };

  const found = classify(files, config.paths);
  diagnostics.push(...found.refused.map(refusal), ...found.unreadable.map(otherLanguage));
  const named = (all: readonly FoundFile[]): NamedText[] =>
    all.flatMap((file) => {
      const text = readTextFile(files, file, diagnostics);
      return text ? { ...text, name: stem(file.path) } : [];
    });
  const models = named(found.models);
  const macros = named(found.macros);
  const genericTests = named(found.genericTests);
  const singularTests = named(found.singularTests);
  const fixtures = named(found.fixtures);
  const propertyTexts = named(found.properties);
  const properties = propertyTexts.flatMap((text) => readPropertiesFile(text, diagnostics));
  const seeds = readSeeds(files, found.seeds, config, properties, diagnostics);

  diagnostics.push(
    ...models.flatMap((one) => oddName('model', one)),
    ...seeds.flatMap((one) => oddName('seed', one)),
    ...duplicateFiles('models or seeds', [...models, ...seeds]),
    ...duplicateFiles('macros', macros),
    ...duplicateFiles('generic tests', genericTests),
    ...duplicateFiles('tests', singularTests),
    ...['.csv', '.sql'].flatMap((ending) =>
      duplicateFiles(
        'fixtures',
        fixtures.filter(({ path }) => path.toLowerCase().endsWith(ending)),
      ),
    ),
    ...duplicateEntries(properties, config.groups, propertyTexts),
  );
  unusedFolders({ source, diagnostics }, config, { models, seeds, properties });
  const selectors = readSelectorsFile(files, diagnostics);
  const helperFiles = named(found.helpers).map(helperFile);
  const texts = { models, macros, genericTests, singularTests, fixtures };
  return { project: { root, config, ...texts, helperFiles, seeds, properties, selectors, diagnostics }, diagnostics };
}

function readProjectFile(files: Files, diagnostics: Diagnostic[]): SourceText | null {
  const file = files.find('project.yml');
  if (file) return readTextFile(files, file, diagnostics);
  const others = { 'project.yaml': 'rename `project.yaml` to `project.yml`', 'dbt_project.yml': dbtHelp };
  const other = Object.entries(others).find(([name]) => files.find(name));
  diagnostics.push(diagnostic('M101', 'there is no project.yml', { help: other?.[1] ?? 'begin one with `mart init`' }));
  return null;
}

const dbtHelp = "rename `dbt_project.yml` to `project.yml` and put the profile's outputs under `targets`";

function readPropertiesFile(text: SourceText, diagnostics: Diagnostic[]): PropertiesFile[] {
  const read = readProperties(text);
  diagnostics.push(...read.diagnostics);
  return read.properties ? [read.properties] : [];
}

function readSelectorsFile(files: Files, diagnostics: Diagnostic[]): RawProject['selectors'] {
  const file = files.find('selectors.yml') ?? files.find('selectors.yaml');
  const text = file && readTextFile(files, file, diagnostics);
  if (!text) return [];
  const read = readSelectors(text);
  diagnostics.push(...read.diagnostics);
  return read.selectors;
}

function helperFile({ path, text }: SourceText): HelperFile {
  return { path, checksum: createHash('sha256').update(text).digest('hex') };
}

function refusal({ path, why, detail }: Refused): Diagnostic {
  const labels = [{ span: fileSpan(path), text: '' }];
  if (why === 'outside') {
    return diagnostic('M108', `\`${path}\` is a link that leaves the project, to ${detail}`, {
      labels,
      help: 'copy the file into the project',
    });
  }
  const what = why === 'broken' ? 'is a link that cannot be followed' : 'cannot be read';
  return diagnostic('M107', `\`${path}\` ${what}: ${detail}`, { labels });
}

function otherLanguage({ path }: FoundFile): Diagnostic {
  return diagnostic('M114', 'models in Python are not supported', {
    labels: [{ span: fileSpan(path), text: '' }],
    help: 'write the model in SQL or TypeScript, or move the file out of the folder of models',
  });
}

/** Names are used in selectors and as relations, so a dot or a space in one is refused. */
function oddName(kind: string, { name, path }: { readonly name: string; readonly path: string }): Diagnostic[] {
  if (/^[\p{L}\p{N}_$-]+$/u.test(name)) return [];
  const message = `\`${name}\` cannot name a ${kind}`;
  const help = 'rename the file: letters, digits, `_` and `-`';
  return [diagnostic('M104', message, { labels: [{ span: fileSpan(path), text: '' }], help })];
}
