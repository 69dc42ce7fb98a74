import { join } from 'node:path';
import { normalize } from 'node:path/posix';
import { isByPartition, type ModelConfig } from '../nodes/config.ts';
import { externalFormat, externalPath } from '../nodes/external.ts';
import type { Manifest } from '../nodes/manifest.ts';
import type { Model } from '../nodes/node.ts';
import type { RunContext } from './context.ts';
import { filesStamp, keptExternal, rememberExternal } from './external-memory.ts';
import { endMoves } from './external-place.ts';
import { relationKey } from './ledger-memory.ts';
import type { ExternalTarget } from './materializations/external.ts';

/** The file of an external model, or its folder, relative to the project. */
export function placeInProject({ targetPath, target }: Manifest, { config, name }: Model): string {
  return normalize(externalPath(config, name, targetPath, target.name)).replace(/\/$/, '');
}

export function externalTarget(context: RunContext, model: Model): ExternalTarget {
  const { adapter, effects, manifest, ledger } = context;
  const { root, invocation, reach } = effects;
  return {
    adapter,
    root,
    reach,
    location: placeInProject(manifest, model),
    invocation,
    remember: (session, path) =>
      rememberExternal(session, {
        path,
        status: 'written',
        model: model.id,
        relation: relationKey(model.relation),
        layout: layoutOf(model.config),
        stamp: filesStamp(path) ?? '',
        invocation,
        seq: ledger.next(),
      }),
  };
}

/** Whether the folder that is there is of the same make, so that partitions of it may be replaced and others stay. */
export function canAddPartitions({ relations, memory, manifest, effects }: RunContext, model: Model): boolean {
  if (!isByPartition(model.config) || relations.kind(model.relation) !== 'view') return false;
  const path = join(effects.root, placeInProject(manifest, model));
  const known = memory.externals.get(path);
  const isOwn = known?.relation === relationKey(model.relation) && known.layout === layoutOf(model.config);
  return isOwn && filesStamp(path) !== null;
}

function layoutOf(config: ModelConfig): string {
  return JSON.stringify([externalFormat(config), config.partition_by.map((name) => name.toLowerCase())]);
}

/** Ends the moves of files of runs that were killed, as their transactions ended. */
export async function endLeftMoves({ manifest, adapter, effects }: RunContext): Promise<void> {
  const isKept = (model: string, invocation: string) =>
    adapter.read((session) => keptExternal(session, model, invocation));
  for (const node of manifest.nodes.values()) {
    if (node.resource !== 'model' || node.config.materialized !== 'external') continue;
    await endMoves(effects.root, placeInProject(manifest, node), isKept);
  }
}
