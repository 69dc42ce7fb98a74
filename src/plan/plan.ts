import type { Interval } from '../nodes/interval.ts';
import type { NodeId } from '../nodes/node.ts';

export type Verb = 'build' | 'run' | 'test' | 'seed' | 'clone' | 'unit-test';

/**
 * One step of a run. `audits` are the tests that judge the new version before it is published (build only).
 * `needs` are steps whose failure skips this one; `after` are steps that only have to be over.
 */
export interface Step {
  readonly id: NodeId;
  readonly action: 'generate' | 'seed' | 'model' | 'source' | 'test' | 'unit_test' | 'exposure';
  readonly audits: readonly NodeId[];
  readonly needs: readonly NodeId[];
  readonly after: readonly NodeId[];
  /** Steps on the longest path that starts here: the critical path goes first. */
  readonly height: number;
}

/** Limits on what refs and sources show, from `--empty` and `--sample`. */
export type Window =
  | { readonly kind: 'all' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'sample'; readonly since: string };

export interface PlanOptions {
  readonly fullRefresh: boolean;
  /** Whether `build` builds what is up to date too. */
  readonly force: boolean;
  /** Whether relations that mart did not make are taken over. */
  readonly adopt: boolean;
  /** Whether everything becomes visible at one instant, or nothing does. */
  readonly atomic: boolean;
  readonly failFast: boolean;
  readonly storeFailures: boolean;
  readonly window: Window;
  /** The stretch of event time that microbatch models are to build; null for what is due. */
  readonly interval: Interval | null;
  /** Whether the run repeats what failed: of a microbatch model its failed intervals only. */
  readonly retry: boolean;
}

/** A run as data, in an order in which it could run one step after the other. */
export interface Plan {
  readonly verb: Verb;
  readonly steps: readonly Step[];
  readonly options: PlanOptions;
}
