import { randomUUID } from 'node:crypto';
import { EngineError } from './adapter/port.ts';
import { openDuckDB } from './adapters/duckdb/open.ts';
import { findingsOf } from './cli/findings.ts';
import { build as buildId, version } from './cli/version.ts';
import type { Effects } from './commands/effects.ts';
import { execute } from './commands/execute.ts';
import { type NodeLineage, projectLineage } from './commands/lineage-project.ts';
import { load } from './commands/load.ts';
import type { Loaded } from './commands/loaded.ts';
import { oneAtATime } from './commands/one-at-a-time.ts';
import type { RunOptions } from './commands/options.ts';
import { type Diagnostic, DiagnosticError } from './diagnostics/diagnostic.ts';
import type { Manifest } from './nodes/manifest.ts';
import type { NodeResult } from './nodes/result.ts';
import type { Verb } from './plan/plan.ts';
import type { Listener } from './run/events.ts';

export { sql } from 'kysely';
export type { Signal, SignalContext } from './commands/ask-signal.ts';
export type { LineageColumn, NodeLineage } from './commands/lineage-project.ts';
export {
  type InputTable,
  type ModelContext,
  type ModelSettings,
  model,
  type ProjectTypes,
  type TypedModel,
} from './compile/typed-model.ts';
export { type Diagnostic, DiagnosticError, type Label } from './diagnostics/diagnostic.ts';
export type { GeneratorContext, GeneratorResult } from './generate/generator.ts';
export type { Manifest } from './nodes/manifest.ts';
export type { Node } from './nodes/node.ts';
export type { NodeResult, Status } from './nodes/result.ts';
export type { RunEvent } from './run/events.ts';
export { version };

/** How a project is read. */
export interface ProjectSettings {
  /** A target of project.yml; its `target:` when left out. */
  readonly target?: string;
  /** Variables over those of project.yml. */
  readonly vars?: Readonly<Record<string, unknown>>;
  readonly threads?: number;
}

/** What is run and how; everything may be left out. */
export interface RunSettings extends ProjectSettings {
  readonly select?: readonly string[];
  readonly exclude?: readonly string[];
  readonly selector?: string;
  /** A folder with the artifacts of an earlier run, for `state:` and `result:`. */
  readonly state?: string;
  /** Everything becomes visible at one instant, or nothing does. */
  readonly atomic?: boolean;
  readonly fullRefresh?: boolean;
  /** Builds what is up to date, too. */
  readonly force?: boolean;
  readonly failFast?: boolean;
  /** The stretch of event time that microbatch models build: days or times in UTC, both or none. */
  readonly eventTimeStart?: string;
  readonly eventTimeEnd?: string;
  /** Days whose intervals are built again: `2025-12-03..2025-12-05`. */
  readonly restate?: string;
  /** Told what happens while it happens. */
  readonly listen?: Listener;
  /** Aborting it interrupts running statements and rolls back. */
  readonly signal?: AbortSignal;
}

/** A project that was read, not yet compiled. */
export interface Project {
  /** Absolute. */
  readonly folder: string;
  readonly name: string;
  readonly loaded: Loaded;
}

/** The compiled project and everything that is wrong with it. */
export interface Compiled {
  readonly ok: boolean;
  readonly manifest: Manifest;
  readonly diagnostics: readonly Diagnostic[];
}

export interface RunOutcome {
  /** No node failed and no `error` test found bad rows. */
  readonly ok: boolean;
  readonly results: readonly NodeResult[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the project in a folder (or above it). Throws a `DiagnosticError` when there is no readable project.yml. */
export async function loadProject(folder: string, settings: ProjectSettings = {}): Promise<Project> {
  const loaded = await load(options(folder, settings), effects(settings));
  return { folder: loaded.root, name: loaded.manifest.project, loaded };
}

/** Every template rendered, every reference resolved, every mistake collected. */
export function compile(project: Project): Compiled {
  const { manifest, diagnostics } = project.loaded;
  return { ok: !diagnostics.some((one) => one.severity === 'error'), manifest, diagnostics };
}

/** Columns, types and lineage of every model, seed and source, by the id of the node. Nothing of the warehouse is touched. */
export function lineage({ loaded }: Project): Promise<ReadonlyMap<string, NodeLineage>> {
  return projectLineage(loaded, effects({}));
}

/**
 * Seeds, models and tests in DAG order; a node is published when its tests pass. Runs that are asked for at once are done
 * one after the other. Throws `DiagnosticError`: M504 in a worker thread, and where another process has the database.
 */
export function build(folder: string, settings: RunSettings = {}): Promise<RunOutcome> {
  return perform('build', folder, settings);
}

/** Models only, as they are selected. */
export function run(folder: string, settings: RunSettings = {}): Promise<RunOutcome> {
  return perform('run', folder, settings);
}

/** Data tests only. */
export function test(folder: string, settings: RunSettings = {}): Promise<RunOutcome> {
  return perform('test', folder, settings);
}

/** Seeds only. */
export function seed(folder: string, settings: RunSettings = {}): Promise<RunOutcome> {
  return perform('seed', folder, settings);
}

/**
 * Copies the tables of another target and what its ledger knows of them, so that the next build makes only what differs.
 * `from` is the target's name; instead of it `state` may name the artifacts of a run in the same database.
 */
export function clone(folder: string, settings: RunSettings & { readonly from?: string }): Promise<RunOutcome> {
  return perform('clone', folder, settings);
}

async function perform(
  verb: Verb,
  folder: string,
  settings: RunSettings & { readonly from?: string },
): Promise<RunOutcome> {
  const results: NodeResult[] = [];
  const found: Diagnostic[] = [];
  const listen: Listener = (event) => {
    if (event.type === 'node_finished') results.push(event.result);
    if (event.type === 'diagnostic') found.push(event.diagnostic);
    settings.listen?.(event);
  };
  const work = () => execute(verb, options(folder, settings), { ...effects(settings), listen });
  const { exit, diagnostics } = await oneAtATime(work).catch((error) => {
    throw error instanceof EngineError ? new DiagnosticError(findingsOf(error)) : error;
  });
  return {
    ok: exit === 0,
    results,
    diagnostics: [...diagnostics, ...found, ...results.flatMap((result) => result.diagnostics)],
  };
}

function options(folder: string, settings: RunSettings & { readonly from?: string }): RunOptions {
  return {
    projectDir: folder,
    target: settings.target ?? null,
    vars: settings.vars ? JSON.stringify(settings.vars) : null,
    threads: settings.threads ?? null,
    select: settings.select ?? [],
    exclude: settings.exclude ?? [],
    selector: settings.selector ?? null,
    resourceTypes: [],
    excludeResourceTypes: [],
    state: settings.state ?? null,
    indirectSelection: null,
    fullRefresh: settings.fullRefresh ?? false,
    force: settings.force ?? false,
    atomic: settings.atomic ?? false,
    adopt: false,
    defer: false,
    favorState: false,
    failFast: settings.failFast ?? false,
    empty: false,
    sample: null,
    eventTimeStart: settings.eventTimeStart ?? null,
    eventTimeEnd: settings.eventTimeEnd ?? null,
    restate: settings.restate ?? null,
    storeFailures: false,
    from: settings.from ?? null,
    waitSeconds: 0,
  };
}

function effects(settings: RunSettings): Effects {
  return {
    cwd: process.cwd(),
    env: process.env,
    version,
    build: buildId,
    now: new Date(),
    clock: () => performance.now(),
    invocation: randomUUID(),
    listen: () => {},
    say: () => {},
    signal: settings.signal ?? new AbortController().signal,
    openAdapter: openDuckDB,
  };
}
