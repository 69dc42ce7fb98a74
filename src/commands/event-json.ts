import { toJson } from '../diagnostics/json.ts';
import type { NodeResult } from '../nodes/result.ts';
import type { RunEvent } from '../run/events.ts';

/**
 * An event as lines of NDJSON, each a record with `type` and `at`. A finding is a line of its own with the keys of a
 * diagnostic; results come without the SQL that was sent, which is in `target/run/`.
 */
export function eventLines(event: RunEvent): string[] {
  const { at } = event;
  switch (event.type) {
    case 'diagnostic':
      return [JSON.stringify({ type: event.type, at, ...toJson(event.diagnostic) })];
    case 'run_started': {
      const { longestName: _, ...rest } = event;
      return [JSON.stringify(rest)];
    }
    case 'node_finished': {
      const { compiled: _, diagnostics, ...result } = event.result;
      const found = diagnostics.map((one) => JSON.stringify({ type: 'diagnostic', at, ...toJson(one) }));
      return [...found, JSON.stringify({ ...event, result })];
    }
    case 'run_finished': {
      const { results, ...rest } = event;
      return [JSON.stringify({ ...rest, statuses: statuses(results) })];
    }
    default:
      return [JSON.stringify(event)];
  }
}

/** How many results there are of each status. */
function statuses(results: readonly NodeResult[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of results) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
