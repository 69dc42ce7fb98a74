import { createHash } from 'node:crypto';
import type { ExistingRelation, Session } from '../../adapter/port.ts';
import { literal } from '../../sql/literal.ts';
import { type Relation, relationName } from '../../sql/relation.ts';

/** Lasting tables and views of the database that is open, or of another one that is attached. */
export async function relations(session: Session, database?: string): Promise<readonly ExistingRelation[]> {
  return (await described(session, database)).map(({ sql, ...relation }) => ({ ...relation, shape: shapeOf(sql) }));
}

interface Described extends Omit<ExistingRelation, 'shape'> {
  readonly sql: string;
}

async function described(session: Session, database?: string): Promise<readonly Described[]> {
  const place = database === undefined ? 'current_database()' : literal(database);
  const rows = await session.rows(
    `select schema_name as "schema", table_name as name, 'table' as kind, sql, estimated_size as size from duckdb_tables()
     where database_name = ${place} and not internal and not temporary
     union all
     select schema_name, view_name, 'view', sql, 0 from duckdb_views()
     where database_name = ${place} and not internal and not temporary`,
  );
  return rows.map((row) => ({
    ...(database === undefined ? {} : { database }),
    schema: String(row.schema),
    name: String(row.name),
    kind: row.kind === 'view' ? 'view' : 'table',
    sql: String(row.sql),
    size: Number(row.size),
  }));
}

/** Relations as they will be described when the database is opened again: until then the engine writes views otherwise. */
export async function settled(session: Session, wanted: readonly Relation[]): Promise<readonly ExistingRelation[]> {
  const names = new Set(wanted.map((relation) => relationName(relation).toLowerCase()));
  const all = (await described(session)).filter((one) => names.has(relationName(one).toLowerCase()));
  const again: ExistingRelation[] = [];
  for (const { sql, ...relation } of all) {
    again.push({ ...relation, shape: shapeOf(relation.kind === 'view' ? await readAgain(session, sql) : sql) });
  }
  return again;
}

const beforeQuery = /^CREATE VIEW .*? AS (?=SELECT|WITH|\(|FROM|VALUES|PIVOT|UNPIVOT)/s;

/** A view is stored as a parsed query; this is its way through the store and back to text. */
async function readAgain(session: Session, sql: string): Promise<string> {
  const [prefix] = beforeQuery.exec(sql) ?? [];
  if (prefix === undefined) return sql;
  const query = literal(sql.slice(prefix.length).replace(/;$/, ''));
  const [row] = await session.rows(
    `select case when tree->>'error' = 'false' then json_deserialize_sql(tree) end as text from (select json_serialize_sql(${query}) as tree)`,
  );
  return typeof row?.text === 'string' ? `${prefix}${row.text};` : sql;
}

function shapeOf(sql: string): string {
  return createHash('sha256').update(sql).digest('base64url').slice(0, 22);
}
