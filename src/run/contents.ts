import type { Session } from '../adapter/port.ts';
import { engineError } from '../check/send.ts';
import type { Node, NodeId, Source } from '../nodes/node.ts';
import {
  type Contents,
  contentOf,
  fingerprintOf,
  inputsHash,
  inputsOf,
  type Kitchen,
  recipeFor,
} from '../plan/reuse/recipe.ts';
import type { FileContents } from './file-contents.ts';
import type { Memory } from './ledger-memory.ts';
import type { Standings } from './standings.ts';
import { isMoving } from './unsteady.ts';

/** What the rows of nodes are, as short hashes: equal hashes mean equal rows. */
export interface KnownContents {
  /** Of one node; null when nobody can tell. */
  readonly of: (id: NodeId, read: Read) => Promise<string | null>;
  /** Of everything that a node reads. `session` reads what has to be looked at. */
  readonly inputs: (node: Parameters<typeof inputsOf>[1], read: Read) => Promise<Contents>;
  /** What a node has just been built to; null when nobody can tell. */
  readonly set: (id: NodeId, content: string | null) => void;
  /** Its new version was not kept. */
  readonly undo: (id: NodeId) => void;
}

/** Looks into the warehouse. */
export type Read = <T>(work: (session: Session) => Promise<T>) => Promise<T>;

/** What contents are found by. */
export interface Whereabouts {
  readonly kitchen: Kitchen;
  readonly memory: Memory;
  readonly standings: Standings;
  readonly deliveries: FileContents;
  /** Tables of others that were read already, and that nothing of the run may have written to since. */
  readonly strangers: Map<NodeId, Promise<string | null>>;
}

export function knownContents({ kitchen, memory, standings, deliveries, strangers }: Whereabouts): KnownContents {
  const { manifest } = kitchen;
  const built = new Map<NodeId, string | null>();
  const asked = new Map<NodeId, Promise<string | null>>();

  const contentNow = async (node: Node, read: Read): Promise<string | null> => {
    if (node.resource === 'source') return sourceContent(node, read);
    if (node.resource !== 'model' && node.resource !== 'seed') return null;
    const last = memory.builds.get(node.id);
    if (!last || last.fingerprint === null || standings.of(node, last) !== 'as it was') return null;
    if (node.resource === 'seed' || node.config.materialized !== 'view') return last.content;
    // A view has no rows of its own: it shows what stands below it now.
    const recipe = recipeFor(kitchen, node);
    if (last.unsteady !== null || last.fingerprint !== fingerprintOf(recipe)) return null;
    const inputs = inputsHash(await inputsNow(node, read));
    // What it reads may have changed in columns that mean nothing to it.
    if (inputs === last.inputs) return last.content;
    return inputs === null ? null : contentOf(recipe, inputs);
  };
  const sourceContent = async (source: Source, read: Read): Promise<string | null> => {
    if (source.files) return deliveries.of(source);
    if (isMoving(source)) return null;
    const known = strangers.get(source.id) ?? relationContent(source, read);
    strangers.set(source.id, known);
    return known;
  };
  const relationContent = async ({ relation }: Source, read: Read): Promise<string | null> => {
    if (!relation) return null;
    try {
      return await read((session) => session.content(relation));
    } catch (error) {
      if (!engineError(error)) throw error;
      return null;
    }
  };
  const content = (id: NodeId, read: Read): Promise<string | null> => {
    const fresh = built.get(id);
    if (fresh !== undefined) return Promise.resolve(fresh);
    const node = manifest.nodes.get(id);
    const known = asked.get(id) ?? (node ? contentNow(node, read) : Promise.resolve(null));
    asked.set(id, known);
    return known;
  };
  const inputsNow = async (node: Parameters<typeof inputsOf>[1], read: Read): Promise<Contents> => {
    const all: Record<NodeId, string | null> = {};
    for (const id of inputsOf(manifest, node)) all[id] = await content(id, read);
    return all;
  };
  return {
    of: content,
    inputs: inputsNow,
    set: (id, value) => {
      built.set(id, value);
    },
    undo: (id) => {
      built.delete(id);
    },
  };
}
