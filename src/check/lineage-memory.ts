import type { NodeId } from '../nodes/node.ts';
import type { ModelLineage } from './lineage.ts';

/** What was traced before: a model with the same key need not be traced again. Plain data, for a file. */
export type Tracings = Readonly<Record<NodeId, Tracing>>;

export interface Tracing {
  /** The key that the check gave the model. */
  readonly key: string;
  readonly lineage: ModelLineage;
}

export interface LineageMemory {
  readonly find: (id: NodeId, key: string) => ModelLineage | null;
  readonly keep: (id: NodeId, key: string, lineage: ModelLineage) => void;
  /** All of it, without models that are gone; null when nothing is new. */
  readonly tracings: (isThere: (id: NodeId) => boolean) => Tracings | null;
}

export function lineageMemory(before: Tracings): LineageMemory {
  const known = new Map(Object.entries(before));
  let isNew = false;
  return {
    find: (id, key) => {
      const found = known.get(id);
      return found?.key === key ? found.lineage : null;
    },
    keep: (id, key, lineage) => {
      known.set(id, { key, lineage });
      isNew = true;
    },
    tracings: (isThere) => (isNew ? Object.fromEntries([...known].filter(([id]) => isThere(id))) : null),
  };
}
