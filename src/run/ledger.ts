import type { Adapter, ExistingRelation, Session } from '../adapter/port.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import type { NodeId } from '../nodes/node.ts';
import type { NodeResult } from '../nodes/result.ts';
import { insert } from './ledger-insert.ts';
import { type LedgerTables, ledgerOn, ledgerSchema, ledgerVersion, makeLedger } from './ledger-tables.ts';

/** What one run is, apart from its moments. */
export type AboutRun = Omit<LedgerTables['runs'], 'invocation' | 'event' | 'recorded_at'>;

/** What has been run and loaded, kept where the data is. */
export interface Ledger {
  /** `started`, `finished` or `interrupted`. */
  readonly run: (session: Session, event: string, at: string, run: AboutRun) => Promise<void>;
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
    run: (session, event, recorded_at, run) => insert(session, 'runs', [{ invocation, event, recorded_at, ...run }]),
    results: (session, results) => writeResults(invocation, session, results, about),
  };
}

async function createLedger(adapter: Adapter, at: string): Promise<void> {
  await adapter.publish(async (session) => {
    await makeLedger(session);
    await insert(session, 'version', [{ version: ledgerVersion, applied_at: at }]);
    return { keep: true, value: undefined };
  });
}

async function refuseNewer(adapter: Adapter): Promise<void> {
  const newest = await adapter.read((session) =>
    ledgerOn(session)
      .selectFrom('version')
      .select(({ fn }) => fn.max('version').as('version'))
      .executeTakeFirst(),
  );
  const version = newest?.version ?? 0;
  if (version <= ledgerVersion) return;
  throw new DiagnosticError([
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
  about: About,
): Promise<void> {
  const nodes: LedgerTables['nodes'][] = [];
  const tests: LedgerTables['tests'][] = [];
  for (const one of results) {
    const { id, name, status, seconds, message } = one;
    const { checksum, attached } = about(id);
    const common = { invocation, id, name, status, started_at: one.startedAt, seconds, message };
    if (one.resource === 'test' || one.resource === 'unit_test') {
      tests.push({ ...common, node: attached, failures: one.failures });
    } else {
      const { kind, relation, rows, files } = one;
      nodes.push({ ...common, kind, relation, row_count: rows, file_count: files, checksum });
    }
  }
  await insert(session, 'nodes', nodes);
  await insert(session, 'tests', tests);
}
