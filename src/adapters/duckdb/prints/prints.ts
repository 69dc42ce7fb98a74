import type { DuckDBConnection } from '@duckdb/node-api';
import type { QueryPrints, TablePrints } from '../../../adapter/port.ts';
import type { Relation } from '../../../sql/relation.ts';
import { boundQuery } from '../lineage/bound-query.ts';
import { readOperator as lineageReader } from '../lineage/operators.ts';
import { sources } from '../lineage/sources.ts';
import { Unreadable } from '../lineage/unreadable.ts';
import { readOperator } from './operators.ts';

/** What a query gives, read from its bound plan; null where the plan holds something that is not understood. */
export async function printsOf(
  connection: DuckDBConnection,
  sql: string,
  tables: (relation: Relation) => TablePrints | null,
  restless: ReadonlySet<string>,
): Promise<QueryPrints | null> {
  try {
    const { plan, names, catalog } = await boundQuery(connection, sql);
    let ties = 0n;
    // Lineage knows every part that a plan may have, and refuses the others.
    lineageReader(plan, {
      sources: sources(),
      catalog,
      ctes: new Map(),
      outer: null,
      newTie: () => 1n << ties++,
      read: lineageReader,
    });
    const context = {
      tables: (relation: Relation, other: string | null) => (other === null ? tables(relation) : null),
      restless,
      catalog,
      ctes: new Map(),
      outer: null,
      read: readOperator,
    };
    const { columns, rows } = readOperator(plan, context);
    if (columns.length !== names.length) return null;
    return { columns: columns.map((one, at) => ({ name: names[at] ?? '', print: one.print })), rows };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return null;
  }
}
