import type { Adapter } from '../adapter/port.ts';
import type { Code } from '../nodes/code.ts';
import type { Manifest } from '../nodes/manifest.ts';
import { displayName, type Model, type NodeId } from '../nodes/node.ts';
import type { LastBuild, Proof, Reason } from '../plan/reuse/judge.ts';
import { type Contents, inputsHash, type KeptRecipe, keptCode, type Recipe, recipeFor } from '../plan/reuse/recipe.ts';
import { literal } from '../sql/literal.ts';
import { type Change, type ChangedColumns, changedColumns } from './column-changes.ts';
import { type KnownContents, knownContents, type Read } from './contents.ts';
import type { Outlook } from './context.ts';
import { readRecipes } from './ledger-memory.ts';
import { ledgerSchema } from './ledger-tables.ts';
import { type Prover, prover } from './prove.ts';
import { isCall } from './unsteady.ts';

/** Follows what a run will change, column by column, in the order of the graph. */
export interface Trail {
  /** A model that is to be built for a reason; a proof when it need not be. `after`: what it will read. */
  readonly follow: (model: Model, last: LastBuild, reason: Reason, after: Contents) => Promise<Proof | null>;
  readonly change: (id: NodeId) => Change | undefined;
  /** What will be other ones. */
  readonly changed: () => readonly NodeId[];
}

export function trailOf(outlook: Outlook, contents: KnownContents): Trail {
  const { kitchen, adapter, effects, manifest } = outlook;
  const before = knownContents(outlook);
  const look: Read = (work) => adapter.read(work);
  let opened: Prover | null = null;
  const open = async (): Promise<Prover | null> => {
    opened ??= effects.world ? prover(await effects.world()) : null;
    return opened;
  };
  // Of a model that nobody reads nothing need be known.
  const isRead = (id: NodeId): boolean =>
    (manifest.graph.children.get(id) ?? []).some((child) => {
      const node = manifest.nodes.get(child);
      if (node?.resource !== 'model') return false;
      return node.config.materialized === 'ephemeral' ? isRead(child) : outlook.memory.builds.has(child);
    });
  const readingOf = async (ids: Iterable<NodeId>) => {
    const reading: Record<'before' | 'after', Record<NodeId, string | null>> = { before: {}, after: {} };
    for (const id of ids) {
      reading.before[id] = await before.of(id, look);
      reading.after[id] = await contents.of(id, look);
    }
    return reading;
  };
  const edited = async (model: Model): Promise<void> => {
    const earlier = await earlierOf(adapter, outlook, model);
    if (!earlier) return;
    const reading = await readingOf(new Set([...earlier.code.inputs, ...model.code.inputs]));
    const { inputs } = earlier.recipe;
    if (Object.keys(inputs).some((id) => !(id in reading.before)) || differs(inputs, reading.before)) return;
    await (await open())?.rebuilt(model, { before: earlier.code, after: model.code }, reading);
  };
  return {
    change: (id) => opened?.changes.get(id),
    changed: () => [...(opened?.changes.keys() ?? [])],
    follow: async (model, last, reason, after) => {
      if (!effects.world || kitchen.window.kind !== 'all') return null;
      if (reason.kind === 'recipe') {
        if (isRead(model.id)) await edited(model);
        return null;
      }
      const isSteady = reason.kind === 'input' && opened !== null && opened.changes.size > 0;
      const isRestless = reason.kind === 'unsteady' && isCall(reason.about ?? '') && isRead(model.id);
      if (!isSteady && !isRestless) return null;
      const reading = await readingOf(Object.keys(after));
      if (last.inputs !== inputsHash(reading.before)) return null;
      const found = await open();
      if (isRestless) await found?.rebuilt(model, { before: model.code, after: model.code }, reading);
      if (!found || isRestless || !(await found.isUntouched(model, last, reading))) return null;
      return { inputs: after, about: changedInputs(manifest, found.changes, reading) };
    },
  };
}

function differs(recorded: Contents, now: Contents): boolean {
  return Object.entries(recorded).some(([id, content]) => content === null || now[id] !== content);
}

/** The code of a model's last version, where nothing but the code is another one now. */
async function earlierOf(
  adapter: Adapter,
  { kitchen, memory }: Outlook,
  model: Model,
): Promise<{ readonly code: Code; readonly recipe: KeptRecipe } | null> {
  const kept = (await readRecipes(adapter, memory, [model.id])).get(model.id);
  const last = memory.builds.get(model.id);
  if (kept === undefined || !last || (last.unsteady !== null && !isCall(last.unsteady))) return null;
  const recipe = JSON.parse(kept) as KeptRecipe;
  if (!isSameBesideCode(recipe, recipeFor(kitchen, model))) return null;
  const [row] = await adapter.read((session) =>
    session.rows(`select code from ${ledgerSchema}.codes where hash = ${literal(recipe.code)} limit 1`),
  );
  const code = row ? keptCode(String(row.code)) : null;
  return code && { code, recipe };
}

/** A contract changes no rows: what breaks it is not published. */
function isSameBesideCode(before: Recipe, now: Recipe): boolean {
  const rest = ({ relation, config, hooks, setting, engine, window, mode, said }: Recipe) =>
    JSON.stringify([relation, Object.entries(config).sort(), hooks, setting, engine, window, mode, said]);
  return rest(before) === rest(now);
}

function changedInputs(
  manifest: Manifest,
  changes: Prover['changes'],
  { before, after }: { readonly before: Contents; readonly after: Contents },
) {
  return Object.keys(after).flatMap((id) => {
    const change = changes.get(id);
    const node = manifest.nodes.get(id);
    if (before[id] === after[id] || !change || !node) return [];
    return [unread(displayName(node), changedColumns(change))];
  });
}

function unread(name: string, { rows, added, removed, changed }: ChangedColumns): string {
  const lists = { added, changed, removed };
  const said = Object.entries(lists).flatMap(([how, names]) =>
    names.length === 0 ? [] : [`${how}: ${names.join(', ')}`],
  );
  if (said.length === 0 && !rows) return `the rows of \`${name}\` stay as they are`;
  return `it reads none of the columns that change in \`${name}\` (${said.join('; ')})`;
}
