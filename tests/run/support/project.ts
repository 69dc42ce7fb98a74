import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Adapter, Row } from '../../../src/adapter/port.ts';
import { openDuckDB } from '../../../src/adapters/duckdb/open.ts';
import type { Manifest, Target } from '../../../src/nodes/manifest.ts';
import type { Node, NodeId } from '../../../src/nodes/node.ts';
import type { NodeResult } from '../../../src/nodes/result.ts';
import type { Plan, PlanOptions, Step, Verb } from '../../../src/plan/plan.ts';
import type { RunEffects } from '../../../src/run/effects.ts';
import type { RunEvent } from '../../../src/run/events.ts';
import { runPlan } from '../../../src/run/run-plan.ts';
import { plainTarget } from '../../support/target.ts';
import { dataTest, generator, hookOf, model, type ProjectSpec, seed, source, textOf } from './nodes.ts';

const instant = new Date('2025-12-01T06:00:00.000Z');

export interface Run {
  readonly results: readonly NodeResult[];
  readonly events: readonly RunEvent[];
  /** Status by name. */
  readonly statuses: Readonly<Record<string, string>>;
  /** The result of a node by its name; fails when there is none. */
  readonly of: (name: string) => NodeResult;
  /** Codes of all findings, as `M502`. */
  readonly codes: readonly string[];
}

export interface RunSettings extends Partial<PlanOptions>, Partial<Omit<RunEffects, 'root' | 'readText'>> {
  readonly verb?: Verb;
  /** Steps to run; all when left out. */
  readonly only?: readonly string[];
  /** In place of the shop's own. */
  readonly adapter?: Adapter;
}

/** A real database file in a folder of its own, and runs of projects made by hand on it. */
export interface Shop {
  readonly root: string;
  readonly adapter: Adapter;
  readonly write: (path: string, text: string) => void;
  readonly run: (spec: ProjectSpec, settings?: RunSettings) => Promise<Run>;
  readonly rows: (sql: string) => Promise<readonly Row[]>;
  /** Rows as arrays of the engine's own text, for short expectations. */
  readonly values: (sql: string) => Promise<readonly (readonly (string | null)[])[]>;
}

export async function openShop(threads = 2, path = 'shop.duckdb'): Promise<Shop> {
  const root = mkdtempSync(join(tmpdir(), 'shop-'));
  const target = plainTarget(path, { threads });
  const adapter = await openDuckDB(target, { root, readOnly: false, waitSeconds: 0 });
  onTestFinished(async () => {
    await adapter.close();
    rmSync(root, { recursive: true, force: true });
  });
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  const rows = (sql: string) => adapter.read((session) => session.rows(sql));
  return {
    root,
    adapter,
    write,
    rows,
    values: async (sql) =>
      (await rows(`select columns(*)::varchar from (${sql})`)).map((row) => Object.values(row) as (string | null)[]),
    run: (spec, settings = {}) => runSpec(root, target, adapter, write, spec, settings),
  };
}

async function runSpec(
  root: string,
  target: Target,
  adapter: Adapter,
  write: Shop['write'],
  spec: ProjectSpec,
  settings: RunSettings,
): Promise<Run> {
  const manifest = manifestOf(spec, target);
  for (const [name, given] of Object.entries(spec.seeds ?? {})) {
    write(`seeds/${name}.csv`, typeof given === 'string' ? given : given.csv);
  }
  const events: RunEvent[] = [];
  const texts = new Map([...manifest.nodes.values()].map((node) => [node.path, textOf(node)]));
  const results = await runPlan(planOf(manifest, settings), manifest, settings.adapter ?? adapter, {
    root,
    now: instant,
    clock: () => performance.now(),
    invocation: randomUUID(),
    version: '0.0.0',
    selection: null,
    signal: new AbortController().signal,
    ...settings,
    listen: (event) => {
      events.push(event);
      settings.listen?.(event);
    },
    readText: (file) => texts.get(file),
  });
  return {
    results,
    events,
    statuses: Object.fromEntries(results.map((one) => [one.name.replace(/^test:/, ''), one.status])),
    of: (name) => {
      const found = results.find((one) => one.name.replace(/^test:/, '') === name);
      if (!found) throw new Error(`no result of ${name}`);
      return found;
    },
    codes: results.flatMap((one) => one.diagnostics.map((finding) => finding.code)),
  };
}

function manifestOf(spec: ProjectSpec, target: Target): Manifest {
  const seeds = new Set(Object.keys(spec.seeds ?? {}));
  const made: Node[] = [
    ...(spec.generators ?? []).map(generator),
    ...Object.entries(spec.sources ?? {}).map(([name, given]) => source(name, given)),
    ...Object.entries(spec.seeds ?? {}).map(([name, given]) => seed(name, given)),
    ...Object.entries(spec.models ?? {}).map(([name, given]) => model(name, given, seeds)),
    ...Object.entries(spec.tests ?? {}).map(([name, given]) => dataTest(name, given, seeds)),
  ];
  const hooks = (texts: readonly string[] | undefined) => (texts ?? []).map((one) => hookOf(one, 'project.yml', seeds));
  return {
    project: 'shop',
    target,
    vars: {},
    nodes: new Map(made.map((node) => [node.id, node])),
    graph: { parents: new Map(), children: new Map() },
    disabled: new Map(),
    macros: [],
    lint: { severities: {}, layers: [] },
    groups: [],
    selectors: [],
    onRunStart: hooks(spec.onRunStart),
    onRunEnd: hooks(spec.onRunEnd),
    generatorsPath: 'generators',
    helperFiles: [],
    targetPath: 'target',
  };
}

/** A plan as planning would make it, simply: nodes are declared parents first. */
function planOf(manifest: Manifest, settings: RunSettings): Plan {
  const verb = settings.verb ?? 'build';
  const wanted = [...manifest.nodes.values()].filter(
    (node) => isStep(node, verb) && (!settings.only || settings.only.includes(node.name)),
  );
  const ids = new Set(wanted.map((node) => node.id));
  const tests = [...manifest.nodes.values()].filter((node) => node.resource === 'test');
  const auditsOf = (id: NodeId): NodeId[] =>
    verb === 'build' ? tests.filter((test) => test.attached === id).map((test) => test.id) : [];
  const steps = wanted.map(
    (node): Step => ({
      id: node.id,
      action: node.resource === 'generator' ? 'generate' : node.resource,
      audits: auditsOf(node.id),
      needs: node.dependsOn.filter((id) => ids.has(id)),
      after: [],
      height: 1,
    }),
  );
  // What is up to date is built all the same: these runs are about how things are made.
  const { fullRefresh = false, force = true, failFast = false, storeFailures = false } = settings;
  const { window = { kind: 'all' }, interval = null, retry = false, adopt = true, atomic = false } = settings;
  return {
    verb,
    steps: withHeights(steps),
    options: { fullRefresh, force, adopt, atomic, failFast, storeFailures, window, interval, retry },
  };
}

function isStep(node: Node, verb: Verb): boolean {
  if (verb === 'test') return node.resource === 'test';
  if (verb === 'seed') return node.resource === 'seed';
  if (verb === 'run') return node.resource === 'model';
  return node.resource === 'seed' || node.resource === 'model' || node.resource === 'generator';
}

function withHeights(steps: readonly Step[]): readonly Step[] {
  const heights = new Map<NodeId, number>();
  for (const step of [...steps].reverse()) {
    const own = heights.get(step.id) ?? 1;
    for (const id of step.needs) heights.set(id, Math.max(heights.get(id) ?? 1, own + 1));
  }
  return steps.map((step) => ({ ...step, height: heights.get(step.id) ?? 1 }));
}
