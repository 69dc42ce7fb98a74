import type { RelationKind } from '../adapter/port.ts';
import type { Model, NodeId, Seed } from '../nodes/node.ts';
import type { Relation } from '../sql/relation.ts';

/** A version that stands in some warehouse, as its ledger knows it. */
export interface Offer {
  readonly id: NodeId;
  /** The target that built it, null where the ledger does not say. */
  readonly target: string | null;
  readonly relation: Relation;
  readonly kind: RelationKind;
  readonly content: string | null;
  readonly inputs: string | null;
  readonly unsteady: string | null;
  /** As JSON: its recipe, and the contents of what it read. */
  readonly recipe: string;
  readonly seq: number;
}

/** Where a clone takes versions from. */
export interface Donor {
  /** For people: the target, or the folder of the state. */
  readonly name: string;
  /** The ledger of its warehouse, as SQL. */
  readonly ledger: string;
  readonly of: (node: Model | Seed) => Offer | null;
}
