import type { RunEntry } from '../contract.ts';
import type { RecordedResult, SiteInput } from '../input.ts';
import type { Numbers } from './numbers.ts';

/** What became of every node in the runs that are remembered, newest first: of the ledger, and of the last run's record. */
export function historiesOf({ run, memory }: SiteInput, numbers: Numbers): RunEntry[][] {
  const results = new Map((run?.results ?? []).map((result) => [result.id, result]));
  return numbers.nodes.map(({ id }) => {
    const kept = memory.nodes.get(id) ?? [];
    const result = results.get(id);
    if (!run || !result) return [...kept];
    const last = entryOf(result, run.at);
    const isKept = kept[0] && Math.abs(Date.parse(kept[0].at) - Date.parse(last.at)) < 1_000;
    const older = (isKept ? kept.slice(1) : kept).filter(({ at }) => at < last.at);
    return [last, ...older];
  });
}

function entryOf({ startedAt, status, seconds, rows, message }: RecordedResult, at: string): RunEntry {
  return { at: startedAt ?? at, status, seconds, rows, message };
}
