import type { Adapter, RelationKind } from '../adapter/port.ts';
import { placeOfNode } from '../check/node-place.ts';
import type { CodePlace } from '../check/places.ts';
import type { SourceFiles } from '../check/source-files.ts';
import type { Manifest } from '../nodes/manifest.ts';
import type { Node, NodeId } from '../nodes/node.ts';
import type { Plan } from '../plan/plan.ts';
import type { Relation } from '../sql/relation.ts';
import type { RunClock } from './clock.ts';
import type { RunEffects } from './effects.ts';
import type { Ledger } from './ledger.ts';
import type { Pace } from './pace.ts';

/** What every step of one run shares. */
export interface RunContext {
  readonly plan: Plan;
  readonly manifest: Manifest;
  readonly adapter: Adapter;
  readonly effects: RunEffects;
  readonly clock: RunClock;
  readonly ledger: Ledger;
  readonly relations: Relations;
  readonly files: SourceFiles;
  readonly pace: Pace;
  /** Models that the ledger has intervals of. */
  readonly withIntervals: ReadonlySet<NodeId>;
}

/** What exists in the warehouse: read once when the run starts, kept up to date by what the run publishes. */
export interface Relations {
  readonly kind: (relation: Relation) => RelationKind | null;
  readonly set: (relation: Relation, kind: RelationKind) => void;
}

export function knownRelations(existing: readonly (Relation & { readonly kind: RelationKind })[]): Relations {
  const key = (relation: Relation): string => `${relation.schema}\n${relation.name}`.toLowerCase();
  const kinds = new Map(existing.map((one) => [key(one), one.kind]));
  return {
    kind: (relation) => kinds.get(key(relation)) ?? null,
    set: (relation, kind) => {
      kinds.set(key(relation), kind);
    },
  };
}

export function nodeOf(context: RunContext, id: NodeId): Node {
  const node = context.manifest.nodes.get(id);
  if (!node) throw new Error(`the plan names ${id}, which the manifest does not have`);
  return node;
}

export function placeOf(context: RunContext, node: Node): CodePlace {
  return placeOfNode(context.manifest, node, context.effects.readText);
}
