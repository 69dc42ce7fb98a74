import type { Generator, Model, NodeId, Seed, Source } from '../nodes/node.ts';
import type { Proof, Reason } from '../plan/reuse/judge.ts';
import {
  type Contents,
  contentOf,
  inputsHash,
  inputsOf,
  isPure,
  newContent,
  type Recipe,
  recipeFor,
} from '../plan/reuse/recipe.ts';
import { provenBeside } from './beside.ts';
import type { Change } from './column-changes.ts';
import { knownContents, type Read } from './contents.ts';
import type { Outlook } from './context.ts';
import { trailOf } from './follow.ts';
import { reasonFor } from './reason-for.ts';

/** What a build would do with one node. */
export interface Foreseen {
  readonly id: NodeId;
  /** null when its last version is what a build would give. */
  readonly reason: Reason | null;
  /** The contents of what it reads, as far as they can be foreseen. */
  readonly contents: Contents;
  /** Why it is left out though some of what it reads changes; null where that is not so. */
  readonly proof: Proof | null;
  /** Whether it is up to date and nothing that the run makes can change that. */
  readonly isSettled: boolean;
}

export interface Foresight {
  /** In the order of the plan. */
  readonly nodes: readonly Foreseen[];
  /** Of models that are not selected. */
  readonly beside: ReadonlyMap<NodeId, Proof>;
}

/**
 * Says before a run which models and seeds it will build, and why. What hooks may still change, and generators that have
 * something to do, counts as unknown, and so do the rows of whatever is built and does not depend on its code and inputs
 * alone.
 */
export async function foresee(outlook: Outlook, generates: (node: Generator) => boolean): Promise<Foresight> {
  const { plan, manifest, adapter, memory, kitchen, strangers } = outlook;
  const contents = knownContents(outlook);
  const look: Read = (work) => adapter.read(work);
  const moving = new Set(unsettled(outlook, generates));
  for (const id of moving) contents.set(id, null);
  const rest = stillness(outlook, moving);
  const isForced = plan.options.force || plan.options.fullRefresh || plan.verb !== 'build';
  const trail = trailOf(outlook, contents);
  const found: Foreseen[] = [];
  for (const { id } of plan.steps) {
    const node = manifest.nodes.get(id);
    if (!node || (node.resource !== 'seed' && (node.resource !== 'model' || node.config.materialized === 'ephemeral')))
      continue;
    const last = memory.builds.get(id);
    const recipe = recipeFor(kitchen, node);
    const inputs = isForced ? {} : await contents.inputs(node, look);
    const reason: Reason | null = isForced ? { kind: 'asked', about: null } : reasonFor(outlook, node, inputs);
    const isFollowed = reason !== null && last !== undefined && node.resource === 'model';
    const proof = isFollowed ? await trail.follow(node, last, reason, inputs) : null;
    if (proof) contents.set(id, last?.content ?? null);
    else if (reason) contents.set(id, foreseenContent(outlook, node, recipe, inputsHash(inputs), trail.change(id)));
    const isSettled = reason === null && rest.isStill(node);
    if (!isSettled) rest.moves(node);
    found.push({ id, reason: proof ? null : reason, contents: inputs, proof, isSettled });
  }
  // What hooks may write to is read again when it is needed.
  for (const [id, node] of manifest.nodes) if (node.resource === 'source' && rest.mayMove(node)) strangers.delete(id);
  return { nodes: found, beside: await provenBeside(outlook, trail, contents) };
}

function foreseenContent(
  { memory, effects }: Outlook,
  node: Model | Seed,
  recipe: Recipe,
  inputs: string | null,
  change: Change | undefined,
): string | null {
  const isSteady = change ? !change.isVolatile : (memory.builds.get(node.id)?.unsteady ?? null) === null;
  if (change?.isVolatile && node.resource === 'model' && node.config.materialized === 'table')
    return newContent(effects.invocation, node.id);
  return isPure(node) && inputs !== null && isSteady ? contentOf(recipe, inputs) : null;
}

/** What stays as it is while a run goes on. */
function stillness({ manifest, plan }: Outlook, moving: Set<NodeId>) {
  const built = new Set(plan.steps.map(({ id }) => id));
  const known = new Map<NodeId, boolean>();
  let isHooked = manifest.onRunStart.length > 0;
  const mayMove = ({ id, relation }: Source): boolean => moving.has(id) || (isHooked && relation !== null);
  const isStill = (node: Model | Seed): boolean =>
    inputsOf(manifest, node).every((id) => {
      const input = manifest.nodes.get(id);
      if (input?.resource === 'source') return !mayMove(input);
      if (moving.has(id)) return false;
      // A view that is not built shows what is below it.
      if (built.has(id) || input?.resource !== 'model' || input.config.materialized !== 'view') return true;
      const found = known.get(id) ?? isStill(input);
      known.set(id, found);
      return found;
    });
  return {
    mayMove,
    // Hooks of the run may do anything.
    isStill: (node: Model | Seed) => manifest.onRunStart.length === 0 && isStill(node),
    moves: (node: Model | Seed): void => {
      moving.add(node.id);
      known.clear();
      // A hook may write to a table that is a source for another model.
      isHooked ||= node.preHooks.length + node.postHooks.length > 0;
    },
  };
}

/** Sources that the run itself may change. */
function unsettled({ plan, manifest }: Outlook, generates: (node: Generator) => boolean): readonly NodeId[] {
  const writers = plan.steps.flatMap(({ id }) => {
    const node = manifest.nodes.get(id);
    return node?.resource === 'generator' && generates(node) ? [id] : [];
  });
  const writes = new Set(writers);
  const hooked = manifest.onRunStart.length > 0;
  return [...manifest.nodes.values()].flatMap((node) => {
    if (node.resource !== 'source') return [];
    const isMade = node.generator !== null && writes.has(node.generator);
    return isMade || (hooked && node.relation !== null) ? [node.id] : [];
  });
}
