import type { DuckDBConnection } from '@duckdb/node-api';
import type { ImplicitCast } from '../../../adapter/query-text.ts';
import { asked } from '../lineage/bound-query.ts';
import { offsets } from './offsets.ts';

/**
 * Every cast of the bound plan with the place of what it is put around, those that the author wrote too: a caller knows
 * which places are casts already. Empty where the plan cannot be written down.
 */
export async function implicitCasts(connection: DuckDBConnection, sql: string): Promise<readonly ImplicitCast[]> {
  const { plan } = await asked(connection, sql);
  const found: ImplicitCast[] = [];
  collect(plan, found);
  const toOffset = offsets(sql);
  return found.map((cast) => ({ ...cast, at: toOffset(cast.at) }));
}

interface Bound {
  readonly expression_class?: string;
  readonly query_location?: number;
  readonly return_type?: { readonly id: string };
  readonly value?: { readonly type: { readonly id: string } };
  readonly child?: Bound;
}

function collect(value: unknown, found: ImplicitCast[]): void {
  if (typeof value !== 'object' || value === null) return;
  const { expression_class, query_location: at, return_type, child } = value as Bound;
  const from = child?.return_type?.id ?? child?.value?.type.id;
  if (expression_class === 'BOUND_CAST' && at !== undefined && Number.isSafeInteger(at) && from && return_type) {
    found.push({ at, from, to: return_type.id });
  }
  for (const one of Object.values(value)) collect(one, found);
}
