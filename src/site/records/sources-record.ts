import type { NodeId } from '../../nodes/node.ts';
import { record, text } from './run-record.ts';

/** What `sources.json` (dbt's) says of the freshness of each source, as lines of label and value. */
export function readFreshness(json: unknown): Map<NodeId, readonly (readonly [string, string])[]> {
  const { results } = record(json);
  const found = new Map<NodeId, readonly (readonly [string, string])[]>();
  for (const one of Array.isArray(results) ? results : []) {
    const { unique_id, status, max_loaded_at, snapshotted_at, error } = record(one);
    if (typeof unique_id !== 'string') continue;
    found.set(unique_id, [
      ['freshness', text(status) ?? ''],
      ['newest row', text(max_loaded_at) ?? ''],
      ['looked at', text(snapshotted_at) ?? ''],
      ['error', text(error) ?? ''],
    ]);
  }
  return found;
}
