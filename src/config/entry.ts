import { didYouMean } from '../diagnostics/suggest.ts';
import { keepsDigits } from '../source/number-text.ts';
import { writtenAt } from '../source/yaml.ts';
import type { YamlPlace } from '../source/yaml-place.ts';
import { inside, kindOf, oneOf, type Reading, report } from './reading.ts';

/** A mapping of a YAML file with its place. The readers below report what has the wrong kind and go on with nothing. */
export interface Entry {
  readonly reading: Reading;
  readonly values: Readonly<Record<string, unknown>>;
  readonly place: YamlPlace;
}

export function isMapping(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** A value that must be a mapping; `what` names it in the message. */
export function entryOf(reading: Reading, value: unknown, place: YamlPlace, what: string): Entry | null {
  if (isMapping(value)) return { reading, values: value, place };
  report(reading, 'M104', `${what} must be a mapping, not ${kindOf(value)}`, place);
  return null;
}

/** Reports every key that is not in the list. `helps` has sentences for keys that people bring from elsewhere. */
export function onlyKeys(
  entry: Entry,
  what: string,
  known: readonly string[],
  helps: Readonly<Record<string, string>> = {},
): void {
  for (const key of Object.keys(entry.values)) {
    if (known.includes(key)) continue;
    const help = Object.hasOwn(helps, key) ? helps[key] : didYouMean(key, known);
    report(entry.reading, 'M103', `${what} has no key \`${key}\``, inside(entry.place, key), {
      part: 'key',
      label: 'unknown key',
      help: help ?? `its keys are ${known.map((one) => `\`${one}\``).join(', ')}`,
    });
  }
}

export function has(entry: Entry, key: string): boolean {
  return entry.values[key] !== undefined && entry.values[key] !== null;
}

export function wrong(entry: Entry, key: string, expected: string, help: string | null = null): null {
  const found = kindOf(entry.values[key]);
  report(entry.reading, 'M104', `\`${key}\` must be ${expected}, not ${found}`, inside(entry.place, key), { help });
  return null;
}

export function missing(entry: Entry, what: string, key: string, help: string | null = null): void {
  report(entry.reading, 'M105', `${what} needs \`${key}\``, entry.place, { help });
}

export function text(entry: Entry, key: string): string | null {
  if (!has(entry, key)) return null;
  const value = entry.values[key];
  if (typeof value === 'string') return value;
  return wrong(entry, key, 'text', isMapping(value) || Array.isArray(value) ? null : 'put it in quotes');
}

/** Text or a number; a number that YAML changed (`1.10`, `010`) is warned about. */
export function label(entry: Entry, key: string): string | null {
  if (!has(entry, key)) return null;
  const value = entry.values[key];
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return text(entry, key);
  warnOfLostDigits(entry.reading, value, inside(entry.place, key), key);
  return String(value);
}

/** Says so when a number is not what stands in the file: `1.10` is 1.1, `010` is 10. */
export function warnOfLostDigits(reading: Reading, value: number, place: YamlPlace, key: string): void {
  const written = writtenAt(reading.source, place);
  if (written === undefined || written === String(value) || written.startsWith('*')) return;
  // A number that is rounded is refused where the text is read.
  if (!keepsDigits(written, value)) return;
  report(reading, 'M104', `\`${key}: ${written}\` is the number ${value} in YAML`, place, {
    severity: 'warning',
    label: `read as ${value}`,
    help: `write \`'${written}'\` to keep it as it stands`,
  });
}

/** The `name` of an entry; null after saying that it has none. */
export function nameOf(entry: Entry, what: string): string | null {
  if (!has(entry, 'name')) {
    missing(entry, what, 'name');
    return null;
  }
  const name = label(entry, 'name');
  if (name === null || name.trim() !== '') return name;
  report(entry.reading, 'M104', '`name` is empty', inside(entry.place, 'name'));
  return null;
}

export function flag(entry: Entry, key: string): boolean | null {
  if (!has(entry, key)) return null;
  const value = entry.values[key];
  return typeof value === 'boolean' ? value : wrong(entry, key, 'true or false');
}

export function choice<T extends string>(entry: Entry, key: string, options: readonly T[]): T | null {
  if (!has(entry, key)) return null;
  const value = entry.values[key];
  const found = options.find((one) => one === value);
  if (found !== undefined) return found;
  if (typeof value !== 'string') return wrong(entry, key, oneOf(options));
  report(entry.reading, 'M104', `\`${key}\` cannot be \`${value}\``, inside(entry.place, key), {
    help: didYouMean(value, options) ?? `it is ${oneOf(options)}`,
  });
  return null;
}

/** Text or a list of texts. */
export function texts(entry: Entry, key: string): readonly string[] {
  if (!has(entry, key)) return [];
  const value = entry.values[key];
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) {
    wrong(entry, key, 'text or a list of texts');
    return [];
  }
  const found: string[] = [];
  value.forEach((item: unknown, index) => {
    if (typeof item === 'string') found.push(item);
    else
      report(entry.reading, 'M104', `\`${key}\` must hold texts, not ${kindOf(item)}`, inside(entry.place, key, index));
  });
  return found;
}

export function record(entry: Entry, key: string): Readonly<Record<string, unknown>> {
  return child(entry, key)?.values ?? {};
}

/** The mapping under a key; null when there is none. */
export function child(entry: Entry, key: string): Entry | null {
  if (!has(entry, key)) return null;
  return entryOf(entry.reading, entry.values[key], inside(entry.place, key), `\`${key}\``);
}

/** The list under a key with the place of each item. */
export function list(entry: Entry, key: string): readonly { readonly value: unknown; readonly place: YamlPlace }[] {
  if (!has(entry, key)) return [];
  const value = entry.values[key];
  if (!Array.isArray(value)) {
    wrong(entry, key, 'a list', isMapping(value) ? `begin each item with \`- \`` : null);
    return [];
  }
  return value.map((item: unknown, index) => ({ value: item, place: inside(entry.place, key, index) }));
}

/** The list under a key, each item a mapping. */
export function entries(entry: Entry, key: string, what: string): readonly Entry[] {
  const found: Entry[] = [];
  for (const { value, place } of list(entry, key)) {
    const one = entryOf(entry.reading, value, place, what);
    if (one) found.push(one);
  }
  return found;
}
