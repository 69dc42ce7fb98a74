import { DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import type { NodeId } from '../nodes/node.ts';
import type { Verb } from '../plan/plan.ts';
import type { LastRun } from '../run/last-run.ts';
import type { RunOptions } from './options.ts';

/** The record of a run's options, in the ledger and in `args` of `run_results.json`. */
export function argsOf(verb: Verb, options: RunOptions): Record<string, unknown> {
  const { projectDir: _, ...kept } = options;
  return { which: verb, ...kept };
}

/** What the ledger keeps of a run. What a selection that compares with the past meant cannot be found out later. */
export function recordOfRun(verb: Verb, options: RunOptions, meant: Iterable<NodeId> | null): Record<string, unknown> {
  return { ...argsOf(verb, options), ...(meant ? { meant: [...meant] } : {}) };
}

export interface Asked {
  readonly verb: Verb;
  readonly options: RunOptions;
  /** What its selection meant then; null where it means the same today. */
  readonly meant: ReadonlySet<NodeId> | null;
}

/** What a run was asked, on top of `options`, which say where and how long to wait. Throws for an unreadable record (M515). */
export function askedOf(run: LastRun, options: RunOptions): Asked {
  const { which, meant, ...kept } = recordOf(run.options);
  if (which !== 'build' && which !== 'run' && which !== 'test' && which !== 'seed') throw unreadable();
  const { projectDir, waitSeconds } = options;
  return {
    verb: which,
    options: { ...options, ...kept, projectDir, waitSeconds } as RunOptions,
    meant: Array.isArray(meant) ? new Set(meant.map(String)) : null,
  };
}

function recordOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found === 'object' && found !== null) return found as Readonly<Record<string, unknown>>;
  } catch {
    // Said below.
  }
  throw unreadable();
}

function unreadable(): DiagnosticError {
  return new DiagnosticError([
    diagnostic('M515', 'the ledger does not say what the last run did', { help: 'build again: `mart build`' }),
  ]);
}

const bad = new Set(['error', 'fail', 'skipped', 'partial success']);

/** What a run left open of `selected`: what failed or was skipped, and of a run that was killed all that it did not come to. */
export function openEnds(run: LastRun, selected: () => ReadonlySet<NodeId>): ReadonlySet<NodeId> {
  const failed = [...run.statuses].filter(([, status]) => bad.has(status)).map(([id]) => id);
  if (run.ended) return new Set(failed);
  const asked = run.before ? openEnds(run.before, selected) : selected();
  return new Set([...asked].filter((id) => bad.has(run.statuses.get(id) ?? 'skipped')));
}
