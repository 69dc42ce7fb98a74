import { type Dirent, lstatSync, readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Files, FoundFile, Listing, Refused } from './files.ts';

/** The files of a project on disk. Links are followed inside the project and refused when they leave it. */
export function diskFiles(root: string): Files {
  return {
    list: (folder) => listed(root, folder),
    find: (path) => {
      const stats = statsOf(join(root, path));
      return stats?.isFile() ? found(path, stats) : null;
    },
    read: ({ path }) => {
      try {
        return readFileSync(join(root, path));
      } catch (error) {
        return { failed: systemSays(error) };
      }
    },
  };
}

/** What is at a path; nothing where a part of it is no folder either. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

interface Walk {
  readonly root: string;
  readonly realRoot: string;
  readonly files: FoundFile[];
  readonly refused: Refused[];
}

function listed(root: string, folder: string): Listing {
  const walk: Walk = { root, realRoot: realpathSync(root), files: [], refused: [] };
  const above = firstLink(walk, folder);
  if (above === 'gone' || above === 'refused') return walk;
  walkFolder(walk, folder, [realpathSync(join(root, folder))]);
  walk.files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return walk;
}

/** Whether the folder itself is there, and inside the project after links are followed. */
function firstLink(walk: Walk, folder: string): 'gone' | 'refused' | 'there' {
  const path = join(walk.root, folder);
  if (!lstatSync(path, { throwIfNoEntry: false })) return 'gone';
  return follow(walk, folder)?.isDirectory() ? 'there' : 'refused';
}

function walkFolder(walk: Walk, folder: string, above: readonly string[]): void {
  let entries: Dirent[];
  try {
    entries = readdirSync(join(walk.root, folder), { withFileTypes: true });
  } catch (error) {
    walk.refused.push({ path: folder, why: 'unreadable', detail: systemSays(error) });
    return;
  }
  for (const entry of entries) {
    if (isIgnored(entry.name)) continue;
    const path = `${folder}/${entry.name}`;
    if (entry.isSymbolicLink()) walkLink(walk, path, above);
    else if (entry.isDirectory()) walkFolder(walk, path, [...above, join(walk.root, path)]);
    else if (entry.isFile()) add(walk, path);
  }
}

function walkLink(walk: Walk, path: string, above: readonly string[]): void {
  const stats = follow(walk, path);
  if (stats?.isFile()) walk.files.push(found(path, stats));
  if (!stats?.isDirectory()) return;
  const real = realpathSync(join(walk.root, path));
  // A link to a folder that holds it would never end.
  if (!above.some((one) => isInside(real, one))) walkFolder(walk, path, [...above, real]);
}

/** What a link leads to; undefined after refusing it. */
function follow(walk: Walk, path: string): Stats | undefined {
  try {
    const real = realpathSync(join(walk.root, path));
    if (isInside(walk.realRoot, real)) return statSync(real);
    walk.refused.push({ path, why: 'outside', detail: real });
  } catch (error) {
    walk.refused.push({ path, why: 'broken', detail: systemSays(error) });
  }
  return undefined;
}

function add(walk: Walk, path: string): void {
  const stats = statSync(join(walk.root, path), { throwIfNoEntry: false });
  if (stats) walk.files.push(found(path, stats));
}

function found(path: string, stats: Stats): FoundFile {
  return { path, size: stats.size, mtimeMs: stats.mtimeMs };
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`);
}

/** Hidden files and what editors leave beside the file that they edit. */
function isIgnored(name: string): boolean {
  return name.startsWith('.') || name.endsWith('~') || /\.sw[a-p]$/.test(name) || /^#.*#$/.test(name);
}

/** `EACCES: permission denied` without the call and the absolute path. */
function systemSays(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/, \w+( '.*)?$/s, '');
}
