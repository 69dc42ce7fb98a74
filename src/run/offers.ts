import type { Adapter, Attached, Session } from '../adapter/port.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import { identifier } from '../sql/identifier.ts';
import { literal } from '../sql/literal.ts';
import type { Relation } from '../sql/relation.ts';
import { versionOf } from './ledger.ts';
import { newest, relationKey, stampsIn, standingRows } from './ledger-memory.ts';
import { ledgerSchema, ledgerVersion } from './ledger-tables.ts';
import type { Offer } from './offer.ts';
import { isStamped } from './standings.ts';

/** The ledger of a database that is attached, or of the adapter's own. */
export function ledgerIn({ database }: Attached): string {
  return database === null ? ledgerSchema : `${identifier(database)}.${ledgerSchema}`;
}

/**
 * What a warehouse offers to be copied: relations that are as its ledger says. None where there is no ledger; throws for
 * one of another version (M505).
 */
export async function readOffers(adapter: Adapter, attached: Attached): Promise<readonly Offer[]> {
  const existing = await adapter.relations(attached.database ?? undefined);
  const ledger = ledgerIn(attached);
  const version = await versionOf(adapter, existing, ledger);
  if (version === 0) return [];
  if (version !== ledgerVersion) throw otherLedger(version);
  const [rows, stamps] = await adapter.read(async (session) => [
    await session.rows(
      `select built.*, target from (${standingVersions(ledger)}) as built
       left join (select distinct invocation, target from ${ledger}.runs) as runs using (invocation)
       where fingerprint is not null and recipe is not null`,
    ),
    await stampsIn(session, ledger),
  ]);
  const there = new Map<string, (typeof existing)[number] | null>();
  // Two relations can be written alike: then nobody can tell which one the ledger means.
  for (const one of existing) there.set(placeKey(one), there.has(placeKey(one)) ? null : one);
  return rows.flatMap((row) => {
    const key = String(row.relation);
    const found = there.get(key);
    const stamp = stamps.get(key);
    if (!found || (stamp && stamp.seq >= Number(row.seq) && !isStamped(stamp.stamp, found))) return [];
    const { database, schema, name, kind } = found;
    const relation = database === undefined ? { schema, name } : { database, schema, name };
    return [{ ...(row as unknown as Omit<Offer, 'relation' | 'kind'>), relation, kind }];
  });
}

/** Whether a relation still has the content that was offered, as a transaction sees it. */
export async function stillHas(session: Session, attached: Attached, { relation, content }: Offer): Promise<boolean> {
  const { schema, name } = relation;
  const [row] = await session.rows(
    `select content from (${standingVersions(ledgerIn(attached), placeKey({ schema, name }))}) as built`,
  );
  return content !== null && row?.content === content;
}

function standingVersions(ledger: string, only?: string): string {
  const columns =
    'invocation, id, lower(relation) as relation, fingerprint, content, inputs, unsteady, recipe, coalesce(seq, 0) as seq';
  const where = only === undefined ? standingRows : `(${standingRows}) and lower(relation) = ${literal(only)}`;
  return newest('nodes', 'lower(relation)', columns, where, ledger);
}

/** Without the name of its database: ledgers know nothing of it. */
export function placeKey({ schema, name }: Relation): string {
  return relationKey({ schema, name });
}

function otherLedger(version: number): DiagnosticError {
  const whose = version > ledgerVersion ? 'a newer' : 'an older';
  return new DiagnosticError([
    diagnostic('M505', `the other warehouse was written by ${whose} mart: its ledger is version ${version}`, {
      notes: [`this mart reads version ${ledgerVersion}`],
      help: version > ledgerVersion ? 'use the newer mart' : 'build there once with this mart',
    }),
  ]);
}
