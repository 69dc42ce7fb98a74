import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Manifest } from '../../nodes/manifest.ts';
import { diskFiles } from '../../project/disk-files.ts';
import type { FoundFile } from '../../project/files.ts';
import type { Effects } from '../effects.ts';
import type { ProjectOptions } from '../options.ts';
import { type Recalled, recall, remember } from './cache-files.ts';
import { changedFiles } from './changes.ts';
import { heavyLine, pack, unpack } from './packed-manifest.ts';
import { hashOf, type Looked } from './recorded-files.ts';

/** More edits than this are a project to compile anew. */
const mostEdits = 50;

export interface Found {
  readonly manifest: Manifest;
  readonly diagnostics: readonly Diagnostic[];
  readonly isRemembered: boolean;
  readonly stamp: string;
}

/** What one invocation remembers of a project for the next: files that did not change need not be read again. */
export interface Cache {
  /** The manifest, brought up to date where only models' own SQL was edited; null when the project has to be compiled. */
  readonly find: () => Promise<Found | null>;
  /** The stamp of what was kept, or null. */
  readonly keep: (
    manifest: Manifest,
    diagnostics: readonly Diagnostic[],
    looked: Looked,
    env: ReadonlySet<string>,
  ) => string | null;
}

export function openCache(root: string, options: ProjectOptions, effects: Effects): Cache | null {
  if (effects.build === null) return null;
  const folder = join(root, targetFolder(root), 'cache');
  const key = hashOf(JSON.stringify([effects.build, options.target, options.vars, options.threads]));
  const envHash = (name: string) => (effects.env[name] === undefined ? null : hashOf(effects.env[name] ?? ''));
  return {
    find: async () => {
      const recalled = recall(folder, key);
      if (!recalled) return null;
      if (Object.entries(recalled.remembered.env).some(([name, value]) => envHash(name) !== value)) return null;
      return broughtUpToDate(root, folder, recalled, effects);
    },
    keep: (manifest, diagnostics, looked, asked) => {
      if (looked.refused) return null;
      const env = Object.fromEntries([...asked].map((name) => [name, envHash(name)]));
      const { packed, lines } = pack(manifest);
      const rememberedAt = Date.now();
      remember(folder, lines, { key, env, looked, rememberedAt, diagnostics, manifest: packed });
      return stampOf(key, rememberedAt);
    },
  };
}

async function broughtUpToDate(
  root: string,
  folder: string,
  recalled: Recalled,
  effects: Effects,
): Promise<Found | null> {
  const { remembered, line } = recalled;
  const files = diskFiles(root);
  const changed = changedFiles(files, remembered.looked, remembered.rememberedAt);
  if (!changed || changed.length > mostEdits) return null;
  const manifest = unpack(remembered.manifest, line);
  const { diagnostics } = remembered;
  if (changed.length === 0)
    return { manifest, diagnostics, isRemembered: true, stamp: stampOf(remembered.key, remembered.rememberedAt) };

  // An edit may change from where columns come, and with it what they inherit.
  if ([...manifest.nodes.values()].some((node) => node.resource === 'model' && node.config.inherit.length > 0))
    return null;
  const [{ scopeOf }, { patchModel }] = await Promise.all([import('../scope.ts'), import('./patch-model.ts')]);
  const scope = await scopeOf(root, manifest, manifest.helperFiles, effects.env);
  const nodes = new Map(manifest.nodes);
  const lines = remembered.manifest.nodes.map((_, index) => line(index));
  const light = [...remembered.manifest.nodes];
  const seen: Record<string, Looked['files'][string]> = { ...remembered.looked.files };
  const places = new Map(light.map((node, index) => [node.path, index]));
  for (const file of changed) {
    const index = places.get(file.path);
    const node = index === undefined ? undefined : nodes.get(light[index]?.id ?? '');
    const text = files.read(file);
    if (index === undefined || node?.resource !== 'model' || node.path !== file.path || !(text instanceof Uint8Array))
      return null;
    if (!isUtf8(text)) return null;
    const patched = patchModel(
      manifest,
      scope,
      node,
      Buffer.from(text)
        .toString('utf8')
        .replace(/^\uFEFF/, ''),
    );
    if (!patched) return null;
    nodes.set(node.id, patched);
    lines[index] = heavyLine(patched);
    light[index] = { ...light[index], id: node.id, dependsOn: node.dependsOn, checksum: patched.checksum };
    seen[file.path] = lookedAt(file, text);
  }
  const looked = { ...remembered.looked, files: seen };
  const rememberedAt = Date.now();
  remember(folder, lines, {
    ...remembered,
    looked,
    rememberedAt,
    manifest: { ...remembered.manifest, nodes: light },
  });
  return {
    manifest: { ...manifest, nodes },
    diagnostics,
    isRemembered: false,
    stamp: stampOf(remembered.key, rememberedAt),
  };
}

function stampOf(key: string, rememberedAt: number): string {
  return `${key} ${rememberedAt}`;
}

function lookedAt(file: FoundFile, text: Uint8Array): Looked['files'][string] {
  return [file.size, file.mtimeMs, hashOf(text)];
}

/** The folder of everything generated, without reading the project: a wrong guess only finds nothing. */
function targetFolder(root: string): string {
  try {
    const text = readFileSync(join(root, 'project.yml'), 'utf8');
    return /^paths:[^\n]*(?:\n[ \t]+[^\n]*)*?[\s{,]target:[ \t]*["']?([^\s"',}#]+)/m.exec(text)?.[1] ?? 'target';
  } catch {
    return 'target';
  }
}
