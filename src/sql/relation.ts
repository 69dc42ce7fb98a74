import { identifier } from './identifier.ts';

/** A table or view of the warehouse. */
export interface Relation {
  readonly schema: string;
  readonly name: string;
}

/** The relation as SQL, every part quoted. */
export function relationSql(relation: Relation): string {
  return `${identifier(relation.schema)}.${identifier(relation.name)}`;
}

/** How people read it: `gold.fact_production`. */
export function relationName(relation: Relation): string {
  return `${relation.schema}.${relation.name}`;
}
