import type { DuckDBConnection } from '@duckdb/node-api';

interface Statement {
  readonly connection: DuckDBConnection;
}

/** Statements that were sent and have not answered; one object each. */
export type InFlight = Set<Statement>;

const interruptEvery = 20;

/** The engine forgets an interruption that comes before a statement has begun, so it is told until all have ended. */
export function stopStatements(inFlight: InFlight, isMeant: (statement: Statement) => boolean = () => true): void {
  const running = [...inFlight].filter(isMeant);
  const tell = () => {
    const left = running.filter((statement) => inFlight.has(statement));
    for (const { connection } of left) connection.interrupt();
    if (left.length === 0) clearInterval(again);
  };
  const again = setInterval(tell, interruptEvery);
  tell();
}
