import type { ColumnDetail } from '../../src/site/contract.ts';
import { loadDetail } from '../data/site.ts';

type Kind = ColumnDetail['kind'];

/** A column with what it comes from, or goes into. */
export interface Traced {
  readonly node: number;
  readonly column: string;
  readonly type: string;
  /** Going up: how this one comes about. Going down: how it came from the one above it. */
  readonly kind: Kind;
  readonly unknown: string | null;
  readonly next: readonly Traced[];
  /** It stands somewhere before with all that is below it. */
  readonly isSeen: boolean;
}

/** So many columns are followed; a column that everything is made of would fill every screen. */
const most = 400;

export interface Trace {
  readonly tree: Traced;
  /** There is more than what is shown. */
  readonly isCut: boolean;
}

/** Follows a column to the end, up or down, each column once. */
export async function trace(node: number, column: string, direction: 'up' | 'down', depth: number): Promise<Trace> {
  const seen = new Set<string>();
  let isCut = false;
  const walk = async (at: number, name: string, kind: Kind, left: number): Promise<Traced> => {
    const key = `${at}\n${name.toLowerCase()}`;
    const isSeen = seen.has(key);
    seen.add(key);
    const detail = await loadDetail(at);
    const own = detail?.columns.find((one) => one.name.toLowerCase() === name.toLowerCase());
    const next: Traced[] = [];
    const edges = direction === 'up' ? (own?.from ?? []) : (own?.to ?? []);
    if (!isSeen && left > 0) {
      for (const [other, from, how] of edges as ColumnDetail['to']) {
        if (seen.size >= most) {
          isCut = true;
          break;
        }
        next.push(await walk(other, from, how ?? null, left - 1));
      }
    }
    return {
      node: at,
      column: own?.name ?? name,
      type: own?.type ?? '',
      kind: direction === 'up' ? (own?.kind ?? null) : kind,
      unknown: detail?.unknown ?? null,
      next,
      isSeen: isSeen && edges.length > 0,
    };
  };
  return { tree: await walk(node, column, null, depth), isCut };
}
