import type { ConfigKind } from './rules.ts';

/** The keys that only batches by event time have a use for. */
const batchKeys = ['batch_size', 'begin', 'lookback'];

/** What is to be said of a value that is known and cannot be run yet; null for every other. */
export function notYet(
  kind: ConfigKind,
  key: string,
  value: unknown,
  siblings: Readonly<Record<string, unknown>>,
): string | null {
  if (kind !== 'model' || value === null) return null;
  if (key === 'materialized' && value === 'external') return said('materialized: external');
  if (key === 'incremental_strategy' && value === 'microbatch') return said('incremental_strategy: microbatch');
  if (!batchKeys.includes(key) || siblings.incremental_strategy === 'microbatch') return null;
  const first = batchKeys.find((one) => siblings[one] !== undefined && siblings[one] !== null);
  return first === key ? said(key) : null;
}

function said(what: string): string {
  return `\`${what}\` is not yet supported`;
}
