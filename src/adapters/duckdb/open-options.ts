export interface OpenOptions {
  /** The project's folder, absolute: a relative database path starts there, messages show paths from there. */
  readonly root: string;
  readonly readOnly: boolean;
  /** Instead of the database an empty one in memory with its name: nothing of the target is touched. */
  readonly shadow?: boolean;
  /** How long to wait for another process to let go of the database; 0 asks once. */
  readonly waitSeconds: number;
  /** How many sessions may work at once; the target's `threads` otherwise. */
  readonly threads?: number;
  /** Ends the waiting. */
  readonly signal?: AbortSignal;
}
