import type { Model, Seed } from '../nodes/node.ts';
import { judge, type Reason } from '../plan/reuse/judge.ts';
import { type Contents, fingerprintOf, type Kitchen, recipeFor } from '../plan/reuse/recipe.ts';
import type { Memory } from './ledger-memory.ts';
import type { Standings } from './standings.ts';

/** Why a node has to be built when these are the contents that it reads; null when its last version is what a build would give. */
export function reasonFor(
  { kitchen, memory, standings }: { readonly kitchen: Kitchen; readonly memory: Memory; readonly standings: Standings },
  node: Model | Seed,
  contents: Contents,
): Reason | null {
  const last = memory.builds.get(node.id);
  if (!last) return { kind: 'never built', about: null };
  const fingerprint = fingerprintOf(recipeFor(kitchen, node));
  return judge(last, { fingerprint, contents, standing: standings.of(node, last) });
}
