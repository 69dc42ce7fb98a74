import { engineError } from '../check/send.ts';
import type { DataTest, Model, NodeId, Seed } from '../nodes/node.ts';
import type { NodeResult } from '../nodes/result.ts';
import type { Proof } from '../plan/reuse/judge.ts';
import { nodeOf, type RunContext } from './context.ts';
import { storesFailures } from './data-tests.ts';
import { keepProven } from './keep-proven.ts';
import { insert } from './ledger-insert.ts';
import { relationKey } from './ledger-memory.ts';
import { ledgerSchema } from './ledger-tables.ts';
import { stampOf } from './standings.ts';

/**
 * What the next run compares with: stamps of the relations that were made, compiled SQL that is new, hashes of files.
 * A run that was killed before it leaves less to compare with, and nothing wrong.
 */
export async function keepForNext(context: RunContext, results: readonly NodeResult[]): Promise<void> {
  const { adapter, effects, ledger, reuse } = context;
  const made = results.filter(({ id, status }) => status === 'success' && reuse.version(id) !== null);
  const owners = [...made, ...results.filter(isJudged)].flatMap(({ id }): (Model | Seed | DataTest)[] => {
    const node = nodeOf(context, id);
    if (node.resource === 'test') return storesFailures(context, node) ? [node] : [];
    return node.resource === 'model' || node.resource === 'seed' ? [node] : [];
  });
  try {
    const existing = owners.length === 0 ? [] : await adapter.settled(owners.map(({ relation }) => relation));
    const there = new Map(existing.map((one) => [relationKey(one), one]));
    const codes = await newCodes(context, made);
    const proven = await provenBeside(context);
    if (existing.length + codes.length + proven.size + context.deliveries.fresh() === 0) return;
    await adapter.publish(async (session) => {
      const stamps = owners.flatMap((node) => {
        const relation = relationKey(node.relation);
        const found = there.get(relation);
        if (!found) return [];
        return [{ relation, stamp: stampOf(node, found), invocation: effects.invocation, seq: ledger.next() }];
      });
      await insert(session, 'stamps', stamps);
      await insert(session, 'codes', codes);
      for (const [id, proof] of proven) await keepProven(context, session, id, proof);
      await context.deliveries.remember(session, ledger.next);
      return { keep: true, value: undefined };
    });
  } catch (error) {
    if (!engineError(error)) throw error;
  }
}

/** Whether a test has kept its bad rows, if it does so at all. */
function isJudged({ resource, status }: NodeResult): boolean {
  return resource === 'test' && (status === 'pass' || status === 'warn' || status === 'fail');
}

/** Models that were not selected, and are up to date with what was made. */
async function provenBeside({ plan, proofs, adapter, reuse }: RunContext): Promise<ReadonlyMap<NodeId, Proof>> {
  const found = new Map<NodeId, Proof>();
  if (proofs.size === 0) return found;
  const selected = new Set(plan.steps.map(({ id }) => id));
  for (const id of proofs.keys()) {
    const proof = selected.has(id) ? null : await reuse.proof(id, (work) => adapter.read(work));
    if (proof) found.set(id, proof);
  }
  return found;
}

async function newCodes({ adapter, reuse }: RunContext, made: readonly NodeResult[]) {
  const codes = new Map<string, string>();
  for (const { id } of made) {
    const code = reuse.version(id)?.code;
    if (code) codes.set(code.hash, code.text);
  }
  if (codes.size === 0) return [];
  const known = await adapter.read((session) => session.rows(`select hash from ${ledgerSchema}.codes`));
  for (const { hash } of known) codes.delete(String(hash));
  return [...codes].map(([hash, code]) => ({ hash, code }));
}
