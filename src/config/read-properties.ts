import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceText } from '../source/text.ts';
import { type Entry, entries, entryOf, has, onlyKeys } from './entry.ts';
import type { PropertiesFile } from './properties.ts';
import { readModel, readSeed } from './read-models.ts';
import { readExposure, readGroup, readMacro, readTestProperties } from './read-others.ts';
import { readSource } from './read-sources.ts';
import { readUnitTest } from './read-unit-tests.ts';
import { inOrder, inside, report, startReading } from './reading.ts';

const keys = [
  'version',
  'models',
  'seeds',
  'sources',
  'exposures',
  'unit_tests',
  'macros',
  'data_tests',
  'tests',
  'groups',
];
const unsupported: Readonly<Record<string, string>> = {
  snapshots: 'write a model with `materialized: scd2`',
  analyses: 'write a model with `materialized: ephemeral`',
  metrics: 'write a model that computes it',
  semantic_models: 'take it away',
  saved_queries: 'take it away',
  functions: 'write a macro',
};

/** Reads a properties file. `properties` is null when the text is no YAML or no mapping. Throws nothing. */
export function readProperties(source: SourceText): {
  readonly properties: PropertiesFile | null;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { reading, value, place } = startReading(source);
  const { diagnostics } = reading;
  if (value === null) return { properties: null, diagnostics };
  const entry = entryOf(reading, value, place, 'a properties file');
  if (!entry) return { properties: null, diagnostics };
  const rest = refuseUnsupported(entry);
  onlyKeys(rest, 'a properties file', keys);
  checkVersion(entry);
  const of = <T>(key: string, what: string, read: (one: Entry) => T | null): T[] =>
    has(entry, key) ? entries(entry, key, what).flatMap((one) => read(one) ?? []) : [];
  const properties: PropertiesFile = {
    path: source.path,
    models: of('models', 'a model', readModel),
    seeds: of('seeds', 'a seed', readSeed),
    sources: of('sources', 'a source', readSource).flat(),
    exposures: of('exposures', 'an exposure', readExposure),
    unitTests: of('unit_tests', 'a unit test', readUnitTest),
    macros: of('macros', 'a macro', readMacro),
    tests: [...of('data_tests', 'a test', readTestProperties), ...of('tests', 'a test', readTestProperties)],
    groups: of('groups', 'a group', readGroup),
  };
  return { properties, diagnostics: inOrder(diagnostics) };
}

function refuseUnsupported(entry: Entry): Entry {
  const values: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(entry.values)) {
    if (!Object.hasOwn(unsupported, key)) values[key] = value;
    else {
      report(entry.reading, 'M114', `\`${key}\` are not supported`, inside(entry.place, key), {
        part: 'key',
        help: unsupported[key] ?? null,
      });
    }
  }
  return { ...entry, values };
}

function checkVersion(entry: Entry): void {
  if (!has(entry, 'version') || Number(entry.values.version) === 2) return;
  report(entry.reading, 'M104', '`version` of a properties file is 2', inside(entry.place, 'version'), {
    help: 'write `version: 2`, or leave it away',
  });
}
