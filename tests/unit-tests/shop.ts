import { randomUUID } from 'node:crypto';
import { openDuckDB } from '../../src/adapters/duckdb/open.ts';
import { runOptions } from '../../src/cli/command-options.ts';
import type { Effects } from '../../src/commands/effects.ts';
import { execute } from '../../src/commands/execute.ts';
import type { RunOptions } from '../../src/commands/options.ts';
import { type Diagnostic, DiagnosticError } from '../../src/diagnostics/diagnostic.ts';
import type { NodeResult } from '../../src/nodes/result.ts';
import type { Verb } from '../../src/plan/plan.ts';

/** The world of a command that prints nothing; `listen` is told what happens. */
export function effectsIn(
  cwd: string,
  listen: Effects['listen'] = () => {},
  env: Readonly<Record<string, string>> = {},
): Effects {
  return {
    cwd,
    env,
    build: null,
    version: '0',
    now: new Date('2025-12-03T06:00:00Z'),
    clock: () => performance.now(),
    invocation: randomUUID(),
    listen,
    say: () => {},
    signal: new AbortController().signal,
    openAdapter: openDuckDB,
  };
}

export const everywhere = { projectDir: '.', target: null, vars: null, threads: null };

export interface Ran {
  /** Statuses by the names that people use. */
  readonly statuses: Readonly<Record<string, string>>;
  /** Names in the order in which they finished. */
  readonly order: readonly string[];
  readonly results: readonly NodeResult[];
  /** `M606 models/u.yml:6:45 message | help`, a line each. */
  readonly found: readonly string[];
  readonly exit: number;
}

/** Runs a verb over the project; what stops it before anything runs is in `found`, too. */
export async function ran(folder: string, verb: Verb = 'unit-test', options: Partial<RunOptions> = {}): Promise<Ran> {
  const results: NodeResult[] = [];
  const effects = effectsIn(folder, (event) => {
    if (event.type === 'node_finished') results.push(event.result);
  });
  let stopped: readonly Diagnostic[] = [];
  let exit = 2;
  try {
    const outcome = await execute(verb, { ...runOptions({}), ...options }, effects);
    ({ exit } = outcome);
    stopped = outcome.diagnostics;
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    stopped = error.diagnostics;
  }
  return {
    statuses: Object.fromEntries(results.map(({ name, status }) => [name, status])),
    order: results.map(({ name }) => name),
    results,
    found: [...stopped, ...results.flatMap((one) => one.diagnostics)].map(said),
    exit,
  };
}

function said({ code, message, labels, help }: Diagnostic): string {
  const span = labels[0]?.span;
  const place = span ? ` ${span.file}:${span.start.line}:${span.start.column}` : '';
  return `${code}${place} ${message}${help === null ? '' : ` | ${help}`}`;
}

/** The difference that a failed unit test told, without its underlines and legend. */
export function differenceOf({ results }: Ran, name: string): readonly string[] {
  const found = results.find((one) => one.name.endsWith(`.${name}`));
  const lines = (found?.message ?? '').split('\n');
  return lines.filter((line) => line.trim() !== '' && !/^\s*-{2,}[\s-]*$/.test(line) && !line.startsWith('('));
}
