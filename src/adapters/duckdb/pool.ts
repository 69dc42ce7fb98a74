import type { DuckDBConnection } from '@duckdb/node-api';

/** Connections to one instance, lent one at a time. Who finds none waits in line. */
export interface Pool {
  take(): Promise<DuckDBConnection>;
  give(connection: DuckDBConnection): void;
  closeAll(): void;
}

export function connectionPool(size: number, connect: () => Promise<DuckDBConnection>): Pool {
  const free: DuckDBConnection[] = [];
  const lent = new Set<DuckDBConnection>();
  const waiting: ((connection: DuckDBConnection) => void)[] = [];
  let made = 0;

  async function another(): Promise<DuckDBConnection> {
    made++;
    try {
      return await connect();
    } catch (error) {
      made--;
      throw error;
    }
  }

  return {
    async take() {
      const connection =
        free.pop() ??
        (made < size ? await another() : await new Promise<DuckDBConnection>((resolve) => waiting.push(resolve)));
      lent.add(connection);
      return connection;
    },
    give(connection) {
      lent.delete(connection);
      const next = waiting.shift();
      if (next) next(connection);
      else free.push(connection);
    },
    closeAll() {
      for (const connection of [...free, ...lent]) connection.closeSync();
      free.length = 0;
      lent.clear();
    },
  };
}
