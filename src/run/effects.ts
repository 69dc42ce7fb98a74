import type { Row } from '../adapter/port.ts';
import type { UnitOutcome } from '../check/unit-tests/unit-outcome.ts';
import type { CheckWorld } from '../check/world.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Code } from '../nodes/code.ts';
import type { Target } from '../nodes/manifest.ts';
import type { Generator, Model, NodeId, SignalProgram, UnitTest } from '../nodes/node.ts';
import type { ReadText } from '../source/text.ts';
import type { Listener } from './events.ts';
import type { Reach } from './failpoints.ts';
import type { Donor } from './offer.ts';

/** Told once per unit of progress. */
export type Progress = (done: number, total: number, what: string) => void;

/** What a unit test depends on: its queries, and a key of everything beside the engine, null where that is not known. */
export interface UnitLook {
  readonly key: unknown;
  readonly codes: readonly Code[];
}

/** Everything outside the plan that a run touches or is told. */
export interface RunEffects {
  /** The project's folder, absolute. */
  readonly root: string;
  /** The run's one instant: everything that it stamps carries it. */
  readonly now: Date;
  /** Milliseconds that only grow, for durations. */
  readonly clock: () => number;
  /** The run's id, a UUID. */
  readonly invocation: string;
  /** mart's own version. */
  readonly version: string;
  /** The selection as it was typed, or null. */
  readonly selection: string | null;
  /** What was asked for, as plain data, so that it can be asked again. */
  readonly options?: unknown;
  /** The run whose open ends this one takes up. */
  readonly retryOf?: string;
  readonly listen: Listener;
  /** Aborted by the first Ctrl-C: running statements are interrupted and nothing more starts. */
  readonly signal: AbortSignal;
  /** Whether what is not selected may stand with another target (`--defer`): then nothing is written down of it. */
  readonly isDeferring?: boolean;
  /** Targets whose tables `build` takes over where they hold the same. */
  readonly lenders?: readonly Target[];
  /** Where a clone takes versions from; absent for every other verb. */
  readonly donor?: Donor;
  /** Project files again, to place an error in them. */
  readonly readText: ReadText;
  /** Asks the engine, before the first statement, about nodes that are to be built: those that it refuses, and why. */
  readonly check?: (ids: ReadonlySet<NodeId>) => Promise<ReadonlyMap<NodeId, readonly Diagnostic[]>>;
  /** The empty copy of the warehouse, to see there what columns are computed from; absent where there is none. */
  readonly world?: () => Promise<CheckWorld>;
  /** Runs a unit test, in an empty copy of the warehouse; absent where nobody can. */
  readonly unitTest?: {
    readonly run: (test: UnitTest) => Promise<UnitOutcome>;
    readonly look: (test: UnitTest) => Promise<UnitLook>;
  };
  /** Asks the function that a model waits for; `query` gives rows of the warehouse. Absent where nobody can. */
  readonly ask?: (
    model: Model,
    program: SignalProgram,
    query: (sql: string) => Promise<readonly Row[]>,
  ) => Promise<boolean | string>;
  /** Runs a generator; absent where nobody can. The line of what it wrote, null when there was nothing to do. */
  readonly generate?: (node: Generator, progress: Progress) => Promise<string | null>;
  /** Whether it has something to do; absent where that is not known before it runs. */
  readonly generates?: (node: Generator) => boolean;
  /** Told of every failpoint; absent outside of tests. */
  readonly reach?: Reach;
}
