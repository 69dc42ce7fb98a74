import type { RelationKind, Session } from '../../adapter/port.ts';
import type { Seed } from '../../nodes/node.ts';
import { relationSql } from '../../sql/relation.ts';
import { type Built, makeRoom } from './build.ts';

/** Replaces the whole table. */
export async function buildSeed(
  session: Session,
  seed: Seed,
  query: string,
  existing: RelationKind | null,
): Promise<Built> {
  const relation = relationSql(seed.relation);
  await makeRoom(session, relation, existing, 'table');
  const rows = await session.run(`create or replace table ${relation} as\n${query}`);
  return { kind: 'table', rows };
}
