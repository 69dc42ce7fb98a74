import type { Interval } from '../nodes/interval.ts';
import type { NodeResult } from '../nodes/result.ts';
import { type Invocation, metadata } from './metadata.ts';

/** `target/run_results.json` in dbt's form (run-results v6). `args` are the options of the command, for `retry`. */
export function runResultsJson(
  invocation: Invocation,
  results: readonly NodeResult[],
  seconds: number,
  args: Readonly<Record<string, unknown>>,
): string {
  return JSON.stringify({
    metadata: metadata('run-results/v6', invocation),
    results: results.map(resultJson),
    elapsed_time: seconds,
    args,
  });
}

function resultJson(result: NodeResult): Record<string, unknown> {
  return {
    // dbt has no word for what waits.
    status: result.status === 'waiting' ? 'skipped' : result.status,
    timing:
      result.status === 'skipped' || result.status === 'waiting'
        ? []
        : [{ name: 'execute', started_at: result.startedAt, completed_at: result.completedAt }],
    thread_id: result.thread,
    execution_time: result.seconds,
    adapter_response: {
      ...(result.rows === null ? {} : { rows_affected: result.rows }),
      ...(result.files === null ? {} : { files_loaded: result.files }),
      ...(result.quarantined === undefined ? {} : { quarantined: result.quarantined }),
      ...(result.difference === undefined ? {} : { difference: result.difference }),
    },
    message: result.message,
    failures: result.failures,
    unique_id: result.id,
    compiled: result.compiled !== null,
    compiled_code: result.compiled,
    relation_name: result.relation,
    batch_results: result.batches && {
      successful: result.batches.successful.map(intervalJson),
      failed: result.batches.failed.map(intervalJson),
    },
  };
}

function intervalJson({ start, end }: Interval): readonly [string, string] {
  return [start.toISOString(), end.toISOString()];
}
