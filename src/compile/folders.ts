import { dirname, extname, relative } from 'node:path/posix';
import type { ConfigLayer } from '../config/layer.ts';
import type { ConfiguredKind, FolderConfig, ProjectConfig } from '../config/project-config.ts';

/** dbt's fully qualified name: project, folders below the kind's own folder, name. */
export function fqnOf(config: ProjectConfig, folder: string, path: string, name: string): string[] {
  const inside = relative(folder, dirname(path));
  const parts = inside === '' || inside.startsWith('..') ? [] : inside.split('/');
  return [config.name, ...parts, name];
}

/** Configuration of project.yml for a node, farthest first: the kind's own, then folder by folder, then the node's name. */
export function folderLayers(config: ProjectConfig, kind: ConfiguredKind, fqn: readonly string[]): ConfigLayer[] {
  const layers: ConfigLayer[] = [];
  let folder: FolderConfig | undefined = config.folders[kind];
  if (folder) layers.push(folder.own);
  // As in dbt a project's own name may stand above its folders.
  const start: number = folder?.folders.has(config.name) ? 0 : 1;
  for (const part of fqn.slice(start)) {
    folder = folder?.folders.get(part);
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
