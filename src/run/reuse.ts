import type { Session } from '../adapter/port.ts';
import { isMicrobatch } from '../nodes/config.ts';
import type { Manifest } from '../nodes/manifest.ts';
import type { DataTest, Model, NodeId, Seed, UnitTest } from '../nodes/node.ts';
import type { Proof, Reason } from '../plan/reuse/judge.ts';
import {
  type Contents,
  contentOf,
  fingerprintOf,
  inputsHash,
  inputsOf,
  isPure,
  type KeptRecipe,
  type Kitchen,
  modelCode,
  newContent,
  originOf,
  type Recipe,
  recipeFor,
  testFingerprint,
  unitFingerprint,
} from '../plan/reuse/recipe.ts';
import { relationName } from '../sql/relation.ts';
import type { KnownContents, Read } from './contents.ts';
import type { UnitLook } from './effects.ts';
import type { Memory } from './ledger-memory.ts';
import type { Built } from './materializations/build.ts';
import type { Offer } from './offer.ts';
import { reasonFor } from './reason-for.ts';
import { kindOf } from './results.ts';
import type { Standings } from './standings.ts';
import { type Names, readsItself, restlessInput, unsteadyHook, unsteadyQuery } from './unsteady.ts';

/** What the ledger keeps of a version beside its result. */
export interface Made {
  readonly fingerprint: string;
  readonly content: string | null;
  readonly inputs: string | null;
  readonly recipe: string;
  readonly unsteady: string | null;
  /** The compiled SQL by its hash; null for a seed. */
  readonly code: { readonly hash: string; readonly text: string } | null;
}

/** Decides what need not be built again, and keeps what the next run decides by. */
export interface Reuse {
  /** Why a node has to be built; null when its last version is what a build would give. */
  readonly reason: (node: Model | Seed, read: Read) => Promise<Reason | null>;
  /** Why a node is left out though some of what it reads has changed; null where that is not so. */
  readonly proof: (id: NodeId, read: Read) => Promise<Proof | null>;
  /** Whether a test has passed on what is there now. */
  readonly hasPassed: (test: DataTest, read: Read) => Promise<boolean>;
  /** Whether a unit test has passed on the same code and the same rows. */
  readonly hasPassedUnit: (test: UnitTest, look: () => Promise<UnitLook>) => Promise<boolean>;
  /** Before any transaction in which something is made or tested. */
  readonly open: () => Promise<void>;
  /** Before a node's transaction: looks at what it reads. */
  readonly look: (node: Model | Seed, read: Read) => Promise<void>;
  /** What its rows will be, after `look`; null where nobody can tell. One that is unsteady has other rows all the same. */
  readonly foreseen: (node: Model) => string | null;
  /** Inside its transaction, when it is built. */
  readonly made: (session: Session, node: Model | Seed, built: Built, warned: boolean) => Promise<void>;
  readonly tested: (session: Session, test: DataTest) => Promise<void>;
  readonly unitTested: (session: Session, test: UnitTest, look: UnitLook) => Promise<void>;
  /** It was copied from where it stands already. */
  readonly took: (node: Model | Seed, offer: Offer) => void;
  /** Its transaction was undone. */
  readonly undone: (id: NodeId) => void;
  readonly version: (id: NodeId) => Made | null;
  /** Why a node that was built will be built again though nothing changes; null where that is not so. */
  readonly eachTime: (id: NodeId) => string | null;
  readonly judgement: (id: NodeId) => string | null;
}

export interface Larder {
  readonly kitchen: Kitchen;
  readonly memory: Memory;
  readonly standings: Standings;
  readonly contents: KnownContents;
  /** What was found out before the run. */
  readonly proofs: ReadonlyMap<NodeId, Proof>;
  readonly names: () => Promise<Names>;
  readonly stores: (test: DataTest) => boolean;
  readonly invocation: string;
  /** Whether everything is built, whatever is known. */
  readonly force: boolean;
}

export function openReuse(larder: Larder): Reuse {
  const { kitchen, memory, contents } = larder;
  const seen = new Map<NodeId, Contents>();
  const versions = new Map<NodeId, Made>();
  const judgements = new Map<NodeId, string>();

  const look = async (node: Model | Seed, read: Read): Promise<Contents> => {
    const known = seen.get(node.id) ?? (await contents.inputs(node, read));
    seen.set(node.id, known);
    return known;
  };
  const fingerprintNow = async (test: DataTest, read: Read): Promise<string | null> => {
    const inputs = inputsHash(await contents.inputs(test, read));
    return inputs === null ? null : testFingerprint(test, kitchen, larder.stores(test), inputs);
  };
  const isProven = (id: NodeId, now: Contents): boolean => {
    const proof = larder.proofs.get(id);
    const hash = inputsHash(now);
    return proof !== undefined && hash !== null && inputsHash(proof.inputs) === hash;
  };
  return {
    reason: async (node, read) => {
      if (larder.force) return { kind: 'asked', about: null };
      const last = memory.builds.get(node.id);
      if (!last) return { kind: 'never built', about: null };
      const now = await look(node, read);
      const reason = reasonFor(larder, node, now);
      if (reason?.kind !== 'input' || !isProven(node.id, now)) return reason;
      contents.set(node.id, last.content);
      return null;
    },
    proof: async (id, read) => {
      const node = kitchen.manifest.nodes.get(id);
      if (node?.resource !== 'model' || !isProven(id, await look(node, read))) return null;
      return larder.proofs.get(id) ?? null;
    },
    hasPassed: async (test, read) => {
      const last = memory.tests.get(test.id);
      if (larder.force || last?.status !== 'pass' || last.fingerprint === null) return false;
      return last.fingerprint === (await fingerprintNow(test, read));
    },
    hasPassedUnit: async (test, look) => {
      const last = memory.tests.get(test.id);
      if (larder.force || last?.status !== 'pass' || last.fingerprint === null) return false;
      return last.fingerprint === unitFingerprint(kitchen, (await look()).key);
    },
    open: async () => {
      await larder.names();
    },
    look: async (node, read) => {
      await look(node, read);
      await larder.names();
    },
    foreseen: (node) => {
      const inputs = inputsHash(seen.get(node.id) ?? {});
      return inputs === null || !seen.has(node.id) ? null : contentOf(recipeFor(kitchen, node), inputs);
    },
    made: async (session, node, built, warned) => {
      const read: Read = (work) => work(session);
      const before = versions.get(node.id) ?? null;
      const version = await madeOf(larder, session, node, await look(node, read), { built, warned, before });
      versions.set(node.id, version);
      contents.set(node.id, version.content);
    },
    tested: async (session, test) => {
      const read: Read = (work) => work(session);
      const fingerprint = await fingerprintNow(test, read);
      if (fingerprint === null || (await unsteadyQuery(session, test.code, await larder.names())) !== null) return;
      judgements.set(test.id, fingerprint);
    },
    unitTested: async (session, test, { key, codes }) => {
      const fingerprint = unitFingerprint(kitchen, key);
      if (fingerprint === null) return;
      const names = await larder.names();
      for (const code of codes) if ((await unsteadyQuery(session, code, names)) !== null) return;
      judgements.set(test.id, fingerprint);
    },
    took: (node, { content, inputs, unsteady, recipe }) => {
      const here: KeptRecipe = { ...(JSON.parse(recipe) as KeptRecipe), relation: relationName(node.relation) };
      const { origin: _, inputs: __, ...own } = here;
      const fingerprint = fingerprintOf(own);
      versions.set(node.id, { fingerprint, content, inputs, unsteady, recipe: JSON.stringify(here), code: null });
      contents.set(node.id, content);
    },
    undone: (id) => {
      versions.delete(id);
      contents.undo(id);
    },
    version: (id) => versions.get(id) ?? null,
    eachTime: (id) => {
      const why = versions.get(id)?.unsteady ?? null;
      const node = kitchen.manifest.nodes.get(id);
      const byIntervals = node?.resource === 'model' && isMicrobatch(node.config);
      return why === warning || byIntervals ? null : why;
    },
    judgement: (id) => judgements.get(id) ?? null,
  };
}

async function madeOf(
  { kitchen, memory, names, invocation }: Larder,
  session: Session,
  node: Model | Seed,
  read: Contents,
  { built, warned, before }: { readonly built: Built; readonly warned: boolean; readonly before: Made | null },
): Promise<Made> {
  const next = recipeFor(kitchen, node);
  const recipe: Recipe = next.mode === 'added' && built.isAnew ? { ...next, mode: 'anew' } : next;
  const fingerprint = fingerprintOf(recipe);
  const inputs = inputsHash(read);
  const why = warned ? warning : await unsteady(kitchen.manifest, session, node, await names());
  const text = node.resource === 'model' ? modelCode(node) : null;
  return {
    fingerprint,
    inputs,
    content: contentNow(),
    recipe: JSON.stringify({ ...recipe, origin: originOf(kitchen.manifest, node), inputs: read }),
    unsteady: why,
    code: text === null ? null : { hash: recipe.code, text },
  };

  function contentNow(): string | null {
    // A table that is built in several steps has changed when one of them changed it.
    if (built.isChanged === false) return (before ?? memory.builds.get(node.id))?.content ?? null;
    const kind = kindOf(node);
    if (isPure(node) && why === null && inputs !== null) return contentOf(recipe, inputs);
    return kind === 'view' ? null : newContent(invocation, node.id);
  }
}

/** It is built again so that it is said again. */
const warning = 'its last build gave a warning';

async function unsteady(
  manifest: Manifest,
  session: Session,
  node: Model | Seed,
  names: Names,
): Promise<string | null> {
  for (const hook of [...node.preHooks, ...node.postHooks]) {
    const why = unsteadyHook(hook, names);
    if (why !== null) return why;
  }
  const moving = restlessInput(manifest, inputsOf(manifest, node));
  if (moving !== null || node.resource === 'seed') return moving;
  if (node.config.incremental_strategy === 'microbatch')
    return 'the ledger knows which of its intervals are to be built';
  if (node.config.materialized === 'table' && (await readsItself(session, node.code))) return 'it reads its own table';
  for (const code of node.incrementalCode ? [node.code, node.incrementalCode] : [node.code]) {
    const why = await unsteadyQuery(session, code, names);
    if (why !== null) return why;
  }
  return null;
}
