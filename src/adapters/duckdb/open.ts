import type { Adapter } from '../../adapter/port.ts';
import type { Target } from '../../nodes/manifest.ts';

export interface OpenOptions {
  /** The project's folder, absolute: a relative database path starts there, messages show paths from there. */
  readonly root: string;
  readonly readOnly: boolean;
  /** How long to wait for another process to let go of the database; 0 asks once. */
  readonly waitSeconds: number;
  /** How many sessions may work at once; the target's `threads` otherwise. */
  readonly threads?: number;
  /** Ends the waiting. */
  readonly signal?: AbortSignal;
}

/**
 * Opens a DuckDB file, or `:memory:`. The engine is loaded here and not before. Throws `EngineError`: `locked` when
 * another process (named with its command) or this one has the file, `file` when it cannot be opened.
 */
export async function openDuckDB(target: Target, options: OpenOptions): Promise<Adapter> {
  const { connectDuckDB } = await import('./connect.ts');
  return connectDuckDB(target, options);
}
