import type { Session } from '../../adapter/port.ts';
import type { NodeId } from '../../nodes/node.ts';
import { type LedgerTables, ledgerOn } from '../../run/ledger-tables.ts';
import type { RunEntry } from '../contract.ts';
import type { Deliveries, Memory } from '../input.ts';

export const nothingRemembered: Memory = { nodes: new Map(), tests: new Map(), deliveries: new Map() };

/** So many runs of a node are shown. */
const newest = 20;

/** The last runs of every node, the last one of every test, and what was delivered. */
export async function recallMemory(session: Session): Promise<Memory> {
  return {
    nodes: await recallNodes(session),
    tests: await recallTests(session),
    deliveries: await recallDeliveries(session),
  };
}

async function recallNodes(session: Session): Promise<Map<NodeId, RunEntry[]>> {
  const rows = await ledgerOn(session)
    .with('numbered', (db) =>
      db
        .selectFrom('nodes')
        .where('status', 'not in', ['dropped', 'published'])
        .select(['id', 'status', 'started_at', 'seconds', 'row_count', 'message'])
        .select(({ fn }) =>
          fn
            .agg<number>('row_number')
            .over((over) => over.partitionBy('id').orderBy('started_at', 'desc'))
            .as('place'),
        ),
    )
    .selectFrom('numbered')
    .selectAll()
    .where('place', '<=', newest)
    .orderBy('id')
    .orderBy('place')
    .execute();
  const found = new Map<NodeId, RunEntry[]>();
  for (const { id, row_count: rows_, ...row } of rows) {
    const list = found.get(id) ?? [];
    found.set(id, list);
    list.push(entryOf(row, rows_));
  }
  return found;
}

async function recallTests(session: Session): Promise<Memory['tests']> {
  const rows = await ledgerOn(session)
    .selectFrom('tests')
    .distinctOn('id')
    .select(['id', 'status', 'started_at', 'seconds', 'failures', 'message'])
    .orderBy('id')
    .orderBy('started_at', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.id, { ...entryOf(row, null), failures: row.failures }]));
}

function entryOf(
  row: Pick<LedgerTables['nodes'], 'started_at' | 'status' | 'seconds' | 'message'>,
  rows: number | null,
): RunEntry {
  const { status, seconds, message } = row;
  return { at: isoText(row.started_at), status, seconds, rows, message };
}

/** The newest word of the ledger on every file, summed by source; what several models load counts once. */
async function recallDeliveries(session: Session): Promise<Map<NodeId, Deliveries>> {
  const rows = await ledgerOn(session)
    .selectFrom('files')
    .distinctOn(['source', 'path'])
    .select(['source', 'path', 'status', 'row_count', 'recorded_at'])
    .where('status', '!=', 'reset')
    .orderBy('source')
    .orderBy('path')
    .orderBy('recorded_at', 'desc')
    .execute();
  const found = new Map<NodeId, Deliveries>();
  for (const { source, status, row_count, recorded_at } of rows) {
    const before = found.get(source) ?? { files: 0, refused: 0, rows: null, newest: '' };
    const isLoaded = status === 'loaded' || status === 'sampled';
    const at = isoText(recorded_at);
    found.set(source, {
      files: before.files + (isLoaded ? 1 : 0),
      refused: before.refused + (status === 'quarantined' ? 1 : 0),
      rows: row_count === null ? before.rows : (before.rows ?? 0) + row_count,
      newest: isLoaded && at > before.newest ? at : before.newest,
    });
  }
  return found;
}

/** `2025-12-01 06:00:00.5+00`, as an engine writes it, as an ISO text. */
function isoText(instant: string): string {
  const time = Date.parse(instant.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
  return Number.isNaN(time) ? instant : new Date(time).toISOString();
}
