import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '../artifacts/write.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import type { NodeId } from '../nodes/node.ts';
import type { Verb } from '../plan/plan.ts';
import type { RunOptions } from './options.ts';

/** What `run_results.json` says of the last run: what it was asked, and what did not come out. */
export interface LastRun {
  readonly verb: Verb;
  readonly options: RunOptions;
  /** Nodes that failed or were skipped. */
  readonly open: readonly NodeId[];
  /** Everything that took part. */
  readonly all: readonly NodeId[];
}

/** The record of a run's options as it stands in `args`. */
export function argsOf(verb: Verb, options: RunOptions): Record<string, unknown> {
  const { projectDir: _, ...kept } = options;
  return { which: verb, ...kept };
}

/** null when there was no run; throws when its record cannot be read (M515). */
export function readLastRun(targetFolder: string, options: RunOptions): LastRun | null {
  const file = join(targetFolder, 'run_results.json');
  if (!existsSync(file)) return null;
  const found = readJson(file) as
    | { args?: Record<string, unknown>; results?: { unique_id: string; status: string }[] }
    | undefined;
  const { which, ...kept } = found?.args ?? {};
  if (!found?.results || (which !== 'build' && which !== 'run' && which !== 'test' && which !== 'seed')) {
    throw new DiagnosticError([
      diagnostic('M515', '`run_results.json` does not say what the last run did', {
        help: 'build again: `mart build`',
      }),
    ]);
  }
  const failed = new Set(['error', 'fail', 'skipped', 'partial success']);
  return {
    verb: which,
    options: { ...options, ...kept, projectDir: options.projectDir, waitSeconds: options.waitSeconds } as RunOptions,
    all: found.results.map((one) => one.unique_id),
    open: found.results.filter((one) => failed.has(one.status)).map((one) => one.unique_id),
  };
}
