import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { displayName, type Node, type NodeId } from '../nodes/node.ts';
import type { BatchResults, NodeResult, Quarantined, Status } from '../nodes/result.ts';
import { relationName } from '../sql/relation.ts';
import type { Times } from './clock.ts';

/** What a step has to say for itself; everything else of a result is known from its node. */
export interface Outcome {
  readonly status: Status;
  readonly message?: string | null;
  readonly failures?: number | null;
  readonly rows?: number | null;
  readonly files?: number | null;
  readonly quarantined?: Quarantined;
  readonly batches?: BatchResults | null;
  readonly cause?: NodeId | null;
  readonly compiled?: string | null;
  readonly diagnostics?: readonly Diagnostic[];
  readonly difference?: unknown;
}

export function nodeResult(node: Node, outcome: Outcome, times: Times, thread: string): NodeResult {
  return {
    id: node.id,
    name: displayName(node),
    resource: node.resource,
    kind: kindOf(node),
    relation: relationOf(node),
    ...filled(outcome),
    ...times,
    thread,
  };
}

/** A result of something that is no node: a hook of the whole run. */
export function operationResult(id: NodeId, name: string, outcome: Outcome, times: Times): NodeResult {
  return {
    id,
    name,
    resource: 'operation',
    kind: 'hook',
    relation: null,
    ...filled(outcome),
    ...times,
    thread: 'main',
  };
}

function filled(outcome: Outcome) {
  return {
    status: outcome.status,
    message: outcome.message ?? null,
    failures: outcome.failures ?? null,
    rows: outcome.rows ?? null,
    files: outcome.files ?? null,
    batches: outcome.batches ?? null,
    cause: outcome.cause ?? null,
    compiled: outcome.compiled ?? null,
    diagnostics: outcome.diagnostics ?? [],
    ...(outcome.quarantined === undefined ? {} : { quarantined: outcome.quarantined }),
    ...(outcome.difference === undefined ? {} : { difference: outcome.difference }),
  };
}

/** What a node is made as. */
export function kindOf(node: Node): string {
  return node.resource === 'model' ? node.config.materialized : node.resource;
}

export function relationOf(node: Node): string | null {
  if (node.resource === 'model') return node.config.materialized === 'ephemeral' ? null : relationName(node.relation);
  return node.resource === 'seed' ? relationName(node.relation) : null;
}
