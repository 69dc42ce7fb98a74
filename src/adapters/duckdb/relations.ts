import type { ExistingRelation, Session } from '../../adapter/port.ts';

/** Lasting tables and views of the database that is open. */
export async function relations(session: Session): Promise<readonly ExistingRelation[]> {
  const rows = await session.rows(
    `select schema_name as "schema", table_name as name, 'table' as kind from duckdb_tables()
     where database_name = current_database() and not internal and not temporary
     union all
     select schema_name, view_name, 'view' from duckdb_views()
     where database_name = current_database() and not internal and not temporary`,
  );
  return rows.map((row) => ({
    schema: String(row.schema),
    name: String(row.name),
    kind: row.kind === 'view' ? 'view' : 'table',
  }));
}
