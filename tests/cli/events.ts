import type { Output } from '../../src/cli/output.ts';
import type { NodeResult } from '../../src/nodes/result.ts';
import type { RunEvent } from '../../src/run/events.ts';

const at = '2025-12-01T06:00:00.000Z';

/** An output that keeps what it is given. */
export function kept(): Output & { readonly text: () => string } {
  const lines: string[] = [];
  return {
    data: (text) => lines.push(`stdout: ${text}`),
    talk: (text) => lines.push(text),
    flush: async () => {},
    live: { show: () => {}, hide: () => {} },
    text: () => lines.join('\n'),
  };
}

export function result(name: string, over: Partial<NodeResult> = {}): NodeResult {
  return {
    id: `model.shop.${name}`,
    name,
    resource: 'model',
    kind: 'table',
    status: 'success',
    message: null,
    failures: null,
    rows: null,
    files: null,
    batches: null,
    relation: null,
    cause: null,
    startedAt: at,
    completedAt: at,
    seconds: 0.08,
    thread: 'Thread-1',
    compiled: null,
    diagnostics: [],
    ...over,
  };
}

export function started(over: Partial<Extract<RunEvent, { type: 'run_started' }>> = {}): RunEvent {
  return {
    type: 'run_started',
    at,
    invocation: '00000000-0000-4000-8000-000000000000',
    version: '0.1.0',
    verb: 'build',
    project: 'factory',
    target: 'dev',
    threads: 4,
    selection: '+fact_production',
    total: 12,
    longestName: 24,
    ...over,
  };
}

export function finishedNode(index: number, of: NodeResult, total = 12): RunEvent {
  return { type: 'node_finished', at, index, total, result: of };
}

export function finished(results: readonly NodeResult[], interrupted = false): RunEvent {
  return { type: 'run_finished', at, interrupted, seconds: 0.41, results };
}
