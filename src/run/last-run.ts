import type { Adapter, Session } from '../adapter/port.ts';
import type { Manifest } from '../nodes/manifest.ts';
import type { NodeId } from '../nodes/node.ts';
import { literal } from '../sql/literal.ts';
import { ledgerSchema, ledgerVersion } from './ledger-tables.ts';

/** A run as the ledger has it: what it was asked, and what became of it. */
export interface LastRun {
  readonly invocation: string;
  /** As JSON. */
  readonly options: string;
  /** Whether it came to its end; a run that was killed did not. */
  readonly ended: boolean;
  /** Statuses of what it ran; what it found up to date is not among them. */
  readonly statuses: ReadonlyMap<NodeId, string>;
  /** The run whose open ends it took up. */
  readonly before: LastRun | null;
}

/** The last run of a project and target in a warehouse; null where none was, or only by the first versions of mart. */
export async function readLastRun(adapter: Adapter, { project, target }: Manifest): Promise<LastRun | null> {
  const existing = await adapter.relations();
  if (!existing.some((one) => one.schema === ledgerSchema && one.name === 'version')) return null;
  return adapter.read(async (session) => {
    const [row] = await session.rows(`select max(version) as version from ${ledgerSchema}.version`);
    if (Number(row?.version ?? 0) !== ledgerVersion) return null;
    const [last] = await session.rows(
      `select invocation from ${ledgerSchema}.runs where event = 'started' and options is not null
         and project = ${literal(project)} and target = ${literal(target.name)} order by seq desc limit 1`,
    );
    return typeof last?.invocation === 'string' ? runOf(session, last.invocation) : null;
  });
}

async function runOf(session: Session, invocation: string): Promise<LastRun | null> {
  const id = literal(invocation);
  const events = await session.rows(
    `select event, options, retry_of from ${ledgerSchema}.runs where invocation = ${id} order by seq`,
  );
  const [first] = events;
  if (typeof first?.options !== 'string') return null;
  const results = await session.rows(
    `select id, status from ${ledgerSchema}.nodes where invocation = ${id}
       and status <> 'published'
     union all select id, status from ${ledgerSchema}.tests where invocation = ${id}`,
  );
  const before = typeof first.retry_of === 'string' ? first.retry_of : null;
  return {
    invocation,
    options: first.options,
    ended: events.some(({ event }) => event !== 'started'),
    statuses: new Map(results.map((one) => [String(one.id), String(one.status)])),
    before: before === null || before === invocation ? null : await runOf(session, before),
  };
}
