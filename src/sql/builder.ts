import { Kysely } from 'kysely';
import { duckdbDialect, type Statements } from './duckdb-dialect.ts';

/** A typed builder for statements over mart's own tables. It compiles; with a session it runs them too. */
export function builder<Tables>(session: Statements | null = null): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: duckdbDialect(session) });
}
