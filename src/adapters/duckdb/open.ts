import type { Adapter } from '../../adapter/port.ts';
import type { Target } from '../../nodes/manifest.ts';
import type { OpenOptions } from './open-options.ts';

/**
 * Opens a DuckDB file, or `:memory:`. The engine is loaded here and not before. Throws `EngineError`: `locked` when
 * another process (named with its command) or this one has the file, `file` when it cannot be opened.
 */
export async function openDuckDB(target: Target, options: OpenOptions): Promise<Adapter> {
  const { connectDuckDB } = await import('./connect.ts');
  return connectDuckDB(target, options);
}
