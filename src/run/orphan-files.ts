import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import picomatch from 'picomatch';
import type { Adapter } from '../adapter/port.ts';
import type { Manifest } from '../nodes/manifest.ts';
import type { Model, NodeId } from '../nodes/node.ts';
import { filesStamp, type KnownExternal, rememberExternal } from './external-memory.ts';
import { isInside } from './external-place.ts';
import { placeInProject } from './external-target.ts';
import { versionOf } from './ledger.ts';
import { lastExternals, lastSeq } from './ledger-memory.ts';
import { ledgerVersion } from './ledger-tables.ts';

/** A file or a folder that mart wrote for an external model which is not there any more, or is somewhere else. */
export interface OrphanFile {
  /** Relative to the project, with `/`. */
  readonly shown: string;
  readonly kind: 'file' | 'folder';
  readonly node: NodeId;
  /** Where its model writes now; null when there is none. */
  readonly movedTo: string | null;
  /** Whether it is no longer what mart left there. */
  readonly isChanged: boolean;
  readonly known: KnownExternal;
}

/**
 * Files inside of the project that this project and target wrote last, that are there, and that no external model and no
 * source names.
 */
export async function findOrphanFiles(
  adapter: Adapter,
  manifest: Manifest,
  root: string,
): Promise<readonly OrphanFile[]> {
  if ((await versionOf(adapter, await adapter.relations())) !== ledgerVersion) return [];
  const all = [...manifest.nodes.values(), ...manifest.disabled.values()];
  const models = all.filter((node): node is Model => node.resource === 'model');
  const places = models
    .filter(({ config }) => config.materialized === 'external')
    .map((model) => join(root, placeInProject(manifest, model)));
  const globs = all.flatMap((node) => (node.resource === 'source' && node.files ? [node.files.glob] : []));
  const isDelivered = picomatch(globs.map((one) => one.replace(/^\.\//, '')));
  const isNamed = (path: string): boolean =>
    places.some((one) => one === path || one.startsWith(`${path}${sep}`) || path.startsWith(`${one}${sep}`)) ||
    filesIn(path).some((file) => isDelivered(shownFrom(root, file)));

  const orphans: OrphanFile[] = [];
  for (const known of await adapter.read((session) => lastExternals(session, manifest))) {
    const { path, model } = known;
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (!found || !path.startsWith(`${root}${sep}`) || !isInside(root, path) || isNamed(path)) continue;
    const node = manifest.nodes.get(model);
    const isExternal = node?.resource === 'model' && node.config.materialized === 'external';
    orphans.push({
      shown: shownFrom(root, path),
      kind: found.isDirectory() ? 'folder' : 'file',
      node: model,
      movedTo: isExternal ? placeInProject(manifest, node) : null,
      isChanged: filesStamp(path) !== known.stamp,
      known,
    });
  }
  return orphans.sort((a, b) => (a.shown < b.shown ? -1 : 1));
}

/** Removes them, and then says so in the ledger: what lies there later is not mart's. */
export async function dropOrphanFiles(
  adapter: Adapter,
  orphans: readonly OrphanFile[],
  invocation: string,
): Promise<void> {
  if (orphans.length === 0) return;
  for (const { known } of orphans) rmSync(known.path, { recursive: true, force: true });
  const seq = await adapter.read(lastSeq);
  await adapter.publish(async (session) => {
    for (const [at, { known }] of orphans.entries()) {
      await rememberExternal(session, { ...known, status: 'dropped', invocation, seq: seq + at + 1 });
    }
    return { keep: true, value: undefined };
  });
}

function filesIn(path: string): readonly string[] {
  if (!lstatSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name));
}

function shownFrom(root: string, path: string): string {
  return relative(root, path).replaceAll(sep, '/');
}
