import { checkLayer } from './check-layer.ts';
import { child, type Entry, isMapping } from './entry.ts';
import type { ConfigLayer } from './layer.ts';
import { inside, report } from './reading.ts';
import { type ConfigKind, rules } from './rules.ts';

/** Configuration that says nothing. */
export const noConfig: ConfigLayer = {
  values: {},
  placeOf: () => ({ kind: 'yaml', at: { file: '', path: [] } }),
  checked: true,
};

/**
 * An entry's configuration: its `config:` and those keys of the entry itself that dbt takes as configuration too. What
 * adds up (tags, meta) adds up; anything else may be given in one of the two places only.
 */
export function entryConfig(kind: ConfigKind, entry: Entry, shorthands: readonly string[]): ConfigLayer {
  const short = shorthands.filter((key) => entry.values[key] !== undefined);
  if (short.length === 0 && entry.values.config === undefined) return noConfig;
  const outer = checkedLayer(kind, pick(entry, short));
  const block = child(entry, 'config');
  if (!block) return outer;
  const inner = checkedLayer(kind, block);
  return short.length === 0 ? inner : together(kind, entry, outer, inner);
}

/** A mapping of configuration keys, written with a prefix in the file, as a checked layer. */
export function checkedLayer(kind: ConfigKind, entry: Entry, prefix = ''): ConfigLayer {
  const { source, diagnostics } = entry.reading;
  const raw: ConfigLayer = {
    values: entry.values,
    placeOf: (key) => ({ kind: 'yaml', at: inside(entry.place, prefix + key) }),
  };
  const found = checkLayer(kind, raw, () => source.text, prefix);
  diagnostics.push(...found.diagnostics);
  return found.layer;
}

function pick(entry: Entry, keys: readonly string[]): Entry {
  return { ...entry, values: Object.fromEntries(keys.map((key) => [key, entry.values[key]])) };
}

function together(kind: ConfigKind, entry: Entry, outer: ConfigLayer, inner: ConfigLayer): ConfigLayer {
  const values: Record<string, unknown> = { ...outer.values };
  for (const [key, value] of Object.entries(inner.values)) {
    const rule = rules[kind][key];
    const known = Object.hasOwn(outer.values, key);
    values[key] = known && rule?.combine && value !== null ? rule.combine(outer.values[key], value) : value;
    if (!known || rule?.combine) continue;
    const place = inner.placeOf(key);
    if (place.kind === 'yaml') {
      report(entry.reading, 'M106', `\`${key}\` is given twice, here and beside \`config\``, place.at, { part: 'key' });
    }
  }
  const placeOf = (key: string) => (Object.hasOwn(inner.values, key) ? inner : outer).placeOf(key);
  return { values, placeOf, checked: true };
}

/** Descriptive keys that stand in `config` too (`meta` and `tags` of a column). */
export function metaAndTags(entry: Entry): {
  readonly meta: Readonly<Record<string, unknown>>;
  readonly tags: readonly string[];
} {
  if (entry.values.meta === undefined && entry.values.tags === undefined && entry.values.config === undefined) {
    return nothing;
  }
  const { values } = entryConfig('exposure', entry, ['meta', 'tags']);
  return {
    meta: isMapping(values.meta) ? values.meta : {},
    tags: Array.isArray(values.tags) ? (values.tags as readonly string[]) : [],
  };
}

const nothing = { meta: {}, tags: [] };
