import type { Session } from '../adapter/port.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import type { NodeResult } from '../nodes/result.ts';
import { literal } from '../sql/literal.ts';
import { ledgerSchema } from './ledger-tables.ts';

/** Looks, after a commit, whether its rows of the ledger are there: an engine may say that it kept what it did not (M536). */
export async function verifyKept(session: Session, invocation: string, results: readonly NodeResult[]): Promise<void> {
  const ids = results.filter(({ resource }) => resource === 'model' || resource === 'seed').map(({ id }) => id);
  if (ids.length === 0) return;
  const [row] = await session.rows(
    `select count(distinct id) as kept from ${ledgerSchema}.nodes where invocation = ${literal(invocation)} and id in (${ids.map(literal).join(', ')})`,
  );
  if (Number(row?.kept) === new Set(ids).size) return;
  throw new DiagnosticError([
    diagnostic('M536', 'the engine said that it kept the new version, and the ledger does not have it', {
      help: 'look whether the disk is full or the database file was exchanged, and run it again: readers see the old version',
    }),
  ]);
}
