import type { RelationKind } from '../adapter/port.ts';
import { sameName } from '../check/columns.ts';
import { withoutTwins } from '../check/delivery-columns.ts';
import { labelsAt } from '../check/places.ts';
import { oneStatement } from '../check/send.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Code, FilledCode } from '../nodes/code.ts';
import type { Materialization, ModelConfig } from '../nodes/config.ts';
import type { Interval } from '../nodes/interval.ts';
import type { Model, Source } from '../nodes/node.ts';
import { identifier } from '../sql/identifier.ts';
import { literal } from '../sql/literal.ts';
import { relationSql } from '../sql/relation.ts';
import { blameFiles } from './bad-files.ts';
import { nodeOf, placeOf, type RunContext } from './context.ts';
import { keepsConstraints, keepsShape, tableKeepsShape } from './contract.ts';
import { canAddPartitions, externalTarget } from './external-target.ts';
import { type FileLoads, fileLoads, readsOnly, refuseMoving } from './file-loads.ts';
import { forgetFiles, recallFiles, rememberFiles } from './file-memory.ts';
import { isInside } from './hooks.ts';
import { forgetIntervals } from './interval-memory.ts';
import { type Leavings, quarantine } from './leavings.ts';
import type { Build, Built } from './materializations/build.ts';
import { columnsOf } from './materializations/columns.ts';
import { copyTable } from './materializations/copy.ts';
import { buildExternal } from './materializations/external.ts';
import { buildIncremental } from './materializations/incremental.ts';
import { buildScd2 } from './materializations/scd2.ts';
import { alterFirst } from './materializations/schema-change.ts';
import { buildTable } from './materializations/table.ts';
import { buildView } from './materializations/view.ts';
import { stillHas } from './offers.ts';
import type { Prepared } from './prepared.ts';
import { eventTime, fileSources, fillCode, scansOf, wholeScans } from './resolve.ts';

type Materialize = (build: Build) => Promise<Built>;

const materializations: Readonly<Partial<Record<Materialization, Materialize>>> = {
  view: buildView,
  table: buildTable,
  incremental: buildIncremental,
  scd2: buildScd2,
};

function materializationOf(context: RunContext, model: Model): Materialize {
  const { name, config } = model;
  if (config.materialized === 'external') return (build) => buildExternal(build, externalTarget(context, model));
  const found = materializations[config.materialized];
  if (!found) throw new Error(`${name} is ${config.materialized}, which is not built`);
  return found;
}

/** One interval of a microbatch model, and what the transaction finds that builds it. */
export interface Batch {
  readonly interval: Interval;
  readonly existing: RelationKind | null;
  /** Whether the table that is there is added to. */
  readonly incremental: boolean;
  /** Hooks run before the first interval and after the last. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** Everything about a model's build that is known before its transaction begins. */
export async function prepareModel(context: RunContext, model: Model, batch: Batch | null = null): Promise<Prepared> {
  const { config, relation } = model;
  const place = placeOf(context, model);
  const existing = batch ? batch.existing : context.relations.kind(relation);
  const materialize = materializationOf(context, model);

  const anew = config.full_refresh ?? context.plan.options.fullRefresh;
  // Rows of another node are none to be added to.
  const isOther = context.memory.builds.get(model.id)?.isReplaced === true;
  const added = config.materialized === 'incremental' && existing === 'table' && !anew && !isOther;
  const incremental = batch
    ? batch.incremental
    : (added && (await remembersItsFiles(context, model))) || (!anew && canAddPartitions(context, model));
  const template = incremental && model.incrementalCode ? model.incrementalCode : model.code;
  const sources = fileSources(context, [template]);
  const loads =
    config.materialized === 'incremental' && sources.length > 0 && !batch
      ? await fileLoads(context, model, sources, incremental, template.text)
      : null;
  const { scans, diagnostics, files, leavings } = loads
    ? { ...loads, files: loads.count }
    : await wholeScans(context, sources, template.text);

  const hookScans = await scansOf(context, [...model.preHooks, ...model.postHooks]);
  const filled = fillCode(context, template, relation, scans, context.plan.options.window, batch?.interval);
  const code = await oneStatement(context.adapter, filled, place);
  const nothingNew = loads !== null && incremental && loads.count === 0 && readsOnly(model, sources);

  return {
    compiled: code.text,
    diagnostics,
    files: config.materialized === 'view' ? null : files,
    preHooks: nothingNew || batch?.isFirst === false ? [] : model.preHooks.filter(isInside),
    postHooks: nothingNew || batch?.isLast === false ? [] : model.postHooks.filter(isInside),
    fillHook: (hook: Code): FilledCode => fillCode(context, hook, relation, hookScans),
    explain: (error) => (loads ? Promise.resolve(error) : blameFiles(context, sources, error)),
    build: async (session) => {
      const build = {
        session,
        model,
        code: sources.length > 0 ? await withoutTwins(session, code) : code,
        relation: relationSql(relation),
        existing,
        incremental,
        interval: batch?.interval ?? null,
        filtersInputs: template.inputs.some((id) => eventTime(nodeOf(context, id)) !== null),
        partial: context.plan.options.window.kind !== 'all',
        place,
        now: context.effects.now,
      };
      if (loads) await startLoads(context, build, loads);
      const isAdded = incremental && (loads !== null || sources.length === 0);
      const hasLeft = sources.length > 0 || context.withLeavings.has(model.id);
      const left = hasLeft ? await leave(context, build, isAdded, leavings) : nothingLeft;
      await keepsShape(build);
      if (nothingNew) {
        await tableKeepsShape(build);
        return { kind: 'table', rows: 0, isChanged: false, ...left };
      }
      if (!loads && sources.length > 0) await forgetFiles(session, model);
      if (!batch && context.withIntervals.has(model.id)) await forgetIntervals(session, model);
      const built = (await copied(context, build)) ?? (await materialize(build));
      await refuseMoving(context, sources, loads?.files ?? (await everyFile(context, config, sources)));
      await tableKeepsShape(build);
      await keepsConstraints(build, build.relation);
      if (config.contract.enforced) await context.effects.reach?.('after contract', model.name);
      return { ...built, ...left, diagnostics: [...left.diagnostics, ...(built.diagnostics ?? [])] };
    },
  };
}

/** A table whose rows stand somewhere already is copied; null where it has to be made. */
async function copied(context: RunContext, { session, model, relation, existing }: Build): Promise<Built | null> {
  // Hooks do more than rows, and what a model over files leaves out is remembered with it.
  const isRows = model.preHooks.length + model.postHooks.length + fileSources(context, [model.code]).length === 0;
  const content = isRows && model.config.materialized === 'table' ? context.reuse.foreseen(model) : null;
  const twin = content === null ? null : await context.twins.of(content, model.relation);
  if (!twin || !(await stillHas(session, twin.attached, twin.offer))) return null;
  return { kind: 'table', rows: await copyTable(session, relation, existing, twin.offer), from: twin.place };
}

/** What a table was made of; a view reads its files whenever it is read. */
async function everyFile(context: RunContext, { materialized }: ModelConfig, sources: readonly Source[]) {
  if (materialized === 'view') return [];
  return (await Promise.all(sources.map((source) => context.files.find(source)))).flat();
}

type Left = Required<Pick<Built, 'diagnostics'>> & Pick<Built, 'quarantined'>;

const nothingLeft: Left = { diagnostics: [] };

/** Writes down what is left out of files; nothing of them is read with `--empty`. */
async function leave(
  context: RunContext,
  { session, model }: Build,
  isAdded: boolean,
  leavings: readonly Leavings[],
): Promise<Left> {
  if (context.plan.options.window.kind === 'empty') return nothingLeft;
  const { count, diagnostics } = await quarantine(context, session, model, !isAdded, leavings);
  return { diagnostics, ...(count ? { quarantined: count } : {}) };
}

/** A table over files that was not built file by file holds nobody knows which: it is built anew. */
async function remembersItsFiles(context: RunContext, model: Model): Promise<boolean> {
  if (fileSources(context, [model.code]).length === 0) return true;
  const { seq } = await context.adapter.read((session) => recallFiles(session, model));
  return seq > 0;
}

/** Remembers the files, and takes out the rows of versions that are loaded again. */
async function startLoads(context: RunContext, build: Build, loads: FileLoads): Promise<void> {
  const { session, relation, model, incremental } = build;
  if (incremental && loads.stale.length > 0) {
    const columns = await columnsOf(session, relation);
    if (!columns.some(({ name }) => sameName(name, '_source_file'))) throw untraceable(build, loads.stale);
    await alterFirst(build);
    const paths = loads.stale.map(literal).join(', ');
    await session.run(`delete from ${relation} where ${identifier('_source_file')} in (${paths})`);
  }
  const { invocation, now } = context.effects;
  await rememberFiles(session, model, loads.memory, !incremental, loads.rows, invocation, now.toISOString());
  await context.effects.reach?.('after file memory', model.name);
}

function untraceable(build: Build, paths: readonly string[]): DiagnosticError {
  const others = paths.length === 1 ? '' : ` and ${paths.length - 1} more`;
  return new DiagnosticError([
    diagnostic(
      'M517',
      `\`${paths[0]}\`${others} came again with other content, and its rows cannot be found in the table`,
      {
        labels: labelsAt(build.code, null, 1, 'this model', build.place),
        help: 'select `_source_file` in the model and build it anew once with `--full-refresh`',
        node: build.place.node,
      },
    ),
  ]);
}
