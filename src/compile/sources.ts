import { isAbsolute } from 'node:path';
import { folderLayers, fqnOf } from '../config/folder-layers.ts';
import type { SourceTableSpec } from '../config/properties.ts';
import { resolveConfig } from '../config/resolve.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { Source } from '../nodes/node.ts';
import type { Relation } from '../sql/relation.ts';
import { columnsOf } from './columns.ts';
import { type Compilation, inYaml, report } from './compilation.ts';
import type { SourceDraft } from './drafts.ts';
import { renderValue } from './values.ts';

export function draftSource(compilation: Compilation, spec: SourceTableSpec): SourceDraft {
  const { config } = compilation.raw;
  const fqn = [...fqnOf(config, config.paths.models, spec.place.file, spec.sourceName), spec.name];
  const layers = [...folderLayers(config, 'sources', fqn), spec.sourceConfig, spec.config];
  const resolved = resolveConfig('source', layers, compilation.readText);
  compilation.diagnostics.push(...resolved.diagnostics);
  return {
    kind: 'source',
    id: `source.${config.name}.${spec.sourceName}.${spec.name}`,
    name: spec.name,
    path: spec.place.file,
    fqn,
    columns: spec.columns,
    tests: spec.tests,
    spec,
    config: resolved.config,
    contractAt: resolved.placeOf('schema_contract'),
    relation: spec.files === null ? relationOfSource(spec) : null,
  };
}

function relationOfSource(spec: SourceTableSpec): Relation {
  const written = spec.relation?.split('.') ?? [];
  const [name, schema, ...database] = written.toReversed();
  if (name !== undefined && schema !== undefined) {
    const other = database.toReversed().join('.');
    return { ...(other === '' ? {} : { database: other }), schema, name };
  }
  return { schema: spec.schema ?? spec.sourceName, name: spec.relation ?? spec.identifier ?? spec.name };
}

export function sourceNode(compilation: Compilation, draft: SourceDraft, checksum: string): Source {
  const { config } = compilation.raw;
  const { spec } = draft;
  const generator = generatorOf(compilation, spec);
  const glob =
    spec.files === null
      ? null
      : renderValue(compilation, spec.files, { ...spec.place, path: [...spec.place.path, 'files'] });
  if (glob !== null) checkInside(compilation, spec, String(glob));
  checkContract(compilation, draft);
  return {
    resource: 'source',
    id: draft.id,
    name: draft.name,
    project: config.name,
    path: draft.path,
    patchPath: null,
    fqn: draft.fqn,
    description: spec.description,
    place: { kind: 'yaml', at: spec.place },
    dependsOn: generator ? [generator] : [],
    checksum,
    config: draft.config,
    sourceName: spec.sourceName,
    sourceDescription: spec.sourceDescription,
    loader: spec.loader,
    columns: columnsOf(spec.columns),
    files: glob === null ? null : { glob: String(glob), format: spec.format ?? formatOf(String(glob)) },
    relation: draft.relation,
    generator,
  };
}

function formatOf(glob: string): 'csv' | 'json' | 'parquet' {
  if (/\.(json|jsonl|ndjson)(\.gz)?$/i.test(glob)) return 'json';
  return /\.parquet$/i.test(glob) ? 'parquet' : 'csv';
}

function generatorOf(compilation: Compilation, spec: SourceTableSpec): string | null {
  if (spec.generator === null) return null;
  const { config } = compilation.raw;
  const names = config.generators.map((one) => one.name);
  if (names.includes(spec.generator)) return `generator.${config.name}.${spec.generator}`;
  report(compilation, 'M401', `project.yml has no generator \`${spec.generator}\``, inYaml(spec.place, 'generator'), {
    help: didYouMean(spec.generator, names),
  });
  return null;
}

/** A contract holds files to declared columns (M135); a source that only evolves needs none. */
function checkContract(compilation: Compilation, { spec, config: { schema_contract }, contractAt }: SourceDraft): void {
  const modes = Object.values(schema_contract);
  if (modes.length === 0) return;
  const name = `source:${spec.sourceName}.${spec.name}`;
  const said = (why: string, help: string) =>
    report(compilation, 'M135', `\`schema_contract\` of \`${name}\` ${why}`, contractAt, { node: name, help });
  if (spec.files === null) {
    // One that is written for the whole source is for those of its tables that are files.
    if (!Object.hasOwn(spec.config.values, 'schema_contract')) return;
    said('holds nothing: the source is no file', 'take it away; data tests judge the rows of a table');
    return;
  }
  const untyped = spec.columns.find(({ dataType }) => dataType === null);
  if (modes.every((mode) => mode === 'evolve') || (spec.columns.length > 0 && !untyped)) return;
  const missing = untyped ? `\`${untyped.name}\` has no \`data_type\`` : 'no columns are declared';
  said(`has nothing to hold its files to: ${missing}`, 'declare them: `columns: [{name: id, data_type: integer}]`');
}

/** Files of a source lie in the project; links that lead out of it are found when they are read. */
function checkInside(compilation: Compilation, spec: SourceTableSpec, glob: string): void {
  if (!isAbsolute(glob) && !/(^|[\\/])\.\.([\\/]|$)/.test(glob)) return;
  report(
    compilation,
    'M108',
    `the files of \`${spec.sourceName}.${spec.name}\` lie outside the project: \`${glob}\``,
    inYaml(spec.place, 'files'),
    {
      node: `source:${spec.sourceName}.${spec.name}`,
      help: 'copy them into the project folder, and name them relative to it',
    },
  );
}
