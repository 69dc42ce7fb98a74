import { join } from 'node:path';
import type { Adapter, ExistingRelation } from '../adapter/port.ts';
import { intakes } from '../check/intake.ts';
import { sourceFiles } from '../check/source-files.ts';
import type { Manifest } from '../nodes/manifest.ts';
import type { DataTest } from '../nodes/node.ts';
import type { Plan } from '../plan/plan.ts';
import { identifier } from '../sql/identifier.ts';
import { relationName } from '../sql/relation.ts';
import { runClock } from './clock.ts';
import { knownContents } from './contents.ts';
import { knownRelations, nodeOf, type Outlook, type RunContext } from './context.ts';
import { storesFailures } from './data-tests.ts';
import type { RunEffects } from './effects.ts';
import { endLeftMoves, placeInProject } from './external-target.ts';
import { fileContents, recallDeliveries } from './file-contents.ts';
import { ledgerOf, openLedger, versionOf } from './ledger.ts';
import { type Memory, modelsIn, noMemory, readMemory } from './ledger-memory.ts';
import { ledgerVersion } from './ledger-tables.ts';
import { openPace } from './pace.ts';
import { openReuse } from './reuse.ts';
import { standingsOf } from './standings.ts';
import { noTwins } from './twins.ts';
import { namesOf } from './unsteady.ts';

/** Looks around without writing anything; a ledger of another version is as if there were none. */
export async function lookOut(plan: Plan, manifest: Manifest, adapter: Adapter, effects: RunEffects): Promise<Outlook> {
  const existing = await adapter.relations();
  const isKnown = (await versionOf(adapter, existing)) === ledgerVersion;
  return outlook(plan, manifest, adapter, effects, existing, isKnown ? await readMemory(adapter, manifest) : noMemory);
}

function outlook(
  plan: Plan,
  manifest: Manifest,
  adapter: Adapter,
  effects: RunEffects,
  existing: readonly ExistingRelation[],
  memory: Memory,
): Outlook {
  const files = sourceFiles(effects.root);
  const deliveries = fileContents(files, async () => (memory === noMemory ? [] : adapter.read(recallDeliveries)));
  const kitchen = { manifest, engine: adapter.version, window: plan.options.window, recipes: new Map() };
  const standings = standingsOf(existing, memory, (model) => join(effects.root, placeInProject(manifest, model)));
  return { plan, manifest, adapter, effects, memory, files, deliveries, kitchen, standings, strangers: new Map() };
}

/** Opens the ledger and looks at what stands in the warehouse. Throws for a warehouse of a newer mart (M505). */
export async function openRun(
  plan: Plan,
  manifest: Manifest,
  adapter: Adapter,
  effects: RunEffects,
): Promise<RunContext> {
  const existing = await adapter.relations();
  await openLedger(adapter, existing, effects.now.toISOString(), effects.reach);
  const seen = outlook(plan, manifest, adapter, effects, existing, await readMemory(adapter, manifest));
  const { memory, kitchen, standings } = seen;
  const { storeFailures, force, fullRefresh } = plan.options;
  const stores = (test: DataTest): boolean => test.config.store_failures || storeFailures;
  let names: ReturnType<typeof namesOf> | null = null;
  const proofs: RunContext['proofs'] = new Map();
  const reuse = openReuse({
    proofs,
    kitchen,
    memory,
    standings,
    contents: knownContents(seen),
    names: () => {
      names ??= namesOf(adapter, manifest, standings.names());
      return names;
    },
    stores,
    invocation: effects.invocation,
    force: force || fullRefresh,
  });
  const unfinished: RunContext['unfinished'] = new Set();
  const ledger = ledgerOf(effects.invocation, memory.seq, (id) => {
    const node = manifest.nodes.get(id);
    return {
      checksum: node?.checksum ?? '',
      attached: node?.resource === 'test' ? node.attached : null,
      made: reuse.version(id),
      isUnfinished: unfinished.has(id),
      judgement: reuse.judgement(id),
      stored: node?.resource === 'test' && stores(node) ? relationName(node.relation) : null,
    };
  });
  const context: RunContext = {
    ...seen,
    clock: runClock(effects.now, effects.clock),
    ledger,
    intakes: intakes(async () => adapter, seen.files, effects.now),
    relations: knownRelations(existing),
    pace: openPace(memory),
    waiting: new Set(),
    unfinished,
    withIntervals: await modelsIn(adapter, existing, 'intervals'),
    withLeavings: await modelsIn(adapter, existing, 'quarantined'),
    reuse,
    proofs,
    twins: noTwins,
    settled: new Set(),
    refused: new Map(),
  };
  await makeSchemas(context, existing);
  await endLeftMoves(context);
  return context;
}

/** Hooks may have made or dropped relations. */
export async function refreshed(context: RunContext): Promise<RunContext> {
  const existing = await context.adapter.relations();
  context.standings.refresh(existing);
  return { ...context, relations: knownRelations(existing) };
}

async function makeSchemas(context: RunContext, existing: readonly ExistingRelation[]): Promise<void> {
  const schemas = new Set<string>();
  for (const step of context.plan.steps) {
    const node = nodeOf(context, step.id);
    if (node.resource === 'model' || node.resource === 'seed') schemas.add(node.relation.schema);
    for (const id of [step.id, ...step.audits]) {
      const test = nodeOf(context, id);
      if (test.resource === 'test' && storesFailures(context, test)) schemas.add(test.relation.schema);
    }
  }
  const known = new Set(existing.map(({ schema }) => schema));
  const missing = [...schemas].filter((schema) => !known.has(schema));
  if (missing.length === 0) return;
  await context.adapter.publish(async (session) => {
    for (const schema of missing) await session.run(`create schema if not exists ${identifier(schema)}`);
    return { keep: true, value: undefined };
  });
}
