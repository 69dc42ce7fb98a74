import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { manifestJson } from '../artifacts/manifest.ts';
import { readJson } from '../artifacts/write.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import type { NodeId } from '../nodes/node.ts';
import { describedNodes } from '../plan/state/described.ts';
import type { Past } from '../plan/state/past.ts';
import type { Relation } from '../sql/relation.ts';
import type { Effects } from './effects.ts';
import type { Loaded } from './loaded.ts';
import { invocationOf, targetFolder } from './write-artifacts.ts';

type Json = Readonly<Record<string, unknown>>;

/** The artifacts of an earlier invocation in `folder`, beside what the project is now. Throws when there are none (M409). */
export function readState(folder: string, loaded: Loaded, effects: Effects): Past {
  const at = stateFolder(folder, effects);
  const now = JSON.parse(manifestJson(loaded.manifest, invocationOf(loaded, effects))) as Json;
  return {
    now: describedNodes(now),
    before: describedNodes(stateManifest(folder, effects)),
    results: resultsIn(join(at, 'run_results.json')),
    fresher: fresherSources(join(at, 'sources.json'), join(targetFolder(loaded), 'sources.json')),
  };
}

/** Where the nodes of a state stand in the warehouse. */
export function stateRelations(folder: string, effects: Effects): ReadonlyMap<NodeId, Relation> {
  const nodes = stateManifest(folder, effects).nodes;
  const found = new Map<NodeId, Relation>();
  for (const [id, node] of Object.entries(typeof nodes === 'object' && nodes !== null ? nodes : {})) {
    const { schema, alias, resource_type, relation_name } = node as Json;
    if (resource_type === 'test' || typeof relation_name !== 'string') continue;
    if (typeof schema === 'string' && typeof alias === 'string') found.set(id, { schema, name: alias });
  }
  return found;
}

export function stateFolder(folder: string, effects: Effects): string {
  return resolve(effects.cwd, folder);
}

export function stateManifest(folder: string, effects: Effects): Json {
  const path = join(stateFolder(folder, effects), 'manifest.json');
  if (!existsSync(path)) {
    throw new DiagnosticError([
      diagnostic('M409', `there is no manifest.json in \`${folder}\``, {
        help: 'a state is what an earlier `mart build` left in `target/`: copy that folder aside and name the copy with `--state`',
      }),
    ]);
  }
  const found = readJson(path);
  if (typeof found === 'object' && found !== null && 'nodes' in found) return found as Json;
  throw new DiagnosticError([
    diagnostic('M515', `\`${join(folder, 'manifest.json')}\` is no manifest`, {
      help: 'make the state anew: `mart build`, then copy `target/`',
    }),
  ]);
}

function resultsIn(path: string): ReadonlyMap<NodeId, string> | null {
  const found = readJson(path) as { readonly results?: readonly Json[] } | undefined;
  if (!Array.isArray(found?.results)) return null;
  return new Map(found.results.map((one) => [String(one.unique_id), String(one.status)]));
}

/** Newer than it was, or not looked at before. */
function fresherSources(before: string, after: string): ReadonlySet<NodeId> | null {
  const [then, now] = [loadedAt(before), loadedAt(after)];
  if (!then || !now) return null;
  return new Set([...now].filter(([id, at]) => at > (then.get(id) ?? '')).map(([id]) => id));
}

function loadedAt(path: string): ReadonlyMap<NodeId, string> | null {
  const found = readJson(path) as { readonly results?: readonly Json[] } | undefined;
  if (!Array.isArray(found?.results)) return null;
  return new Map(found.results.map((one) => [String(one.unique_id), String(one.max_loaded_at ?? '')]));
}
