import type { Node } from '../nodes/node.ts';
import type { Range } from '../source/span.ts';
import type { ReadText } from '../source/text.ts';
import { rangeOf } from '../source/yaml.ts';
import { readYaml } from '../source/yaml-read.ts';

/** Where nodes are described: the entry of a properties file, else the file of the node. Reads each properties file once. */
export function declaredPlaces(readText: ReadText): (node: Node) => Range {
  const read = new Map<string, unknown>();
  const readOf = (path: string): unknown => {
    if (!read.has(path)) read.set(path, readYaml({ path, text: readText(path) ?? '' }).value);
    return read.get(path);
  };
  return (node) => {
    if (node.place.kind === 'yaml') return nameIn(node.place.at.file, node.place.at.path, readText);
    const key = node.resource === 'seed' ? 'seeds' : 'models';
    const at = node.patchPath === null ? -1 : indexOf(readOf(node.patchPath), key, node.name);
    if (node.patchPath !== null && at >= 0) return nameIn(node.patchPath, [key, at], readText);
    return firstLine(node.path, readText);
  };
}

function indexOf(file: unknown, key: string, name: string): number {
  const list = typeof file === 'object' && file !== null ? (file as Record<string, unknown>)[key] : null;
  return Array.isArray(list) ? list.findIndex((one: unknown) => isNamed(one, name)) : -1;
}

function isNamed(one: unknown, name: string): boolean {
  return typeof one === 'object' && one !== null && 'name' in one && String(one.name) === name;
}

function nameIn(file: string, path: readonly (string | number)[], readText: ReadText): Range {
  return rangeOf({ path: file, text: readText(file) ?? '' }, { file, path: [...path, 'name'] });
}

export function firstLine(file: string, readText: ReadText): Range {
  const text = readText(file) ?? '';
  const end = text.search(/[\r\n]/);
  return { file, from: 0, to: end < 0 ? text.length : end };
}
