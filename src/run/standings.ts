import type { ExistingRelation } from '../adapter/port.ts';
import type { DataTest, Model, Seed } from '../nodes/node.ts';
import type { LastBuild, Standing } from '../plan/reuse/judge.ts';
import { filesStamp } from './external-memory.ts';
import { type Memory, relationKey } from './ledger-memory.ts';

/** Whether relations still are what the ledger says was made of them. */
export interface Standings {
  readonly of: (node: Model | Seed, last: LastBuild) => Standing;
  /** Names of everything that stands there, without schemas, in lower case. */
  readonly names: () => readonly string[];
  /** Looks again, after other hands were at work. */
  readonly refresh: (existing: readonly ExistingRelation[]) => void;
}

/** `placeOf` gives the absolute path of an external model. */
export function standingsOf(
  first: readonly ExistingRelation[],
  memory: Memory,
  placeOf: (model: Model) => string,
): Standings {
  let there = byKey(first);
  const outside = (model: Model, key: string): Standing => {
    const path = placeOf(model);
    const known = memory.externals.get(path);
    const stamp = filesStamp(path);
    if (stamp === null) return 'gone';
    return known?.relation === key && known.stamp === stamp ? 'as it was' : 'changed';
  };
  return {
    of: (node, last) => {
      const key = relationKey(node.relation);
      const found = there.get(key);
      if (!found) return 'gone';
      if (last.isReplaced) return 'changed';
      const kind = node.resource === 'model' ? node.config.materialized : 'table';
      if ((found.kind === 'view') !== (kind === 'view' || kind === 'external')) return 'changed';
      if (node.resource === 'model' && kind === 'external') {
        const standing = outside(node, key);
        if (standing !== 'as it was') return standing;
      }
      const stamp = memory.stamps.get(key);
      // A run that was killed left none; then nothing can be told.
      if (!stamp || stamp.seq < last.seq) return 'as it was';
      return stamp.stamp === stampOf(node, found) ? 'as it was' : 'changed';
    },
    names: () => [...there.values()].map(({ name }) => name.toLowerCase()),
    refresh: (existing) => {
      there = byKey(existing);
    },
  };
}

function byKey(existing: readonly ExistingRelation[]): ReadonlyMap<string, ExistingRelation> {
  return new Map(existing.map((one) => [relationKey(one), one]));
}

/**
 * What other hands can hardly change without changing it: the columns of a table or the text of a view, and how many
 * rows there are where nothing but one statement ever writes them.
 */
export function stampOf(node: Model | Seed | DataTest, { shape, size }: ExistingRelation): string {
  if (node.resource === 'test') return `${shape}:${size}`;
  const isWhole = node.resource === 'seed' || node.config.materialized === 'table';
  return isWhole && node.postHooks.length === 0 ? `${shape}:${size}` : shape;
}

/** Whether a relation has its stamp, where nobody can tell which of the two forms it was given. */
export function isStamped(stamp: string, { shape, size }: ExistingRelation): boolean {
  return stamp === shape || stamp === `${shape}:${size}`;
}
