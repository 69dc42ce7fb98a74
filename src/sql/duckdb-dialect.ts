import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  DummyDriver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryCompiler,
  SelectQueryNode,
} from 'kysely';
import { literal } from './literal.ts';

/** DuckDB's SQL as Kysely compiles it: PostgreSQL's, with values as literals, since a session takes whole statements. */
export class DuckDBCompiler extends PostgresQueryCompiler {
  protected override appendValue(value: unknown): void {
    this.append(literal(value));
  }
}

/** Where statements are sent: a session of an adapter. */
export interface Statements {
  run(sql: string): Promise<number>;
  rows(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** The dialect of a database that is asked through `statements`; without them queries compile and answer nothing. */
export function duckdbDialect(
  statements: Statements | null,
  compiler: () => QueryCompiler = () => new DuckDBCompiler(),
): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => (statements ? sessionDriver(statements) : new DummyDriver()),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: compiler,
  };
}

/** A session is one connection, and its transaction belongs to whoever opened it. */
function sessionDriver(statements: Statements): Driver {
  const connection: DatabaseConnection = {
    executeQuery: async <Row>({ sql, query }: CompiledQuery) => {
      const answers =
        SelectQueryNode.is(query) || query.kind === 'RawNode' || ('returning' in query && query.returning);
      if (answers) return { rows: (await statements.rows(sql)) as Row[] };
      return { rows: [], numAffectedRows: BigInt(await statements.run(sql)) };
    },
    streamQuery: () => {
      throw new Error('a session gives its rows at once');
    },
  };
  const refuse = () => Promise.reject(new Error('a transaction begins and ends in the adapter'));
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    releaseConnection: async () => {},
    destroy: async () => {},
  };
}
