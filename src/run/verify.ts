import type { Session } from '../adapter/port.ts';
import { engineError } from '../check/send.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Model } from '../nodes/node.ts';
import type { NodeResult } from '../nodes/result.ts';
import { literal } from '../sql/literal.ts';
import type { RunContext } from './context.ts';
import type { IntervalMemory } from './interval-memory.ts';
import { relationKey } from './ledger-memory.ts';
import { ledgerSchema } from './ledger-tables.ts';

/** An interruption keeps nobody from looking who has to: it says nothing about what was committed. */
export async function verify(
  { adapter }: Pick<RunContext, 'adapter'>,
  look: (session: Session) => Promise<void>,
): Promise<void> {
  try {
    await adapter.read(look);
  } catch (error) {
    if (engineError(error)?.kind !== 'interrupted') throw error;
  }
}

/** Looks for what was committed. Files belong to it, unless the warehouse turns out not to have it: `settle` is told. */
export async function sureOf(
  context: Pick<RunContext, 'adapter' | 'effects'>,
  results: readonly NodeResult[],
  reached: () => Promise<void> | undefined,
  settle: (isKept: boolean) => void,
): Promise<void> {
  try {
    await reached();
    await verifyResults(context, results);
  } catch (error) {
    settle(!(error instanceof DiagnosticError));
    throw error;
  }
  settle(true);
}

/** Looks, after a commit, whether its rows of the ledger are there: an engine may say that it kept what it did not (M536). */
export function verifyResults(
  context: Pick<RunContext, 'adapter' | 'effects'>,
  results: readonly NodeResult[],
): Promise<void> {
  return verify(context, (session) => verifyKept(session, context.effects.invocation, results));
}

async function verifyKept(session: Session, invocation: string, results: readonly NodeResult[]): Promise<void> {
  const ids = results.filter(({ resource }) => resource === 'model' || resource === 'seed').map(({ id }) => id);
  if (ids.length === 0) return;
  const [row] = await session.rows(
    `select count(distinct id) as kept from ${ledgerSchema}.nodes where invocation = ${literal(invocation)} and id in (${ids.map(literal).join(', ')})`,
  );
  if (Number(row?.kept) !== new Set(ids).size) throw lost();
}

/** The same of intervals: `after` is what was remembered in the transaction, `before` what was known before it. */
export async function verifyIntervals(
  session: Session,
  { id, relation }: Pick<Model, 'id' | 'relation'>,
  before: IntervalMemory,
  after: IntervalMemory,
): Promise<void> {
  if (after.seq === before.seq) return;
  const [row] = await session.rows(
    `select count(*) as kept from ${ledgerSchema}.intervals where model = ${literal(id)} and relation = ${literal(relationKey(relation))} and seq > ${before.seq} and seq <= ${after.seq}`,
  );
  if (Number(row?.kept) !== after.seq - before.seq) throw lost();
}

function lost(): DiagnosticError {
  return new DiagnosticError([
    diagnostic('M536', 'the engine said that it kept the new version, and the ledger does not have it', {
      help: 'look whether the disk is full or the database file was exchanged, and run it again: readers see the old version',
    }),
  ]);
}
