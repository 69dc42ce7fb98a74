import { child, choice, type Entry, has, list, missing, nameOf, onlyKeys, record, text } from './entry.ts';
import type { Described, ExposureSpec, GroupSpec, MacroSpec, UnitTestSpec } from './properties.ts';
import { configHelps, readDescribed } from './read-models.ts';
import { kindOf, report } from './reading.ts';

const exposureKeys = [
  'name',
  'description',
  'type',
  'label',
  'owner',
  'url',
  'maturity',
  'depends_on',
  'config',
  'tags',
  'meta',
  'enabled',
];

export function readExposure(entry: Entry): ExposureSpec | null {
  onlyKeys(entry, 'an exposure', exposureKeys, configHelps.exposure);
  const described = readDescribed('exposure', entry, 'an exposure', ['tags', 'meta', 'enabled']);
  if (!has(entry, 'type')) missing(entry, 'an exposure', 'type');
  if (!has(entry, 'owner')) missing(entry, 'an exposure', 'owner', 'write `owner: {name: …, email: …}`');
  const exposure = {
    type: choice(entry, 'type', ['dashboard', 'notebook', 'analysis', 'ml', 'application']) ?? 'dashboard',
    label: text(entry, 'label'),
    owner: record(entry, 'owner'),
    url: text(entry, 'url'),
    maturity: choice(entry, 'maturity', ['low', 'medium', 'high']),
    dependsOn: list(entry, 'depends_on').flatMap(({ value, place }) => {
      if (typeof value === 'string') return [{ text: value, place }];
      report(entry.reading, 'M104', `\`depends_on\` must hold texts, not ${kindOf(value)}`, place, {
        help: "write `ref('orders')` or `source('shop', 'orders')`",
      });
      return [];
    }),
  };
  return described && { ...described, ...exposure };
}

const unitTestKeys = ['name', 'description', 'model', 'given', 'expect', 'overrides', 'versions', 'config'];
const rowKeys = ['format', 'rows', 'fixture'];

export function readUnitTest(entry: Entry): UnitTestSpec | null {
  onlyKeys(entry, 'a unit test', unitTestKeys, configHelps.unit_test);
  const described = readDescribed('unit_test', entry, 'a unit test', []);
  for (const key of ['model', 'expect']) if (!has(entry, key)) missing(entry, 'a unit test', key);
  const model = text(entry, 'model');
  const expected = child(entry, 'expect');
  if (expected) readRows(expected, '`expect`', ['tolerance', ...rowKeys]);
  const overrides = child(entry, 'overrides');
  if (overrides) onlyKeys(overrides, '`overrides`', ['vars', 'macros', 'env_vars']);
  for (const { value, place } of list(entry, 'given')) {
    const given = inputOf(entry, value, place);
    if (!given) continue;
    readRows(given, 'an input', ['input', ...rowKeys]);
    if (!has(given, 'input')) missing(given, 'an input of a unit test', 'input', "write `input: ref('orders')`");
    else text(given, 'input');
  }
  return described && model !== null ? { ...described, model, spec: entry.values } : null;
}

function inputOf(entry: Entry, value: unknown, place: Entry['place']): Entry | null {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    return { reading: entry.reading, values: value as Record<string, unknown>, place };
  }
  report(entry.reading, 'M104', `an input of a unit test must be a mapping, not ${kindOf(value)}`, place);
  return null;
}

function readRows(entry: Entry, what: string, keys: readonly string[]): void {
  onlyKeys(entry, what, keys);
  choice(entry, 'format', ['dict', 'csv', 'sql']);
  text(entry, 'fixture');
}

const macroKeys = ['name', 'description', 'arguments', 'meta', 'docs', 'config'];

export function readMacro(entry: Entry): MacroSpec | null {
  onlyKeys(entry, 'a macro', macroKeys);
  const name = nameOf(entry, 'a macro');
  const description = text(entry, 'description') ?? '';
  return name === null ? null : { name, description, place: entry.place };
}

/** Properties of a test that is a file of its own. */
export function readTestProperties(entry: Entry): Described | null {
  onlyKeys(entry, 'a test', ['name', 'description', 'config', 'tags', 'meta', 'docs'], configHelps.test);
  return readDescribed('test', entry, 'a test', ['tags', 'meta', 'docs']);
}

export function readGroup(entry: Entry): GroupSpec | null {
  onlyKeys(entry, 'a group', ['name', 'owner', 'description', 'config']);
  const name = nameOf(entry, 'a group');
  const group = { owner: record(entry, 'owner'), description: text(entry, 'description') ?? '', place: entry.place };
  return name === null ? null : { name, ...group };
}
