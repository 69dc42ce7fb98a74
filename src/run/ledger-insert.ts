import type { Insertable } from 'kysely';
import type { Session } from '../adapter/port.ts';
import { type LedgerTables, ledgerOn } from './ledger-tables.ts';

const rowsAtOnce = 500;

/** Adds rows to a table of the ledger. */
export async function insert<Table extends keyof LedgerTables>(
  session: Session,
  table: Table,
  rows: readonly Insertable<LedgerTables[Table]>[],
): Promise<void> {
  const ledger = ledgerOn(session);
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    await ledger
      .insertInto(table)
      .values(rows.slice(at, at + rowsAtOnce))
      .execute();
  }
}
