import type { Adapter, ExistingRelation, Session } from '../adapter/port.ts';
import type { NodeId } from '../nodes/node.ts';
import { ledgerOn, ledgerSchema } from './ledger-tables.ts';

/** How long nodes took and how many rows they came to, last time or earlier in this run. */
export interface Pace {
  /** Seconds of the last good build; null for a node that never had one. */
  readonly seconds: (id: NodeId) => number | null;
  /** null when nobody knows. */
  readonly rows: (id: NodeId) => number | null;
  /** Rows that a node has just written. */
  readonly learn: (id: NodeId, rows: number) => void;
}

export async function openPace(adapter: Adapter, existing: readonly ExistingRelation[]): Promise<Pace> {
  const seconds = new Map<NodeId, number>();
  const rows = new Map<NodeId, number>();
  const remembers = existing.some((one) => one.schema === ledgerSchema && one.name === 'nodes');
  const last = remembers ? await adapter.read(lastBuilds) : [];
  for (const row of last) {
    seconds.set(row.id, row.seconds);
    if (row.row_count !== null) rows.set(row.id, row.row_count);
  }
  return {
    seconds: (id) => seconds.get(id) ?? null,
    rows: (id) => rows.get(id) ?? null,
    learn: (id, written) => {
      rows.set(id, written);
    },
  };
}

function lastBuilds(session: Session) {
  const ledger = ledgerOn(session);
  const builds = ledger
    .selectFrom('nodes')
    .where('status', '=', 'success')
    .select(['id', 'seconds', 'row_count'])
    .select(({ fn }) =>
      fn
        .agg<number>('row_number')
        .over((over) => over.partitionBy('id').orderBy('started_at', 'desc'))
        .as('age'),
    );
  return ledger.selectFrom(builds.as('builds')).select(['id', 'seconds', 'row_count']).where('age', '=', 1).execute();
}
