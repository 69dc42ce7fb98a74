import type { Adapter } from '../adapter/port.ts';
import type { Target } from '../nodes/manifest.ts';
import type { Listener } from '../run/events.ts';
import type { Reach } from '../run/failpoints.ts';

export interface OpenOptions {
  /** The project's folder, absolute: relative database paths start there. */
  readonly root: string;
  readonly readOnly: boolean;
  /** Instead of the database an empty one in memory with its name: nothing of the target is touched. */
  readonly shadow?: boolean;
  /** How long to wait for another process to let go of the database. */
  readonly waitSeconds: number;
}

/** The world outside a command: everything that it may touch beside the project's files. */
export interface Effects {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** mart's own version. */
  readonly version: string;
  /** Of mart's own code: what one build remembers another does not use. null: nothing is remembered. */
  readonly build: string | null;
  /** The invocation's one instant; `MART_NOW` sets it. */
  readonly now: Date;
  /** Milliseconds that only grow. */
  readonly clock: () => number;
  /** The invocation's id, a UUID. */
  readonly invocation: string;
  /** Events of a run while it goes on. */
  readonly listen: Listener;
  /** A line for people at once, of verbs that go on until they are stopped. */
  readonly say: (line: string) => void;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  readonly openAdapter: (target: Target, options: OpenOptions) => Promise<Adapter>;
  /** Told of every failpoint of a run; absent outside of tests. */
  readonly reach?: Reach | undefined;
}
