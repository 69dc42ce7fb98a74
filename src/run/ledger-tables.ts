import { type Kysely, sql } from 'kysely';
import { builder } from '../sql/builder.ts';
import type { Statements } from '../sql/duckdb-dialect.ts';

/** The schema in which a warehouse remembers what mart did to it. */
export const ledgerSchema = '_mart';
/** Grows with every change of the tables below. */
export const ledgerVersion = 1;

type Kind = 'text' | 'whole' | 'real' | 'instant';
type ColumnKind = Kind | `${Kind}?`;

/** Kinds by column; `?` may be null. Rows are only ever added. */
const tables = {
  version: { version: 'whole', applied_at: 'instant' },
  runs: {
    invocation: 'text',
    /** `started`, `finished` or `interrupted`. */
    event: 'text',
    recorded_at: 'instant',
    verb: 'text',
    project: 'text',
    target: 'text',
    mart: 'text',
    selection: 'text?',
    steps: 'whole',
  },
  nodes: {
    invocation: 'text',
    id: 'text',
    name: 'text',
    kind: 'text',
    status: 'text',
    relation: 'text?',
    row_count: 'whole?',
    file_count: 'whole?',
    checksum: 'text',
    started_at: 'instant',
    seconds: 'real',
    message: 'text?',
  },
  tests: {
    invocation: 'text',
    id: 'text',
    name: 'text',
    /** The node on which it was declared. */
    node: 'text?',
    status: 'text',
    failures: 'whole?',
    started_at: 'instant',
    seconds: 'real',
    message: 'text?',
  },
  /** Delivered files as a model saw them: the last row by `seq` of a model, source and path holds. */
  files: {
    model: 'text',
    source: 'text',
    path: 'text',
    seq: 'whole',
    status: 'text',
    sha256: 'text?',
    size: 'whole?',
    /** Milliseconds since 1970. */
    modified: 'real?',
    row_count: 'whole?',
    reason: 'text?',
    invocation: 'text',
    recorded_at: 'instant',
  },
  /** Intervals of event time as a microbatch model built them: later rows by `seq` hold over earlier ones. */
  intervals: {
    model: 'text',
    seq: 'whole',
    /** `built`, `open` (built before it was over), `partial` (of a sample), `failed`, or `reset`: the table was built anew. */
    status: 'text',
    start_at: 'instant',
    end_at: 'instant',
    row_count: 'whole?',
    invocation: 'text',
    recorded_at: 'instant',
  },
  /** What a source's `schema_contract` kept out of a model's table: a row a value. */
  quarantine: {
    model: 'text',
    source: 'text',
    path: 'text',
    /** From 1, within its file. */
    row_number: 'whole?',
    column_name: 'text?',
    value: 'text?',
    /** `row` when the whole row was left out, `value` when only this value was. */
    discarded: 'text',
    reason: 'text',
    invocation: 'text',
    recorded_at: 'instant',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, ColumnKind>>>>;

type Value<K> = K extends `${infer Known}?` ? Value<Known> | null : K extends 'text' | 'instant' ? string : number;
type Tables = typeof tables;

/** Rows as they are written: instants are ISO texts. */
export type LedgerTables = {
  readonly [Table in keyof Tables]: { readonly [Column in keyof Tables[Table]]: Value<Tables[Table][Column]> };
};

/** The ledger of the warehouse that a session talks to. */
export function ledgerOn(session: Statements): Kysely<LedgerTables> {
  return builder<LedgerTables>(session).withSchema(ledgerSchema);
}

const types = { text: 'varchar', whole: 'bigint', real: 'double precision', instant: 'timestamptz' } as const;

/** Makes an empty ledger. */
export async function makeLedger(session: Statements): Promise<void> {
  const { schema } = ledgerOn(session);
  await schema.createSchema(ledgerSchema).ifNotExists().execute();
  for (const [table, columns] of Object.entries(tables)) {
    let made = schema.createTable(table);
    for (const [name, kind] of Object.entries<ColumnKind>(columns)) {
      const type = sql.raw(types[kind.replace('?', '') as Kind]);
      made = made.addColumn(name, type, (column) => (kind.endsWith('?') ? column : column.notNull()));
    }
    await made.execute();
  }
}
