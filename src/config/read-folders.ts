import type { YamlPlace } from '../source/yaml-place.ts';
import { type Entry, entryOf, isMapping } from './entry.ts';
import { checkedLayer, noConfig } from './entry-config.ts';
import type { FolderConfig } from './project-config.ts';
import { inside, type Reading, report } from './reading.ts';
import { type ConfigKind, rules } from './rules.ts';

/** `+key` configuration by folder. Anything without `+` is a folder, so it must be a mapping. */
export function readFolders(kind: ConfigKind, entry: Entry): FolderConfig {
  const own: Record<string, unknown> = {};
  const folders = new Map<string, FolderConfig>();
  for (const [key, value] of Object.entries(entry.values)) {
    const place = inside(entry.place, key);
    if (key.startsWith('+')) own[key.slice(1)] = value;
    else if (isConfigKey(kind, key) && !isFolder(value)) missedPlus(entry.reading, place, key);
    else if (isMapping(value)) folders.set(key, readFolders(kind, { ...entry, values: value, place }));
    else if (value !== null) entryOf(entry.reading, value, place, `the folder \`${key}\``);
  }
  return { place: entry.place, own: checkedLayer(kind, { ...entry, values: own }, '+'), folders };
}

/** Whether a value has the shape of a folder: `+keys` and folders only. */
function isFolder(value: unknown): boolean {
  if (!isMapping(value)) return false;
  return Object.entries(value).every(([key, inner]) => key.startsWith('+') || inner === null || isMapping(inner));
}

export function noFolders(place: YamlPlace): FolderConfig {
  return { place, own: noConfig, folders: new Map() };
}

/** Whether a key is configuration of this kind in dbt's spelling or mart's. */
export function isConfigKey(kind: ConfigKind, key: string): boolean {
  return Object.hasOwn(rules[kind], key.replaceAll('-', '_'));
}

export function missedPlus(reading: Reading, place: YamlPlace, key: string): void {
  report(reading, 'M103', `there is no folder \`${key}\` to configure`, place, {
    part: 'key',
    help: `did you mean \`+${key}\`?`,
  });
}
