import { type Kysely, sql } from 'kysely';
import { builder } from '../sql/builder.ts';
import type { Statements } from '../sql/duckdb-dialect.ts';
import { literal } from '../sql/literal.ts';

/** The schema in which a warehouse remembers what mart did to it. */
export const ledgerSchema = '_mart';
/** Grows with every change of the tables below; a ledger of a smaller one gets what it lacks. */
export const ledgerVersion = 5;

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
    /** What was asked for, as JSON: enough to ask it again. */
    options: 'text?',
    /** The run whose open ends this one takes up. */
    retry_of: 'text?',
    seq: 'whole?',
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
    /** Of everything that decides the result beside what it reads; null for one that was not made. */
    fingerprint: 'text?',
    /** What its rows are: equal where the same code was run on the same content. */
    content: 'text?',
    /** Of the content of everything that it reads. */
    inputs: 'text?',
    /** The parts of the fingerprint, and the content of each input, as JSON. */
    recipe: 'text?',
    /** Why it has to be built again though nothing changes. */
    unsteady: 'text?',
    /** Grows from row to row, whatever the clock says. */
    seq: 'whole?',
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
    /** Of its code, its options and the content that it looked at; null where nobody can tell. */
    fingerprint: 'text?',
    /** The relation that its bad rows were stored in. */
    stored_in: 'text?',
    seq: 'whole?',
  },
  /** Relations as the engine describes them after the run that made them: a change by other hands shows. */
  stamps: {
    relation: 'text',
    stamp: 'text',
    invocation: 'text',
    seq: 'whole',
  },
  /** Compiled SQL by its hash, to say later what an edit changed. */
  codes: {
    hash: 'text',
    code: 'text',
  },
  /** Files and folders that external models were written to: the last row by `seq` of a path holds. */
  externals: {
    /** Absolute. */
    path: 'text',
    /** `written` or `dropped`. */
    status: 'text',
    model: 'text',
    relation: 'text',
    /** Format and partitions, as JSON. */
    layout: 'text',
    /** Of names, sizes and times of the files: a change by other hands shows. */
    stamp: 'text',
    invocation: 'text',
    seq: 'whole',
  },
  /** Content of delivered files, so that a file is hashed once. */
  deliveries: {
    path: 'text',
    size: 'whole',
    /** Milliseconds since 1970. */
    modified: 'real',
    sha256: 'text',
    seq: 'whole',
  },
  /** Delivered files as a model saw them: the last row by `seq` of a model, source and path holds. */
  files: {
    model: 'text',
    /** Of the table that they were loaded into: a model has one in each target that shares the database. */
    relation: 'text?',
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
  /** What models left out of delivered files: whole files, rows, values. Of a file that is loaded again it goes. */
  quarantined: {
    model: 'text',
    relation: 'text',
    /** `landing.orders`. */
    source: 'text',
    file: 'text',
    sha256: 'text',
    /** Within its file; null for a whole file. */
    row_number: 'whole?',
    /** null where it is not about a column. */
    column_name: 'text?',
    value: 'text?',
    reason: 'text',
    /** `freeze` for a whole file, `discard_row`, `discard_value`. */
    mode: 'text',
    /** A row that is left out, as JSON. */
    record: 'text?',
    invocation: 'text',
    recorded_at: 'instant',
  },
  /** Intervals of event time as a microbatch model built them: later rows by `seq` hold over earlier ones. */
  intervals: {
    model: 'text',
    relation: 'text?',
    seq: 'whole',
    /** `built`, `open` (built before it was over), `partial` (of a sample), `failed`, or `reset`: the table was built anew. */
    status: 'text',
    start_at: 'instant',
    end_at: 'instant',
    row_count: 'whole?',
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

/** What was left out, once however many models read it. */
const quarantineView = `create or replace view ${ledgerSchema}.quarantine as
  select source, file, sha256, row_number, column_name, value, reason, mode, record, list(distinct model order by model) as models, min(recorded_at) as recorded_at
  from ${ledgerSchema}.quarantined group by all`;

/** Makes the ledger, or what it lacks of it: tables, and columns that may be null. */
export async function makeLedger(session: Statements): Promise<void> {
  const { schema } = ledgerOn(session);
  await schema.createSchema(ledgerSchema).ifNotExists().execute();
  const there = await columnsThere(session);
  for (const [table, columns] of Object.entries(tables)) {
    const known = there.get(table);
    if (!known) {
      await makeTable(session, table, columns);
      continue;
    }
    for (const [name, kind] of Object.entries<ColumnKind>(columns)) {
      if (!known.has(name)) await schema.alterTable(table).addColumn(name, typeOf(kind)).execute();
    }
    if ('relation' in columns && !known.has('relation')) await session.run(fillRelation(table));
  }
  await session.run(quarantineView);
}

/** Before version 3 a model was taken to have one table: the one that it was built to last. */
function fillRelation(table: string): string {
  return `update ${ledgerSchema}.${table} as remembered set relation = (
    select arg_max(lower(relation), coalesce(seq, 0)) from ${ledgerSchema}.nodes as built
    where built.id = remembered.model and built.relation is not null)`;
}

async function makeTable(session: Statements, table: string, columns: Readonly<Record<string, ColumnKind>>) {
  let made = ledgerOn(session).schema.createTable(table);
  for (const [name, kind] of Object.entries(columns)) {
    made = made.addColumn(name, typeOf(kind), (column) => (kind.endsWith('?') ? column : column.notNull()));
  }
  await made.execute();
}

function typeOf(kind: ColumnKind) {
  return sql.raw(types[kind.replace('?', '') as Kind]);
}

async function columnsThere(session: Statements): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rows = await session.rows(
    `select table_name, column_name from information_schema.columns where table_catalog = current_database() and table_schema = ${literal(ledgerSchema)}`,
  );
  const there = new Map<string, Set<string>>();
  for (const row of rows) {
    const table = String(row.table_name);
    const known = there.get(table) ?? new Set();
    there.set(table, known.add(String(row.column_name)));
  }
  return there;
}
