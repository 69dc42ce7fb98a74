import type { ImplicitCast, QueryText } from '../adapter/query-text.ts';
import type { NodeId } from '../nodes/node.ts';

/** What the engine said of one side of a model's query. */
export interface SideText {
  readonly text: QueryText;
  /** Casts between families of types. */
  readonly casts: readonly ImplicitCast[];
}

export interface Remembered {
  /** The key that the check gave the model. */
  readonly key: string;
  readonly sides: readonly SideText[];
}

/** What was read before: a model with the same key need not be read again. Plain data, for a file. */
export type LintRecord = Readonly<Record<NodeId, Remembered>>;

export interface LintMemory {
  readonly find: (id: NodeId, key: string) => readonly SideText[] | null;
  readonly keep: (id: NodeId, key: string, sides: readonly SideText[]) => void;
  /** All of it, without models that are gone; null when nothing is new. */
  readonly record: (isThere: (id: NodeId) => boolean) => LintRecord | null;
}

export function lintMemory(before: LintRecord): LintMemory {
  const known = new Map(Object.entries(before));
  let isNew = false;
  return {
    find: (id, key) => {
      const found = known.get(id);
      return found?.key === key ? found.sides : null;
    },
    keep: (id, key, sides) => {
      known.set(id, { key, sides });
      isNew = true;
    },
    record: (isThere) => (isNew ? Object.fromEntries([...known].filter(([id]) => isThere(id))) : null),
  };
}
