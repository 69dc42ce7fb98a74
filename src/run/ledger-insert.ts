import type { Insertable } from 'kysely';
import type { Session } from '../adapter/port.ts';
import { statement } from '../sql/builder.ts';
import { type LedgerTables, ledger } from './ledger-tables.ts';

const rowsAtOnce = 500;

/** Adds rows to a table of the ledger. */
export async function insert<Table extends keyof LedgerTables>(
  session: Session,
  table: Table,
  rows: readonly Insertable<LedgerTables[Table]>[],
): Promise<void> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    await session.run(statement(ledger.insertInto(table).values(rows.slice(at, at + rowsAtOnce))));
  }
}
