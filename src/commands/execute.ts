import { join } from 'node:path';
import type { Adapter } from '../adapter/port.ts';
import { DiagnosticError, diagnostic, hasErrors } from '../diagnostics/diagnostic.ts';
import type { Manifest } from '../nodes/manifest.ts';
import type { NodeId } from '../nodes/node.ts';
import type { Report } from '../nodes/report.ts';
import { isBad, type NodeResult } from '../nodes/result.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { Plan, PlanOptions, Verb } from '../plan/plan.ts';
import { deferred } from '../plan/state/defer.ts';
import type { Listener } from '../run/events.ts';
import { runPlan } from '../run/run-plan.ts';
import { type Relation, relationName } from '../sql/relation.ts';
import { signalAsker } from './ask-signal.ts';
import { type OpenCheck, openCheck } from './check-project.ts';
import { lendersOf, openDonor } from './donor.ts';
import type { Effects } from './effects.ts';
import { eventWindow, refuseNothingToRestate } from './event-window.ts';
import { generateFor, wouldGenerate } from './generate-node.ts';
import { load } from './load.ts';
import type { Loaded } from './loaded.ts';
import { logTo } from './log.ts';
import type { RunOptions } from './options.ts';
import { type Exit, type Outcome, outcome } from './outcome.ts';
import { stateRelations } from './read-state.ts';
import { argsOf, recordOfRun } from './retry-record.ts';
import { sampleSince } from './sample.ts';
import { comparesWithPast, selectionText, selectNodes } from './select-nodes.ts';
import { unitTestRunner } from './unit-test/runner.ts';
import { warehouseOf } from './warehouse.ts';
import { targetFolder, writeCompiled, writeManifest, writeReports, writeResults } from './write-artifacts.ts';

/** What a retry takes up. */
export interface Again {
  readonly ids: ReadonlySet<NodeId>;
  /** The run that left it open. */
  readonly of: string;
  /** All that was selected there. */
  readonly selected: ReadonlySet<NodeId>;
}

/** Runs a verb over a selection: load, select, plan, run, artifacts. `again` replaces the selection (retry). */
export async function execute(
  verb: Verb,
  options: RunOptions,
  effects: Effects,
  again: Again | null = null,
): Promise<Outcome> {
  let loaded = await load(options, effects);
  if (hasErrors(loaded.diagnostics)) {
    return outcome(1, { diagnostics: loaded.diagnostics, readText: loaded.readText });
  }
  const selection = again ? { ids: again.ids, diagnostics: [] } : await selectNodes(loaded, options, effects);
  const meant = comparesWithPast(loaded, options) ? (again?.selected ?? selection.ids) : null;
  refuseNothingToRestate(loaded.manifest, selection.ids, options.restate);
  const state = options.defer ? deferringTo(options, effects) : null;
  const plan = makePlan(loaded.manifest, selection.ids, verb, planOptions(options, effects, again !== null));
  writeManifest(loaded, effects);
  const folder = targetFolder(loaded);
  const log = logTo(join(folder, 'logs'), effects.now, effects.invocation);
  const began = effects.clock();
  const reports: Report[] = [];
  const tell: Listener = (event) => {
    if (event.type === 'report') reports.push(event.report);
    log.listen(event);
    effects.listen(event);
  };
  const warnings = [...loaded.diagnostics, ...selection.diagnostics];
  for (const one of warnings) tell({ type: 'diagnostic', at: effects.now.toISOString(), diagnostic: one });
  const units = plan.steps.filter(({ action }) => action === 'unit_test').map(({ id }) => id);
  // Unit tests by themselves touch nothing of the target, nor do they need it.
  const alone = verb === 'unit-test' || (units.length > 0 && units.length === plan.steps.length && verb === 'test');
  const { target } = loaded.manifest;
  // One session holds the transaction, another looks at files meanwhile.
  const threads = options.atomic ? Math.max(2, target.threads) : target.threads;
  const adapter = await effects.openAdapter(
    { ...target, threads },
    { root: loaded.root, readOnly: false, waitSeconds: options.waitSeconds, shadow: alone },
  );
  let results: readonly NodeResult[] = [];
  let open: Promise<OpenCheck> | null = null;
  let donor: Awaited<ReturnType<typeof openDonor>> | null = null;
  let unclosed: unknown = null;
  try {
    if (state) {
      const there = new Set((await adapter.relations()).map((one) => relationName(one).toLowerCase()));
      const exists = (relation: Relation) => there.has(relationName(relation).toLowerCase());
      loaded = { ...loaded, manifest: deferred(loaded.manifest, selection.ids, state, exists, options.favorState) };
    }
    const { manifest } = loaded;
    const asked = (): Promise<OpenCheck> => {
      open ??= openedCheck(loaded, effects, alone ? null : adapter);
      return open;
    };
    donor = verb === 'clone' ? await openDonor(adapter, loaded, options, effects) : null;
    const ran = alone ? withVerb(plan) : plan;
    const nodes = alone || donor ? withoutHooks(manifest) : manifest;
    results = await runPlan(ran, nodes, adapter, {
      root: loaded.root,
      now: effects.now,
      clock: effects.clock,
      invocation: effects.invocation,
      version: effects.version,
      selection: selectionText(options),
      // There is nothing to retry of a clone: what is not there yet the next one copies.
      isDeferring: state !== null,
      lenders: verb === 'build' ? lendersOf(loaded, effects) : [],
      ...(donor ? { donor } : { options: recordOfRun(verb, options, meant) }),
      ...(again ? { retryOf: again.of } : {}),
      listen: tell,
      signal: effects.signal,
      readText: loaded.readText,
      generate: generateFor(loaded, effects.reach),
      ask: signalAsker(loaded, effects.now),
      generates: (node) => wouldGenerate(loaded, node),
      check: (ids) => refusedBefore(ids, loaded, effects, asked, tell),
      ...(alone ? {} : { world: async () => (await asked()).world }),
      unitTest: unitTestRunner(asked, units, effects.signal),
      ...(effects.reach ? { reach: effects.reach } : {}),
    });
    await effects.reach?.('before checkpoint');
  } finally {
    await closed(open);
    await donor?.detach();
    unclosed = await adapter.close().then(
      () => null,
      (error) => error,
    );
    log.close();
  }
  await effects.reach?.('after checkpoint');
  writeResults(loaded, effects, results, (effects.clock() - began) / 1000, argsOf(verb, options));
  await effects.reach?.('during artifacts');
  writeReports(loaded, effects, reports);
  // What became of the nodes is certain before the database is closed, and so is written all the same.
  if (unclosed) throw unclosed;
  return outcome(exitOf(results, effects), { readText: loaded.readText });
}

/** Models that the engine refuses, before the first statement touches the warehouse. */
async function refusedBefore(
  ids: ReadonlySet<NodeId>,
  loaded: Loaded,
  effects: Effects,
  opened: () => Promise<OpenCheck>,
  tell: Listener,
) {
  const isModel = (id: NodeId) => loaded.manifest.nodes.get(id)?.resource === 'model';
  if (![...ids].some(isModel)) return new Map();
  const tables = [...ids].filter((id) => loaded.manifest.nodes.get(id)?.resource !== 'unit_test');
  const { refused, diagnostics } = await (await opened()).check(new Set(tables));
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning');
  for (const one of warnings) tell({ type: 'diagnostic', at: effects.now.toISOString(), diagnostic: one });
  const models = [...refused].filter(([id]) => isModel(id));
  writeCompiled(
    loaded,
    models.map(([id]) => id),
  );
  return new Map(models);
}

/** No ledger keeps it: there is nothing for a retry to take up. */
function withVerb(plan: Plan): Plan {
  return { ...plan, verb: 'unit-test' };
}

function withoutHooks(manifest: Manifest): Manifest {
  return { ...manifest, onRunStart: [], onRunEnd: [] };
}

/** The empty copy of the warehouse; `adapter` null when nobody is to ask the warehouse itself. */
async function openedCheck(loaded: Loaded, effects: Effects, adapter: Adapter | null): Promise<OpenCheck> {
  return openCheck(loaded, effects, adapter && (await warehouseOf(adapter)));
}

async function closed(open: Promise<OpenCheck> | null): Promise<void> {
  await (await open)?.close();
}

function deferringTo({ state }: RunOptions, effects: Effects): ReadonlyMap<NodeId, Relation> {
  if (state !== null) return stateRelations(state, effects);
  throw new DiagnosticError([
    diagnostic('M409', '`--defer` needs the state whose relations are meant', {
      help: 'name a folder with the artifacts of an earlier run: `--state folder`',
    }),
  ]);
}

function exitOf(results: readonly NodeResult[], effects: Effects): Exit {
  if (effects.signal.aborted) return 130;
  return results.some(({ status }) => isBad(status)) ? 1 : 0;
}

function planOptions(options: RunOptions, effects: Effects, retry: boolean): PlanOptions {
  const window = options.empty
    ? ({ kind: 'empty' } as const)
    : options.sample === null
      ? ({ kind: 'all' } as const)
      : ({ kind: 'sample', since: sampleSince(options.sample, effects.now) } as const);
  const { fullRefresh, force, adopt, atomic, failFast, storeFailures } = options;
  return { fullRefresh, force, adopt, atomic, failFast, storeFailures, window, interval: eventWindow(options), retry };
}
