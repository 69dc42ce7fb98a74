import type { NodeId } from '../nodes/node.ts';
import type { Memory } from './ledger-memory.ts';

/** How long nodes took and how many rows they came to, last time or earlier in this run. */
export interface Pace {
  /** Seconds of the last good build; null for a node that never had one. */
  readonly seconds: (id: NodeId) => number | null;
  /** null when nobody knows. */
  readonly rows: (id: NodeId) => number | null;
  /** Rows that a node has just written. */
  readonly learn: (id: NodeId, rows: number) => void;
}

export function openPace({ builds }: Memory): Pace {
  const written = new Map<NodeId, number>();
  return {
    seconds: (id) => builds.get(id)?.seconds ?? null,
    rows: (id) => written.get(id) ?? builds.get(id)?.rows ?? null,
    learn: (id, rows) => {
      written.set(id, rows);
    },
  };
}
