import type { Adapter, ExistingRelation, Session } from '../adapter/port.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import type { NodeId } from '../nodes/node.ts';
import type { NodeResult } from '../nodes/result.ts';
import type { Reach } from './failpoints.ts';
import { insert } from './ledger-insert.ts';
import { type LedgerTables, ledgerSchema, ledgerVersion, makeLedger } from './ledger-tables.ts';
import type { Made } from './reuse.ts';

/** What one run is, apart from its moments. */
export type AboutRun = Omit<LedgerTables['runs'], 'invocation' | 'event' | 'recorded_at' | 'seq'>;

/** What has been run and loaded, kept where the data is. */
export interface Ledger {
  /** `started`, `finished` or `interrupted`. */
  readonly run: (session: Session, event: string, at: string, run: AboutRun) => Promise<void>;
  /** Results of nodes and of tests. */
  readonly results: (session: Session, results: readonly NodeResult[]) => Promise<void>;
  /** The number of the next row. */
  readonly next: () => number;
}

/** What the ledger keeps of a node beside its result: which version it was, and of a test where it was declared. */
export interface About {
  readonly checksum: string;
  readonly attached: NodeId | null;
  readonly made: Made | null;
  /** Whether something of it is to come after the transaction that publishes it. */
  readonly isUnfinished: boolean;
  /** Of a test's query, options and what it looked at. */
  readonly judgement: string | null;
  /** The relation that a test keeps its bad rows in. */
  readonly stored: string | null;
}

/** The ledger of a run; its rows get numbers that go on from `seq`. */
export function ledgerOf(invocation: string, seq: number, about: (id: NodeId) => About): Ledger {
  let last = seq;
  const next = (): number => ++last;
  return {
    next,
    run: (session, event, recorded_at, run) =>
      insert(session, 'runs', [{ invocation, event, recorded_at, seq: next(), ...run }]),
    results: (session, results) => writeResults(invocation, session, results, about, next),
  };
}

/** Makes the ledger of a warehouse that has none, brings an older one up to date, refuses one of a newer mart (M505). */
export async function openLedger(
  adapter: Adapter,
  existing: readonly ExistingRelation[],
  at: string,
  reach?: Reach,
): Promise<void> {
  const version = await versionOf(adapter, existing);
  if (version > ledgerVersion) throw newerLedger(version);
  if (version === ledgerVersion) return;
  await adapter.publish(async (session) => {
    await makeLedger(session);
    await insert(session, 'version', [{ version: ledgerVersion, applied_at: at }]);
    await reach?.('after ledger migration');
    return { keep: true, value: undefined };
  });
}

/** The version of a warehouse's ledger; 0 where there is none. */
export async function versionOf(
  adapter: Adapter,
  existing: readonly ExistingRelation[],
  ledger = ledgerSchema,
): Promise<number> {
  if (!existing.some((one) => one.schema === ledgerSchema && one.name === 'version')) return 0;
  const [newest] = await adapter.read((session) =>
    session.rows(`select max(version) as version from ${ledger}.version`),
  );
  return Number(newest?.version ?? 0);
}

function newerLedger(version: number): DiagnosticError {
  return new DiagnosticError([
    diagnostic('M505', `the warehouse was written by a newer mart: its ledger is version ${version}`, {
      notes: [`this mart writes version ${ledgerVersion}`],
      help: 'use the newer mart, or another target',
    }),
  ]);
}

async function writeResults(
  invocation: string,
  session: Session,
  results: readonly NodeResult[],
  about: (id: NodeId) => About,
  next: () => number,
): Promise<void> {
  const nodes: LedgerTables['nodes'][] = [];
  const tests: LedgerTables['tests'][] = [];
  for (const one of results) {
    const { id, name, status, seconds, message } = one;
    const { checksum, attached, made, isUnfinished, judgement, stored } = about(id);
    const isPublished = isUnfinished && status === 'success';
    const common = {
      invocation,
      id,
      name,
      status: isPublished ? 'published' : status,
      started_at: one.startedAt,
      seconds,
      message,
      seq: next(),
    };
    if (one.resource === 'test' || one.resource === 'unit_test') {
      const fingerprint = status === 'pass' ? judgement : null;
      const isStored = status === 'pass' || status === 'warn' || status === 'fail';
      tests.push({
        ...common,
        node: attached,
        failures: one.failures,
        fingerprint,
        stored_in: isStored ? stored : null,
      });
    } else {
      const { kind, relation, rows, files } = one;
      const { fingerprint, content, inputs, recipe, unsteady } =
        (!isPublished && (status === 'success' || status === 'partial success') && made) || notMade;
      const version = { fingerprint, content, inputs, recipe, unsteady };
      nodes.push({ ...common, kind, relation, row_count: rows, file_count: files, checksum, ...version });
    }
  }
  await insert(session, 'nodes', nodes);
  await insert(session, 'tests', tests);
}

const notMade = { fingerprint: null, content: null, inputs: null, recipe: null, unsteady: null };
