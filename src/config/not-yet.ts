import type { ConfigKind } from './rules.ts';

/** What is to be said of a value that is known and cannot be run yet; null for every other. */
export function notYet(kind: ConfigKind, key: string, value: unknown): string | null {
  const isExternal = kind === 'model' && key === 'materialized' && value === 'external';
  return isExternal ? '`materialized: external` is not yet supported' : null;
}
