import type { NodeId } from '../../nodes/node.ts';
import type { Contents } from './recipe.ts';
import { inputsHash } from './recipe.ts';

/** The last version of a node that was published, as the ledger has it. */
export interface LastBuild {
  readonly id: NodeId;
  readonly fingerprint: string | null;
  readonly content: string | null;
  readonly inputs: string | null;
  readonly unsteady: string | null;
  readonly seconds: number;
  readonly rows: number | null;
  readonly seq: number;
  /** Whether another node was built to its relation since. */
  readonly isReplaced: boolean;
}

/** How a relation stands in the warehouse, beside how it was left. */
export type Standing = 'as it was' | 'gone' | 'changed';

/** Why a node is built; `about` is what the kind leaves open: an input's id, or words for people. */
export interface Reason {
  readonly kind: 'asked' | 'never built' | 'gone' | 'changed' | 'unsteady' | 'recipe' | 'input' | 'unknown input';
  readonly about: string | null;
}

/** That the last version of a model is also what these inputs give, though some of them are other ones. */
export interface Proof {
  readonly inputs: Contents;
  /** Of each input that has changed, for people. */
  readonly about: readonly string[];
}

export interface Now {
  readonly fingerprint: string;
  readonly contents: Contents;
  readonly standing: Standing;
}

const replaced = 'another node was built to its relation since';

/** Why a node has to be built; null when its last version is what a build would give. */
export function judge(last: LastBuild | undefined, now: Now): Reason | null {
  if (!last || last.fingerprint === null) return { kind: 'never built', about: null };
  if (now.standing === 'gone') return { kind: 'gone', about: null };
  if (last.fingerprint !== now.fingerprint) return { kind: 'recipe', about: null };
  if (now.standing === 'changed') return { kind: 'changed', about: last.isReplaced ? replaced : null };
  if (last.unsteady !== null) return { kind: 'unsteady', about: last.unsteady };
  const unknown = Object.entries(now.contents).find(([, content]) => content === null);
  if (unknown) return { kind: 'unknown input', about: unknown[0] };
  return last.inputs === inputsHash(now.contents) ? null : { kind: 'input', about: null };
}
