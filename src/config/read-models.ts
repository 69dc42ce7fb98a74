import { type Entry, entries, has, label, list, missing, nameOf, onlyKeys, text } from './entry.ts';
import { entryConfig } from './entry-config.ts';
import type {
  ColumnSpec,
  Deprecation,
  Described,
  DescribedTable,
  ModelSpec,
  SeedSpec,
  VersionSpec,
} from './properties.ts';
import { readColumn, readColumns, readConstraints } from './read-columns.ts';
import { readTests } from './read-tests.ts';
import { inside, kindOf, report } from './reading.ts';
import { type ConfigKind, rules } from './rules.ts';

const tableKeys = ['name', 'description', 'columns', 'config', 'data_tests', 'tests', 'tags', 'meta', 'docs', 'group'];
const modelKeys = [...tableKeys, 'access', 'constraints', 'latest_version', 'versions', 'deprecation_date'];
const shorthands = ['tags', 'meta', 'docs', 'group', 'access'];
const versionKeys = [
  ...tableKeys.filter((key) => key !== 'name'),
  'v',
  'defined_in',
  'access',
  'constraints',
  'deprecation_date',
];

export function readModel(entry: Entry): ModelSpec | null {
  onlyKeys(entry, 'a model', modelKeys, configHelps.model);
  const described = readTable('model', entry, 'a model', shorthands);
  if (!described) return null;
  const versions = has(entry, 'versions')
    ? entries(entry, 'versions', 'a version').flatMap((one) => readVersion(one, described.columns) ?? [])
    : [];
  return {
    ...described,
    constraints: readConstraints(entry),
    deprecation: readDeprecation(entry),
    versions: distinctVersions(entry, versions),
    latestVersion: latestOf(entry, versions),
  };
}

export function readSeed(entry: Entry): SeedSpec | null {
  onlyKeys(entry, 'a seed', tableKeys, configHelps.seed);
  return readTable('seed', entry, 'a seed', ['tags', 'meta', 'docs', 'group']);
}

export function readDescribed(
  kind: ConfigKind,
  entry: Entry,
  what: string,
  shorthands: readonly string[],
): Described | null {
  const name = nameOf(entry, what);
  const description = text(entry, 'description') ?? '';
  const config = entryConfig(kind, entry, shorthands);
  return name === null ? null : { name, description, config, place: entry.place };
}

export function readTable(
  kind: ConfigKind,
  entry: Entry,
  what: string,
  shorthands: readonly string[],
): DescribedTable | null {
  const described = readDescribed(kind, entry, what, shorthands);
  const columns = readColumns(entry);
  const tests = readTests(entry);
  return described && { ...described, columns, tests };
}

/** What to say of configuration keys that somebody wrote beside `config:` instead of below it. */
export const configHelps = Object.fromEntries(
  Object.entries(rules).map(([kind, table]) => [
    kind,
    Object.fromEntries(Object.keys(table).map((key) => [key, `it is configuration: write \`config: {${key}: …}\``])),
  ]),
) as Readonly<Record<ConfigKind, Readonly<Record<string, string>>>>;

const isoDate = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

function readDeprecation(entry: Entry): Deprecation | null {
  const date = text(entry, 'deprecation_date');
  if (date === null) return null;
  const at = inside(entry.place, 'deprecation_date');
  if (isoDate.test(date) && !Number.isNaN(Date.parse(date))) return { date, at };
  report(entry.reading, 'M104', '`deprecation_date` must be a date', at, { help: 'write it as `2026-01-31`' });
  return null;
}

function readVersion(entry: Entry, base: readonly ColumnSpec[]): VersionSpec | null {
  onlyKeys(entry, 'a version', versionKeys, configHelps.model);
  if (!has(entry, 'v')) missing(entry, 'a version', 'v');
  const version = label(entry, 'v');
  const config = entryConfig('model', entry, shorthands);
  const columns = has(entry, 'columns') ? versionColumns(entry, base) : null;
  const tests = has(entry, 'data_tests') || has(entry, 'tests') ? readTests(entry) : null;
  if (version === null) return null;
  const description = text(entry, 'description');
  return {
    version,
    description,
    definedIn: text(entry, 'defined_in'),
    config,
    columns,
    tests,
    constraints: has(entry, 'constraints') ? readConstraints(entry) : null,
    deprecation: readDeprecation(entry),
    place: entry.place,
  };
}

function distinctVersions({ reading }: Entry, versions: readonly VersionSpec[]): readonly VersionSpec[] {
  const known = new Set<string>();
  return versions.filter(({ version, place }) => {
    if (!known.has(version)) return known.add(version);
    report(reading, 'M110', `version ${version} is described twice`, inside(place, 'v'), { help: 'keep one of them' });
    return false;
  });
}

/** A version's own columns over those of the model that `include` and `exclude` leave. */
function versionColumns(entry: Entry, base: readonly ColumnSpec[]): readonly ColumnSpec[] {
  const items = entries(entry, 'columns', 'a column');
  const rule = items.find((one) => one.values.include !== undefined || one.values.exclude !== undefined);
  const own = items.filter((one) => one !== rule).flatMap((one) => readColumn(one) ?? []);
  const replaced = new Set(own.map((one) => one.name));
  const included = rule ? keptColumns(rule, base) : base;
  return [...included.filter((one) => !replaced.has(one.name)), ...own];
}

function keptColumns(rule: Entry, base: readonly ColumnSpec[]): readonly ColumnSpec[] {
  onlyKeys(rule, '`include`', ['include', 'exclude']);
  const names = base.map((one) => one.name);
  const chosen = rule.values.include === undefined ? null : columnNames(rule, 'include', names);
  const left = rule.values.exclude === undefined ? [] : (columnNames(rule, 'exclude', names) ?? names);
  return base.filter((one) => (chosen === null || chosen.includes(one.name)) && !left.includes(one.name));
}

/** The columns that are listed; null for all of them (`*` or `all`). */
function columnNames(rule: Entry, key: string, known: readonly string[]): readonly string[] | null {
  const value = rule.values[key];
  if (value === '*' || value === 'all') return null;
  return list(rule, key).flatMap((item) => {
    if (typeof item.value === 'string' && known.includes(item.value)) return [item.value];
    const found = typeof item.value === 'string' ? `\`${item.value}\`` : kindOf(item.value);
    report(rule.reading, 'M111', `the model describes no column ${found}`, item.place);
    return [];
  });
}

function latestOf(entry: Entry, versions: readonly VersionSpec[]): string | null {
  const given = label(entry, 'latest_version');
  const known = versions.map((one) => one.version);
  if (given !== null && !known.includes(given)) {
    const list = known.length === 0 ? 'the model has no `versions`' : `its versions are ${known.join(', ')}`;
    report(
      entry.reading,
      'M113',
      `\`latest_version: ${given}\` is none of the model's versions`,
      inside(entry.place, 'latest_version'),
      {
        help: list,
      },
    );
  }
  if (given !== null) return given;
  return known.toSorted(compareVersions).at(-1) ?? null;
}

function compareVersions(a: string, b: string): number {
  const numeric = Number(a) - Number(b);
  return Number.isNaN(numeric) ? (a < b ? -1 : 1) : numeric;
}
