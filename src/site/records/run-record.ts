import type { RecordedResult, RecordedRun } from '../input.ts';

/** What `run_results.json` says; null when it is none. Nothing in it is taken for granted: it is a file like any other. */
export function readRun(json: unknown, selection: (args: Readonly<Record<string, unknown>>) => string | null) {
  const { metadata, args, results, elapsed_time } = record(json);
  if (!Array.isArray(results)) return null;
  const options = record(args);
  const about = record(metadata);
  const run: RecordedRun = {
    at: text(about.invocation_started_at) ?? text(about.generated_at) ?? '',
    verb: text(options.which) ?? 'build',
    selection: selection(options),
    seconds: number(elapsed_time) ?? 0,
    results: results.flatMap((one) => resultOf(record(one))),
  };
  return { run, invocation: text(about.invocation_id) ?? '' };
}

function resultOf(result: Readonly<Record<string, unknown>>): RecordedResult[] {
  const id = text(result.unique_id);
  const status = text(result.status);
  if (id === null || status === null) return [];
  const [timing] = Array.isArray(result.timing) ? result.timing : [];
  const response = record(result.adapter_response);
  const startedAt = text(record(timing).started_at);
  return [
    {
      id,
      status,
      startedAt: startedAt !== null && Number.isNaN(Date.parse(startedAt)) ? null : startedAt,
      seconds: number(result.execution_time) ?? 0,
      thread: text(result.thread_id) ?? 'main',
      rows: number(response.rows_affected),
      files: number(response.files_loaded),
      failures: number(result.failures),
      message: text(result.message),
    },
  ];
}

/** Bad rows that a run's log shows, by the test's name: the notes of its findings. */
export function readSamples(log: string): Map<string, readonly string[]> {
  const samples = new Map<string, readonly string[]>();
  for (const line of log.split('\n')) {
    if (!line.startsWith('{"type":"diagnostic"')) continue;
    const { code, node, notes } = record(parsed(line));
    if (code !== 'M601' || typeof node !== 'string' || !Array.isArray(notes)) continue;
    samples.set(
      node,
      notes.map(String).filter((note) => !note.startsWith('compiled SQL: ')),
    );
  }
  return samples;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

export function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
