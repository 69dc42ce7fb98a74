import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import { displayWidth } from '../diagnostics/display-width.ts';
import { sanitiseLine } from '../diagnostics/sanitise.ts';
import { displayName, type NodeId } from '../nodes/node.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { explain } from '../plan/reuse/explain.ts';
import { foresee } from '../run/foresee.ts';
import { readRecipes } from '../run/ledger-memory.ts';
import { lookOut } from '../run/open-run.ts';
import { relationName } from '../sql/relation.ts';
import { type OpenCheck, openCheck } from './check-project.ts';
import type { Effects } from './effects.ts';
import { wouldGenerate } from './generate-node.ts';
import { load } from './load.ts';
import type { Loaded } from './loaded.ts';
import type { PlanCommandOptions } from './options.ts';
import { type Outcome, outcome } from './outcome.ts';
import { selectNodes } from './select-nodes.ts';
import { warehouseOf } from './warehouse.ts';

/** What `mart build` would do with one model or seed. */
interface Planned {
  readonly unique_id: NodeId;
  readonly name: string;
  readonly relation: string;
  readonly materialized: string;
  readonly action: 'build' | 'reuse';
  /** Why it is built, or why it is not though some of what it reads changes. */
  readonly reasons: readonly string[];
  /** Seconds of its last build; null for one that was never built, or is reused. */
  readonly seconds: number | null;
}

/** Says what `mart build` would build, and why. Reads only. */
export async function planCommand(options: PlanCommandOptions, effects: Effects): Promise<Outcome> {
  const loaded = await load(options, effects);
  const { readText } = loaded;
  if (hasErrors(loaded.diagnostics)) return outcome(1, { diagnostics: loaded.diagnostics, readText });
  const selection = await selectNodes(loaded, options, effects);
  const { fullRefresh, force } = options;
  const rest = {
    adopt: false,
    atomic: false,
    failFast: false,
    storeFailures: false,
    window: { kind: 'all' },
    interval: null,
    retry: false,
  } as const;
  const plan = makePlan(loaded.manifest, selection.ids, 'build', { fullRefresh, force, ...rest });
  const nodes = await plannedNodes(plan, loaded, options, effects);
  const seconds = estimate(nodes, plan, loaded.manifest.target.threads);
  const stdout = options.output === 'json' ? JSON.stringify({ nodes, seconds }) : planText(nodes, seconds);
  return outcome(0, { stdout, diagnostics: [...loaded.diagnostics, ...selection.diagnostics], readText });
}

async function plannedNodes(
  plan: Plan,
  loaded: Loaded,
  { waitSeconds }: PlanCommandOptions,
  effects: Effects,
): Promise<readonly Planned[]> {
  const { root, manifest, readText } = loaded;
  const { target } = manifest;
  const isThere = target.path !== ':memory:' && existsSync(resolve(root, target.path));
  // Nothing has been built yet: an empty database of the same name says the same.
  const adapter = await effects.openAdapter(target, { root, waitSeconds, readOnly: isThere, shadow: !isThere });
  const open: { check: OpenCheck | null } = { check: null };
  try {
    const { now, clock, invocation, version, listen, signal } = effects;
    const asked = async () => {
      open.check ??= openCheck(loaded, effects, await warehouseOf(adapter));
      return open.check.world;
    };
    const run = { root, now, clock, invocation, version, listen, signal, readText, selection: null, world: asked };
    const outlook = await lookOut(plan, manifest, adapter, run);
    const { nodes: foreseen } = await foresee(outlook, (node) => wouldGenerate(loaded, node));
    const built = new Set(foreseen.filter(({ reason }) => reason !== null).map(({ id }) => id));
    const recipes = await readRecipes(adapter, outlook.memory, built);
    return foreseen.flatMap(({ id, reason, contents, proof }) => {
      const node = manifest.nodes.get(id);
      if (node?.resource !== 'model' && node?.resource !== 'seed') return [];
      const isBuilt = (one: NodeId) => built.has(one);
      const { kitchen, memory } = outlook;
      const isUnfinished = memory.unfinished.has(id);
      const why = { kitchen, node, recipe: recipes.get(id) ?? null, contents, isUnfinished, isBuilt };
      return [
        {
          unique_id: id,
          name: displayName(node),
          relation: relationName(node.relation),
          materialized: node.resource === 'seed' ? 'seed' : node.config.materialized,
          action: reason ? ('build' as const) : ('reuse' as const),
          reasons: reason ? explain({ ...why, reason }) : (proof?.about ?? []),
          seconds: reason ? (memory.builds.get(id)?.seconds ?? null) : null,
        },
      ];
    });
  } finally {
    await open.check?.close();
    await adapter.close();
  }
}

/** Seconds that a build will take at least: the longest way, or the work of all threads; null when nothing of it is known. */
function estimate(nodes: readonly Planned[], plan: Plan, threads: number): number | null {
  const own = new Map(
    nodes.flatMap(({ unique_id, seconds }) => (seconds === null ? [] : [[unique_id, seconds] as const])),
  );
  if (own.size === 0) return null;
  const ways = new Map<NodeId, number>();
  let [longest, all] = [0, 0];
  for (const { id, needs, after } of plan.steps) {
    const before = Math.max(0, ...[...needs, ...after].map((one) => ways.get(one) ?? 0));
    const seconds = own.get(id) ?? 0;
    ways.set(id, before + seconds);
    longest = Math.max(longest, before + seconds);
    all += seconds;
  }
  return Math.max(longest, all / Math.max(1, threads));
}

function planText(nodes: readonly Planned[], seconds: number | null): string {
  const built = nodes.filter(({ action }) => action === 'build');
  const told = nodes.filter(({ reasons }) => reasons.length > 0);
  const rows = told.map(({ relation, materialized, action, reasons, seconds: own }) => [
    sanitiseLine(relation),
    materialized,
    own === null ? '' : `${own.toFixed(2)}s`,
    sanitiseLine(`${action === 'reuse' ? 'not built: ' : ''}${reasons.join('; ')}`),
  ]);
  const widths = [0, 1, 2].map((at) => Math.max(0, ...rows.map((row) => displayWidth(row[at] ?? ''))));
  const lines = rows.map((row) =>
    row
      .map((cell, at) => `${cell}${' '.repeat(Math.max(0, (widths[at] ?? 0) - displayWidth(cell)))}`)
      .join('  ')
      .trimEnd(),
  );
  const about = seconds === null ? '' : `, about ${seconds.toFixed(1)}s`;
  return [...lines, `${built.length} to build, ${nodes.length - built.length} to reuse${about}`].join('\n');
}
