import { choice, type Entry, entries, has, missing, nameOf, onlyKeys, text } from './entry.ts';
import { entryConfig } from './entry-config.ts';
import type { SourceTableSpec } from './properties.ts';
import { configHelps, readTable } from './read-models.ts';
import { inside, report } from './reading.ts';

const shorthands = [
  'tags',
  'meta',
  'freshness',
  'loaded_at_field',
  'loaded_at_query',
  'event_time',
  'schema_contract',
  'quoting',
  'database',
];
const sourceKeys = ['name', 'description', 'tables', 'schema', 'loader', 'config', ...shorthands];
const tableKeys = [
  'name',
  'description',
  'files',
  'format',
  'relation',
  'schema',
  'identifier',
  'generator',
  'loader',
  'columns',
  'data_tests',
  'tests',
  'config',
  ...shorthands,
];
const helps = {
  ...configHelps.source,
  external: 'files are named by `files: landing/*/orders.csv` and `format`',
  overrides: 'take it away: there are no packages',
  path: 'did you mean `files`?',
};

export function readSource(entry: Entry): readonly SourceTableSpec[] {
  onlyKeys(entry, 'a source', sourceKeys, helps);
  const name = nameOf(entry, 'a source');
  if (!has(entry, 'tables')) missing(entry, 'a source', 'tables', 'list its tables: `tables: [{name: orders}]`');
  const shared = {
    sourceName: name ?? '',
    sourceDescription: text(entry, 'description') ?? '',
    sourceConfig: entryConfig('source', entry, shorthands),
    loader: text(entry, 'loader') ?? '',
    schema: text(entry, 'schema'),
  };
  const tables = entries(entry, 'tables', 'a table of a source').flatMap(
    (table) => readSourceTable(table, shared) ?? [],
  );
  return name === null ? [] : tables;
}

type Shared = Pick<SourceTableSpec, 'sourceName' | 'sourceDescription' | 'sourceConfig' | 'loader' | 'schema'>;

function readSourceTable(entry: Entry, shared: Shared): SourceTableSpec | null {
  onlyKeys(entry, 'a table of a source', tableKeys, helps);
  const table = readTable('source', entry, 'a table of a source', shorthands);
  const files = text(entry, 'files');
  if (files !== null) {
    for (const key of ['relation', 'schema', 'identifier'].filter((one) => has(entry, one))) {
      contradiction(entry, key, `a table has either \`files\` or \`${key}\``, 'keep one of them');
    }
  } else {
    for (const key of ['format', 'generator'].filter((one) => has(entry, one) && !has(entry, 'files'))) {
      contradiction(entry, key, `\`${key}\` is for a table of files`, 'name the files: `files: landing/*/orders.csv`');
    }
    if (has(entry, 'relation') && has(entry, 'identifier')) {
      contradiction(entry, 'identifier', 'a table has either `relation` or `identifier`', 'keep one of them');
    }
  }
  const own = {
    ...shared,
    loader: text(entry, 'loader') ?? shared.loader,
    schema: text(entry, 'schema') ?? shared.schema,
    files,
    format: choice(entry, 'format', ['csv', 'json', 'parquet']),
    relation: text(entry, 'relation'),
    identifier: text(entry, 'identifier'),
    generator: text(entry, 'generator'),
  };
  return table && { ...table, ...own };
}

function contradiction(entry: Entry, key: string, message: string, help: string): void {
  report(entry.reading, 'M113', message, inside(entry.place, key), { part: 'key', help });
}
