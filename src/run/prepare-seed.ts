import { blameRows, blameTypes, seedQuery } from '../check/seed-query.ts';
import type { Seed } from '../nodes/node.ts';
import { placeOf, type RunContext } from './context.ts';
import { isInside } from './hooks.ts';
import { buildSeed } from './materializations/seed.ts';
import type { Prepared } from './prepared.ts';
import { fillCode, scansOf } from './resolve.ts';

/** Everything about a seed's load that is known before its transaction begins. */
export async function prepareSeed(context: RunContext, seed: Seed): Promise<Prepared> {
  const { adapter, effects } = context;
  const place = placeOf(context, seed);
  const existing = context.relations.kind(seed.relation);
  const query = await seedQuery(adapter, effects.root, seed, place);
  let refused: unknown = null;
  const scans = await scansOf(context, [...seed.preHooks, ...seed.postHooks]);
  return {
    compiled: null,
    diagnostics: [],
    files: null,
    preHooks: seed.preHooks.filter(isInside),
    postHooks: seed.postHooks.filter(isInside),
    fillHook: (hook) => fillCode(context, hook, seed.relation, scans),
    explain: (error) =>
      error === refused
        ? blameRows(adapter, error, effects.root, seed, place)
        : blameTypes(adapter, error, seed, place),
    build: (session) =>
      buildSeed(session, seed, query, existing).catch((error) => {
        refused = error;
        throw error;
      }),
  };
}
