import { type DuckDBConnection, type DuckDBMaterializedResult, StatementType } from '@duckdb/node-api';
import { EngineError, type Session } from '../../adapter/port.ts';
import { literal } from '../../sql/literal.ts';
import { relationSql } from '../../sql/relation.ts';
import { countStatements, firstWord } from '../../sql/statement.ts';
import { columnsOf } from './columns.ts';
import { engineError } from './errors.ts';
import { type InFlight, stopStatements } from './interrupting.ts';
import { lineageOf } from './lineage/lineage.ts';
import { mentionsOf } from './mentions.ts';
import { printsOf } from './prints/prints.ts';
import { implicitCasts } from './syntax/implicit-casts.ts';
import { queryTexts } from './syntax/query-text.ts';
import { rowsOf } from './values.ts';

/** What became of the statements of a session. */
export interface Outcome {
  /** The first statement that was run and failed; the transaction is lost with it. */
  failure: EngineError | null;
}

export interface SessionContext {
  /** Messages show paths from here. */
  readonly root: string;
  readonly inFlight: InFlight;
  /** The database is an empty copy of another. */
  readonly empty: boolean;
}

/** Statements on one connection. Where they belong to a transaction, `begin` sends its beginning with the first. */
export function sessionOn(
  connection: DuckDBConnection,
  { root, inFlight, empty }: SessionContext,
  begin: () => string,
  outcome: Outcome = { failure: null },
): Session {
  async function send(sql: string): Promise<DuckDBMaterializedResult> {
    refuseTransaction(sql);
    refuseSecond(sql);
    const prefix = begin();
    const statement = { connection };
    inFlight.add(statement);
    try {
      return await connection.run(prefix + sql);
    } catch (error) {
      const failure = engineError(error, { sql, prefix: prefix.length, root });
      outcome.failure ??= failure;
      throw failure;
    } finally {
      inFlight.delete(statement);
    }
  }
  async function asked<T>(sql: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const failure = engineError(error, { sql, prefix: 0, root });
      if (await isLost()) outcome.failure ??= failure;
      throw failure;
    }
  }
  /** A question can end the transaction too: about files that cannot be read, for instance. */
  const isLost = (): Promise<boolean> =>
    connection.run('select 1').then(
      () => false,
      () => true,
    );
  return {
    run: async (sql) => changed(await send(sql)),
    rows: async (sql) => rowsOf(await send(sql)),
    columns: (sql) => asked(sql, () => columnsOf(connection, sql, empty)),
    lineage: (sql) => asked(sql, () => lineageOf(connection, sql)),
    prints: (sql, tables, restless) => asked(sql, () => printsOf(connection, sql, tables, restless)),
    queryTexts: (queries, columns) => asked('', () => queryTexts(connection, queries, columns)),
    implicitCasts: (sql) => asked(sql, () => implicitCasts(connection, sql)),
    content: async (relation) => {
      const from = relationSql(relation);
      const columns = JSON.stringify(await columnsOf(connection, `from ${from}`, empty));
      const sql = `select md5(concat_ws(' ', ${literal(columns)}, count(*), sum(hash(t)), bit_xor(hash(t)))) as content from ${from} as t`;
      return String(rowsOf(await send(sql))[0]?.content);
    },
    mentions: (sql) => asked(sql, () => mentionsOf(connection, sql)),
    interrupt: () => stopStatements(inFlight, (statement) => statement.connection === connection),
  };
}

function changed(result: DuckDBMaterializedResult): number {
  if (result.rowsChanged > 0) return result.rowsChanged;
  // A table that is made of a query answers with its rows, and so does what has RETURNING.
  if (result.statementType === StatementType.SELECT || result.rowCount === 0) return 0;
  const [count] =
    result.columnCount === 1 && result.columnName(0) === 'Count' ? result.getChunk(0).getColumnValues(0) : [];
  return typeof count === 'bigint' ? Number(count) : result.returnType === 3 ? result.rowCount : 0;
}

const transactionWords = new Set(['begin', 'start', 'commit', 'end', 'rollback', 'abort']);

function refuseTransaction(sql: string): void {
  if (transactionWords.has(firstWord(sql).word)) throw ownTransaction(sql);
}

function ownTransaction(sql: string): EngineError {
  return new EngineError('other', 'a statement cannot begin or end the transaction that it is part of', { sql });
}

/** A second statement could end the transaction, and the engine tells of the last one only. */
function refuseSecond(sql: string): void {
  if (!sql.includes(';') || countStatements(sql) < 2) return;
  throw new EngineError('syntax', 'two statements where one is expected', { sql });
}
