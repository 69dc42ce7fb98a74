import type { DuckDBConnection } from '@duckdb/node-api';
import type { QueryPrints, TablePrints } from '../../../adapter/port.ts';
import type { Relation } from '../../../sql/relation.ts';
import { type BoundQuery, boundQuery } from '../lineage/bound-query.ts';
import { readOperator as lineageReader } from '../lineage/operators.ts';
import { sources } from '../lineage/sources.ts';
import { Unreadable } from '../lineage/unreadable.ts';
import { readOperator } from './operators.ts';

type Tables = (relation: Relation) => TablePrints | null;

/** What a query gives, read from its bound plan; null where the plan holds something that is not understood. */
export async function printsOf(
  connection: DuckDBConnection,
  sql: string,
  tables: readonly Tables[],
  restless: ReadonlySet<string>,
): Promise<readonly QueryPrints[] | null> {
  try {
    const bound = await boundQuery(connection, sql);
    let ties = 0n;
    const newTie = () => 1n << ties++;
    const { plan, catalog } = bound;
    // Lineage knows every part that a plan may have, and refuses the others.
    lineageReader(plan, { sources: sources(), catalog, ctes: new Map(), outer: null, newTie, read: lineageReader });
    return tables.map((one) => printsOn(bound, one, restless));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return null;
  }
}

function printsOn({ plan, names, catalog }: BoundQuery, tables: Tables, restless: ReadonlySet<string>): QueryPrints {
  const { columns, rows } = readOperator(plan, {
    tables: (relation, other) => (other === null ? tables(relation) : null),
    restless,
    catalog,
    ctes: new Map(),
    outer: null,
    read: readOperator,
  });
  if (columns.length !== names.length) throw new Unreadable('its plan has other columns than the query');
  return { columns: columns.map((one, at) => ({ name: names[at] ?? '', print: one.print })), rows };
}
