import { choice, type Entry, has, list, missing, nameOf, onlyKeys, record, text } from './entry.ts';
import type { Described, ExposureSpec, GroupSpec, MacroSpec } from './properties.ts';
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
