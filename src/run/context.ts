import type { Adapter, RelationKind } from '../adapter/port.ts';
import type { CodePlace } from '../check/places.ts';
import type { SourceFiles } from '../check/source-files.ts';
import type { Manifest } from '../nodes/manifest.ts';
import { displayName, type Node, type NodeId } from '../nodes/node.ts';
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
  const isSql = node.resource === 'model' || node.resource === 'test';
  return {
    node: displayName(node),
    declared: node.place,
    compiled: isSql ? `${context.manifest.targetPath}/compiled/${compiledPath(node)}` : null,
    readText: context.effects.readText,
  };
}

/** Where a node's compiled SQL lies below `target/compiled`; generic tests have no file of their own. */
export function compiledPath(node: Node): string {
  if (node.resource !== 'test' || node.generic === null) return node.path;
  // Short, and without anything that a path would be read by: a test may be called whatever its author likes.
  return `${node.path}/${node.relation.name.replace(/[^\p{L}\p{N}_-]+/gu, '_').slice(0, 100)}.sql`;
}
