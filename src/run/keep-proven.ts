import type { Session } from '../adapter/port.ts';
import type { NodeId } from '../nodes/node.ts';
import type { Proof } from '../plan/reuse/judge.ts';
import { inputsHash, type KeptRecipe } from '../plan/reuse/recipe.ts';
import { nodeOf, type RunContext } from './context.ts';
import { insert } from './ledger-insert.ts';
import { relationKey } from './ledger-memory.ts';
import { type LedgerTables, ledgerSchema } from './ledger-tables.ts';

/**
 * Writes down that the last version of a node is also what its present inputs give: its row once more, with these
 * inputs, and the stamp of its relation, which must not be older than the row.
 */
export async function keepProven(context: RunContext, session: Session, id: NodeId, { inputs }: Proof): Promise<void> {
  const { memory, ledger, effects, clock } = context;
  const node = nodeOf(context, id);
  const last = memory.builds.get(id);
  if (!last || node.resource !== 'model') return;
  const [row] = await session.rows(`select * from ${ledgerSchema}.nodes where seq = ${last.seq}`);
  if (!row) return;
  const version = row as unknown as LedgerTables['nodes'];
  const recipe = { ...(JSON.parse(String(version.recipe)) as KeptRecipe), inputs };
  const kept = {
    ...version,
    invocation: effects.invocation,
    status: 'reused',
    started_at: clock.at(),
    message: null,
    inputs: inputsHash(inputs),
    recipe: JSON.stringify(recipe),
    seq: ledger.next(),
  };
  await insert(session, 'nodes', [kept]);
  const relation = relationKey(node.relation);
  const stamp = memory.stamps.get(relation);
  if (!stamp || stamp.seq < last.seq) return;
  await insert(session, 'stamps', [
    { relation, stamp: stamp.stamp, invocation: effects.invocation, seq: ledger.next() },
  ]);
}
