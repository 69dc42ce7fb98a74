import type { ColumnType } from '../adapter/port.ts';
import type { NodeId } from '../nodes/node.ts';
import type { Relation } from '../sql/relation.ts';

/** A table of the warehouse with its columns. */
export interface Standing {
  readonly relation: Relation;
  readonly columns: readonly ColumnType[];
}

/** What was found in order before: a node with the same key need not be bound again. Plain data, for a file. */
export interface Findings {
  readonly nodes: Readonly<Record<NodeId, Finding>>;
  /** Tables of the warehouse, as the last run saw them that came upon one which it did not know. */
  readonly strangers: readonly Standing[];
}

export interface Finding {
  readonly key: string;
  /** Empty for a test. */
  readonly columns: readonly ColumnType[];
}

export const noFindings: Findings = { nodes: {}, strangers: [] };

/** The findings of the last check, and those of this one. */
export interface CheckMemory {
  readonly find: (id: NodeId, key: string) => readonly ColumnType[] | null;
  readonly keep: (id: NodeId, key: string, columns: readonly ColumnType[]) => void;
  readonly strangers: () => readonly Standing[];
  readonly keepStrangers: (all: readonly Standing[]) => void;
  /** All of it; null when nothing is new. */
  readonly findings: () => Findings | null;
}

export function checkMemory(before: Findings): CheckMemory {
  const nodes = new Map(Object.entries(before.nodes));
  let { strangers } = before;
  let isNew = false;
  return {
    find: (id, key) => {
      const found = nodes.get(id);
      return found?.key === key ? found.columns : null;
    },
    keep: (id, key, columns) => {
      nodes.set(id, { key, columns });
      isNew = true;
    },
    strangers: () => strangers,
    keepStrangers: (all) => {
      if (JSON.stringify(all) === JSON.stringify(strangers)) return;
      strangers = all;
      isNew = true;
    },
    findings: () => (isNew ? { nodes: Object.fromEntries(nodes), strangers } : null),
  };
}
