import { identifier } from './identifier.ts';

/** A table or view of the warehouse. */
export interface Relation {
  /** Another database that is attached; absent for the target's own. */
  readonly database?: string;
  readonly schema: string;
  readonly name: string;
}

/** The relation as SQL, every part quoted. */
export function relationSql(relation: Relation): string {
  const { database, schema, name } = relation;
  return [...(database === undefined ? [] : [database]), schema, name].map(identifier).join('.');
}

/** How people read it: `gold.fact_production`. */
export function relationName(relation: Relation): string {
  const { database, schema, name } = relation;
  return database === undefined ? `${schema}.${name}` : `${database}.${schema}.${name}`;
}
