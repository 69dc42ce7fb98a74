import type { RelationKind, Session } from '../../adapter/port.ts';
import { relationSql } from '../../sql/relation.ts';
import type { Offer } from '../offer.ts';
import { makeRoom } from './build.ts';

/** Makes a table with the rows of another; how many there are. */
export async function copyTable(
  session: Session,
  relation: string,
  existing: RelationKind | null,
  { relation: from }: Pick<Offer, 'relation'>,
): Promise<number> {
  await makeRoom(session, relation, existing, 'table');
  return session.run(`create or replace table ${relation} as from ${relationSql(from)}`);
}
