import { dirname, extname, relative } from 'node:path/posix';
import type { ConfigLayer } from './layer.ts';
import type { ConfiguredKind, FolderConfig, ProjectConfig } from './project-config.ts';

/** Folders between the kind's own folder and a file's; none for a file that lies elsewhere. */
export function foldersOf(folder: string, path: string): string[] {
  const inside = relative(folder, dirname(path));
  return inside === '' || inside.startsWith('..') ? [] : inside.split('/');
}

/** dbt's fully qualified name: project, folders below the kind's own folder, name. */
export function fqnOf(config: ProjectConfig, folder: string, path: string, name: string): string[] {
  return [config.name, ...foldersOf(folder, path), name];
}

/**
 * Configuration of project.yml for a node, farthest first: the kind's own, then folder by folder, then the node's name.
 * As in dbt the project's own name may stand above its folders.
 */
export function folderLayers(config: ProjectConfig, kind: ConfiguredKind, fqn: readonly string[]): ConfigLayer[] {
  const top = config.folders[kind];
  const layers = new Set([top.own, ...along(top, fqn.slice(1)), ...along(top, fqn)]);
  return [...layers];
}

function along(top: FolderConfig, path: readonly string[]): ConfigLayer[] {
  const layers: ConfigLayer[] = [];
  let folder: FolderConfig | undefined = top;
  for (const part of path) {
    folder = folder.folders.get(part);
    if (!folder) break;
    layers.push(folder.own);
  }
  return layers;
}

/** A file's name without its folder and ending. */
export function stem(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.slice(0, name.length - extname(name).length);
}
