import type { Freshness } from '../nodes/freshness.ts';
import type { NodeId } from '../nodes/node.ts';
import type { NodeResult } from '../nodes/result.ts';
import { type Invocation, metadata } from './metadata.ts';

/** How fresh a source is, as it was found. */
export interface SourceAge {
  readonly id: NodeId;
  readonly criteria: Freshness;
  /** null when there was nothing to be found. */
  readonly loadedAt: Date | null;
  readonly lookedAt: Date;
  readonly status: 'pass' | 'warn' | 'error';
  readonly result: NodeResult;
}

/** What could not be looked at. */
export interface SourceError {
  readonly id: NodeId;
  readonly error: string;
}

/** `target/sources.json` in dbt's form (sources v3). */
export function sourcesJson(
  invocation: Invocation,
  found: readonly (SourceAge | SourceError)[],
  elapsed: number,
): string {
  return JSON.stringify({
    metadata: metadata('sources/v3', invocation),
    results: found.map((one) =>
      'error' in one ? { unique_id: one.id, error: one.error, status: 'runtime error' } : ageJson(one),
    ),
    elapsed_time: elapsed,
  });
}

/** dbt's word for a source without a row: the beginning of time. */
const never = new Date('0001-01-01T00:00:00Z');

function ageJson({ id, criteria, loadedAt, lookedAt, status, result }: SourceAge): Record<string, unknown> {
  const at = loadedAt ?? never;
  const { startedAt, completedAt } = result;
  return {
    unique_id: id,
    max_loaded_at: at.toISOString(),
    snapshotted_at: lookedAt.toISOString(),
    max_loaded_at_time_ago_in_s: (lookedAt.getTime() - at.getTime()) / 1000,
    status,
    criteria,
    adapter_response: {},
    timing: [{ name: 'execute', started_at: startedAt, completed_at: completedAt }],
    thread_id: result.thread,
    execution_time: result.seconds,
  };
}
