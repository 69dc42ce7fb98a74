import type { YamlPlace } from '../source/yaml-place.ts';
import { type Entry, entryOf, has, isMapping, label, list, text } from './entry.ts';
import { entryConfig, noConfig } from './entry-config.ts';
import type { TestSpec } from './properties.ts';
import { inside, kindOf, type Reading, report } from './reading.ts';

/** dbt's list of what configures a test when it stands among its arguments. */
const optionKeys = [
  'severity',
  'tags',
  'enabled',
  'where',
  'limit',
  'warn_if',
  'error_if',
  'fail_calc',
  'store_failures',
  'store_failures_as',
  'meta',
  'database',
  'schema',
  'alias',
  'sql_header',
];
const notArguments = new Set([...optionKeys, 'name', 'description', 'config', 'arguments', 'test_name']);

/** A test that is a name and nothing else. */
const bare = { args: {}, argPlaces: {}, name: null, description: '', config: noConfig };

/** The tests of a column or a table: `data_tests:`, or `tests:` as dbt once called it. */
export function readTests(entry: Entry): readonly TestSpec[] {
  if (entry.values.tests === undefined && entry.values.data_tests === undefined) return [];
  if (has(entry, 'tests') && has(entry, 'data_tests')) {
    report(entry.reading, 'M113', '`tests` and `data_tests` are the same: keep one', inside(entry.place, 'tests'), {
      part: 'key',
      help: 'write all of them under `data_tests`',
    });
  }
  const found: TestSpec[] = [];
  for (const { value, place } of [...list(entry, 'data_tests'), ...list(entry, 'tests')]) {
    const test = readTest(entry.reading, value, place);
    if (test) found.push(test);
  }
  return found;
}

function readTest(reading: Reading, value: unknown, place: YamlPlace): TestSpec | null {
  if (typeof value === 'string') return { ...bare, test: value, place };
  if (!isMapping(value)) {
    report(reading, 'M104', `a test is a name or a mapping, not ${kindOf(value)}`, place);
    return null;
  }
  if (value.test_name !== undefined) {
    const entry = { reading, values: value, place };
    const name = text(entry, 'test_name');
    return name === null ? null : specOf(name, entry);
  }
  const [name, ...others] = Object.keys(value);
  if (name === undefined || others.length > 0) {
    report(reading, 'M104', `a test has one name, and this one has ${Object.keys(value).length} keys`, place, {
      help: `indent the options of a test below its name: \`- not_null: {severity: warn}\``,
    });
    return null;
  }
  const below = inside(place, name);
  const inner = value[name] ?? {};
  const entry = entryOf(reading, inner, below, `what \`${name}\` is given`);
  return entry && { ...specOf(name, entry), place };
}

function specOf(test: string, entry: Entry): TestSpec {
  const args: Record<string, unknown> = {};
  const argPlaces: Record<string, YamlPlace> = {};
  const add = (key: string, value: unknown, place: YamlPlace) => {
    if (Object.hasOwn(args, key)) {
      report(entry.reading, 'M106', `the argument \`${key}\` is given twice`, place, { part: 'key' });
    }
    args[key] = value;
    argPlaces[key] = place;
  };
  for (const [key, value] of Object.entries(entry.values)) {
    if (!notArguments.has(key)) add(key, value, inside(entry.place, key));
  }
  if (has(entry, 'arguments')) {
    const place = inside(entry.place, 'arguments');
    const given = entryOf(entry.reading, entry.values.arguments, place, '`arguments`');
    for (const [key, value] of Object.entries(given?.values ?? {})) add(key, value, inside(place, key));
  }
  return {
    test,
    args,
    argPlaces,
    name: label(entry, 'name'),
    description: text(entry, 'description') ?? '',
    config: entryConfig('test', entry, optionKeys),
    place: entry.place,
  };
}
