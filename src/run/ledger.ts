import type { Adapter, ExistingRelation, Session } from '../adapter/port.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import type { NodeId } from '../nodes/node.ts';
import type { NodeResult } from '../nodes/result.ts';
import { literal } from '../sql/literal.ts';

/** The schema in which a warehouse remembers what mart did to it. */
export const ledgerSchema = '_mart';
const ledgerVersion = 1;

/** Rows are only ever added: what holds is the last row of its kind, by `seq` where there is one. */
const tables = [
  'version (version integer not null, applied_at timestamptz not null)',
  'runs (invocation varchar not null, event varchar not null, recorded_at timestamptz not null, verb varchar not null, project varchar not null, target varchar not null, mart varchar not null, selection varchar, steps integer not null)',
  'nodes (invocation varchar not null, id varchar not null, name varchar not null, kind varchar not null, status varchar not null, relation varchar, row_count bigint, file_count integer, checksum varchar not null, started_at timestamptz not null, seconds double not null, message varchar)',
  'tests (invocation varchar not null, id varchar not null, name varchar not null, node varchar, status varchar not null, failures bigint, started_at timestamptz not null, seconds double not null, message varchar)',
  'files (model varchar not null, source varchar not null, path varchar not null, seq bigint not null, status varchar not null, sha256 varchar, size bigint, modified double, row_count bigint, reason varchar, invocation varchar not null, recorded_at timestamptz not null)',
];

export interface RunRow {
  readonly verb: string;
  readonly project: string;
  readonly target: string;
  readonly mart: string;
  readonly selection: string | null;
  readonly steps: number;
}

/** What has been run and loaded, kept where the data is. */
export interface Ledger {
  /** `started`, `finished` or `interrupted`. */
  readonly run: (session: Session, event: string, at: string, row: RunRow) => Promise<void>;
  /** Results of nodes and of tests. */
  readonly results: (session: Session, results: readonly NodeResult[]) => Promise<void>;
}

/** What the ledger keeps of a node beside its result: which version it was, and of a test where it was declared. */
export type About = (id: NodeId) => { readonly checksum: string; readonly attached: NodeId | null };

/** Makes the ledger of a warehouse that has none; refuses one of a newer mart (M505). */
export async function openLedger(
  adapter: Adapter,
  existing: readonly ExistingRelation[],
  invocation: string,
  at: string,
  about: About,
): Promise<Ledger> {
  if (existing.some((one) => one.schema === ledgerSchema && one.name === 'version')) await refuseNewer(adapter);
  else await createLedger(adapter, at);
  return {
    run: (session, event, when, row) => writeRun(invocation, session, event, when, row),
    results: (session, results) => writeResults(invocation, session, results, about),
  };
}

async function createLedger(adapter: Adapter, at: string): Promise<void> {
  await adapter.publish(async (session) => {
    await session.run(`create schema if not exists ${ledgerSchema}`);
    for (const table of tables) await session.run(`create table ${ledgerSchema}.${table}`);
    await insert(session, 'version', [[ledgerVersion, at]]);
    return { keep: true, value: undefined };
  });
}

async function refuseNewer(adapter: Adapter): Promise<void> {
  const rows = await adapter.read((session) =>
    session.rows(`select max(version) as version from ${ledgerSchema}.version`),
  );
  const version = Number(rows[0]?.version ?? 0);
  if (version <= ledgerVersion) return;
  throw new DiagnosticError([
    diagnostic('M505', `the warehouse was written by a newer mart: its ledger is version ${version}`, {
      notes: [`this mart writes version ${ledgerVersion}`],
      help: 'use the newer mart, or another target',
    }),
  ]);
}

async function writeRun(invocation: string, session: Session, event: string, at: string, row: RunRow): Promise<void> {
  const values = [invocation, event, at, row.verb, row.project, row.target, row.mart, row.selection, row.steps];
  await insert(session, 'runs', [values]);
}

async function writeResults(
  invocation: string,
  session: Session,
  results: readonly NodeResult[],
  about: About,
): Promise<void> {
  const nodes: unknown[][] = [];
  const tests: unknown[][] = [];
  for (const one of results) {
    const { checksum, attached } = about(one.id);
    const { id, name, status, startedAt, seconds, message } = one;
    const isTest = one.resource === 'test' || one.resource === 'unit_test';
    if (isTest) tests.push([invocation, id, name, attached, status, one.failures, startedAt, seconds, message]);
    else {
      const { kind, relation, rows, files } = one;
      nodes.push([invocation, id, name, kind, status, relation, rows, files, checksum, startedAt, seconds, message]);
    }
  }
  await insert(session, 'nodes', nodes);
  await insert(session, 'tests', tests);
}

const rowsAtOnce = 500;

/** Adds rows to a table of the ledger, in the order of its columns. */
export async function insert(session: Session, table: string, rows: readonly (readonly unknown[])[]): Promise<void> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    const values = rows.slice(at, at + rowsAtOnce).map((row) => `(${row.map(literal).join(', ')})`);
    await session.run(`insert into ${ledgerSchema}.${table} values ${values.join(', ')}`);
  }
}
