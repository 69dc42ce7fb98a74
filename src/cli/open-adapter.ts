import type { Effects } from '../commands/effects.ts';

/** Opens the engine of a target, loaded by the verbs that need it and no sooner; `signal` ends a wait for a database in use. */
export function adapterOpener(signal: AbortSignal): Effects['openAdapter'] {
  return async (target, options) => {
    const { openDuckDB } = await import('../adapters/duckdb/open.ts');
    return openDuckDB(target, { ...options, signal });
  };
}
