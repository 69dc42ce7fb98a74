import type { Adapter } from '../adapter/port.ts';
import type { Node, NodeId } from '../nodes/node.ts';
import { fingerprintOf, type KeptRecipe, type Kitchen, originOf, recipeFor } from '../plan/reuse/recipe.ts';
import { lastVersion, sinceLastVersion } from '../plan/state/by-recipe.ts';
import type { Described } from '../plan/state/described.ts';
import type { Past } from '../plan/state/past.ts';
import { readLastRun } from '../run/last-run.ts';
import { versionOf } from '../run/ledger.ts';
import { type Memory, noMemory, readMemory, readRecipes } from '../run/ledger-memory.ts';
import { ledgerVersion } from '../run/ledger-tables.ts';
import type { Effects } from './effects.ts';
import type { Loaded } from './loaded.ts';
import { inWarehouse } from './read-warehouse.ts';

/**
 * The project beside what the ledger of its warehouse knows: the last good version of each model and seed, and what
 * became of the last run. A warehouse in which nothing was built knows nothing, so that everything is new.
 */
export async function ledgerState(loaded: Loaded, waitSeconds: number, effects: Effects): Promise<Past> {
  const past = await inWarehouse(loaded, waitSeconds, effects, async (adapter) => {
    const isKnown = (await versionOf(adapter, await adapter.relations())) === ledgerVersion;
    const memory = isKnown ? await readMemory(adapter, loaded.manifest) : noMemory;
    const last = await readLastRun(adapter, loaded.manifest);
    return { ...(await compared(loaded, memory, adapter)), results: last?.statuses ?? new Map(), fresher: null };
  });
  return past ?? { ...(await compared(loaded, noMemory, null)), results: new Map(), fresher: null };
}

async function compared({ manifest }: Loaded, memory: Memory, adapter: Adapter | null) {
  const engine = adapter?.version ?? '';
  const kitchen: Kitchen = { manifest, engine, window: { kind: 'all' }, recipes: new Map() };
  const now = new Map<NodeId, Described>();
  const before = new Map<NodeId, Described>();
  const others: NodeId[] = [];
  for (const node of manifest.nodes.values()) {
    if (!isCompared(node, memory)) continue;
    const last = memory.builds.get(node.id);
    now.set(node.id, lastVersion);
    if (!last || (node.resource !== 'model' && node.resource !== 'seed')) continue;
    before.set(node.id, lastVersion);
    if (last.fingerprint !== fingerprintOf(recipeFor(kitchen, node))) others.push(node.id);
  }
  const recipes = adapter && others.length > 0 ? await readRecipes(adapter, memory, others) : new Map<NodeId, string>();
  for (const id of others) {
    const node = manifest.nodes.get(id);
    const kept = recipes.get(id);
    if (kept === undefined || (node?.resource !== 'model' && node?.resource !== 'seed')) continue;
    now.set(id, sinceLastVersion(JSON.parse(kept) as KeptRecipe, recipeFor(kitchen, node), originOf(manifest, node)));
  }
  return { now, before };
}

/** The ledger knows what was built; of a test it knows only whether it was ever run. */
function isCompared(node: Node, { tests }: Memory): boolean {
  if (node.resource === 'model') return node.config.materialized !== 'ephemeral';
  if (node.resource === 'test' || node.resource === 'unit_test') return !tests.has(node.id);
  return node.resource === 'seed';
}
