import type { Adapter, RelationKind, Session } from '../adapter/port.ts';
import type { Intakes } from '../check/intake.ts';
import { placeOfNode } from '../check/node-place.ts';
import type { CodePlace } from '../check/places.ts';
import type { SourceFiles } from '../check/source-files.ts';
import type { Diagnostic, DiagnosticError } from '../diagnostics/diagnostic.ts';
import type { Manifest } from '../nodes/manifest.ts';
import type { Node, NodeId } from '../nodes/node.ts';
import type { Plan } from '../plan/plan.ts';
import type { Proof } from '../plan/reuse/judge.ts';
import type { Kitchen } from '../plan/reuse/recipe.ts';
import type { Relation } from '../sql/relation.ts';
import type { RunClock } from './clock.ts';
import type { RunEffects } from './effects.ts';
import type { FileContents } from './file-contents.ts';
import type { Ledger } from './ledger.ts';
import type { Memory } from './ledger-memory.ts';
import type { Outside } from './materializations/build.ts';
import type { Pace } from './pace.ts';
import type { Reuse } from './reuse.ts';
import type { Standings } from './standings.ts';
import type { Twins } from './twins.ts';

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
  readonly intakes: Intakes;
  readonly pace: Pace;
  /** Nodes that wait for a signal, and what stands below them. */
  readonly waiting: Set<NodeId>;
  readonly reuse: Reuse;
  /** Nodes that need not be built though some of what they read changes. */
  readonly proofs: Map<NodeId, Proof>;
  readonly twins: Twins;
  readonly memory: Memory;
  readonly standings: Standings;
  readonly deliveries: FileContents;
  readonly kitchen: Kitchen;
  /** Contents of tables of others. */
  readonly strangers: Map<NodeId, Promise<string | null>>;
  /** Nodes that are up to date, whatever this run makes. */
  readonly settled: Set<NodeId>;
  /** Nodes that the engine refused before the run, and why. */
  readonly refused: ReadonlyMap<NodeId, readonly Diagnostic[]>;
  /** Models that the ledger has intervals of. */
  readonly withIntervals: ReadonlySet<NodeId>;
  /** Models that have left out something of files. */
  readonly withLeavings: ReadonlySet<NodeId>;
  /** Nodes with hooks that are to run when their transaction is over. */
  readonly unfinished: Set<NodeId>;
  /** Of an atomic run: files of what it has made; they go to their places when all is done. */
  readonly outsides?: Outside[];
  /** Of the node that is being built, where it has one. */
  readonly limit?: TimeLimit;
}

/** What a run and a look at one see of the warehouse, the files and the ledger. */
export type Outlook = Pick<
  RunContext,
  | 'plan'
  | 'manifest'
  | 'adapter'
  | 'effects'
  | 'memory'
  | 'files'
  | 'deliveries'
  | 'kitchen'
  | 'standings'
  | 'strangers'
>;

/** How long the statements of one node may take together. */
export interface TimeLimit {
  /** Runs a statement unless the time is over, and stops it when the time is over: M537 then. */
  readonly during: <T>(session: Pick<Session, 'interrupt'>, statement: () => Promise<T>) => Promise<T>;
  /** What to say when the time is over; null before. */
  readonly excess: () => DiagnosticError | null;
  readonly end: () => void;
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
