import type { Adapter, Attached } from '../adapter/port.ts';
import { engineError } from '../check/send.ts';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import type { Target } from '../nodes/manifest.ts';
import { type Relation, relationName } from '../sql/relation.ts';
import type { RunEffects } from './effects.ts';
import { relationKey } from './ledger-memory.ts';
import type { Offer } from './offer.ts';
import { readOffers } from './offers.ts';

/** A table that stands somewhere with the rows that a node is to have. */
export interface Twin {
  readonly offer: Offer;
  readonly attached: Attached;
  /** For people: a target, or a relation of the same database. */
  readonly place: string;
}

/** Finds tables that need not be built, since what they hold stands somewhere already. */
export interface Twins {
  /** A table with this content, other than `own`; null where nobody has one. */
  readonly of: (content: string, own: Relation) => Promise<Twin | null>;
  readonly close: () => Promise<void>;
}

export const noTwins: Twins = { of: async () => null, close: async () => {} };

/**
 * Looks what the warehouses of other targets have. Each is held only while its ledger is read, and again from the first
 * table that is copied to the end of the run. One that cannot be read is told (M417), and what it has is built.
 */
export async function openTwins(
  adapter: Adapter,
  targets: readonly Target[],
  { listen, now }: Pick<RunEffects, 'listen' | 'now'>,
): Promise<Twins> {
  if (targets.length === 0) return noTwins;
  const held = new Map<Target, Promise<Attached | null>>();
  const unread = (target: Target) => (error: unknown) => {
    const engine = engineError(error);
    if (!engine) throw error;
    const found = diagnostic('M417', `no table of target \`${target.name}\` is taken over: ${engine.message}`);
    listen({ type: 'diagnostic', at: now.toISOString(), diagnostic: found });
    return null;
  };
  const hold = (target: Target): Promise<Attached | null> => {
    const known = held.get(target) ?? adapter.attach(target).catch(unread(target));
    held.set(target, known);
    return known;
  };
  const lenders = new Map<Target, ReadonlyMap<string, Offer>>();
  for (const target of targets) {
    const offers = await offersOf(adapter, target).catch(unread(target));
    if (offers) lenders.set(target, offers);
  }
  return {
    of: async (content, own) => {
      for (const [target, offers] of lenders) {
        const offer = offers.get(content);
        if (!offer || relationKey(offer.relation) === relationKey(own)) continue;
        const attached = await hold(target);
        if (!attached) continue;
        const place = attached.database === null ? relationName(offer.relation) : target.name;
        return { offer, attached, place };
      }
      return null;
    },
    close: async () => {
      for (const one of held.values()) await (await one)?.detach();
    },
  };
}

async function offersOf(adapter: Adapter, target: Target): Promise<ReadonlyMap<string, Offer>> {
  const attached = await adapter.attach(target);
  if (!attached) return new Map();
  try {
    const offers = await readOffers(adapter, attached);
    // A file may hold tables of targets that lend nothing.
    const tables = offers.filter(({ kind, target: maker }) => kind === 'table' && maker === target.name);
    return new Map(tables.flatMap((one) => (one.content === null ? [] : [[one.content, one]])));
  } finally {
    await attached.detach();
  }
}
