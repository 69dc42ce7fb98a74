import type { Session } from '../adapter/port.ts';
import type { Interval } from '../nodes/interval.ts';
import type { Model } from '../nodes/node.ts';
import { insert } from './ledger-insert.ts';
import { relationKey } from './ledger-memory.ts';
import { ledgerOn } from './ledger-tables.ts';

/** How an interval was built: wholly, before it was over, from a sample of the rows, or not. */
export type IntervalStatus = 'built' | 'open' | 'partial' | 'failed';

/** What a model remembers of its intervals since its table was built anew. */
export interface IntervalMemory {
  readonly seq: number;
  /** Stretches that need not be built again: in order, apart from each other. */
  readonly whole: readonly Interval[];
  /** Intervals whose last build failed, or which a run that was broken off did not come to. */
  readonly failed: readonly Interval[];
}

export interface BuiltInterval extends Interval {
  readonly status: IntervalStatus;
  readonly rows: number | null;
}

/** The model whose table is made of the intervals. */
type Owner = Pick<Model, 'id' | 'relation'>;

export const nothingBuilt: IntervalMemory = { seq: 0, whole: [], failed: [] };

export async function recallIntervals(session: Session, { id, relation }: Owner): Promise<IntervalMemory> {
  const ledger = ledgerOn(session);
  const reset = ledger
    .selectFrom('intervals')
    .select(({ fn, lit }) => fn.coalesce(fn.max('seq'), lit(0)).as('seq'))
    .where('model', '=', id)
    .where('relation', '=', relationKey(relation))
    .where('status', '=', 'reset');
  const rows = await ledger
    .selectFrom('intervals')
    .select(['seq', 'status', 'start_at', 'end_at'])
    .where('model', '=', id)
    .where('relation', '=', relationKey(relation))
    .where('seq', '>=', reset)
    .orderBy('seq')
    .execute();
  let whole: readonly Interval[] = [];
  let failed: readonly Interval[] = [];
  for (const row of rows) {
    if (row.status === 'reset') continue;
    const one = { start: instantOf(row.start_at), end: instantOf(row.end_at) };
    whole = row.status === 'built' ? joined(whole, one) : without(whole, one);
    failed = without(failed, one);
    if (row.status === 'failed') failed = [...failed, one];
  }
  return { seq: rows.at(-1)?.seq ?? 0, whole, failed };
}

/** Whether all of an interval need not be built again. */
export function isWhole({ whole }: IntervalMemory, { start, end }: Interval): boolean {
  return whole.some((one) => one.start <= start && one.end >= end);
}

/** Adds rows after those that are known; `reset` says that the table was built anew. */
export async function rememberIntervals(
  session: Session,
  { id, relation }: Owner,
  memory: IntervalMemory,
  reset: boolean,
  built: readonly BuiltInterval[],
  invocation: string,
  at: string,
): Promise<IntervalMemory> {
  const common = { model: id, relation: relationKey(relation), invocation, recorded_at: at };
  const rows = built.map(({ start, end, status, rows: row_count }) => {
    return { ...common, status, start_at: start.toISOString(), end_at: end.toISOString(), row_count };
  });
  const fresh = { ...common, status: 'reset', start_at: at, end_at: at, row_count: null };
  const all = reset ? [fresh, ...rows] : rows;
  await insert(
    session,
    'intervals',
    all.map((row, index) => ({ ...row, seq: memory.seq + 1 + index })),
  );
  return { ...memory, seq: memory.seq + all.length };
}

/** A model whose table is no longer made of intervals knows nothing of them any more. */
export async function forgetIntervals(session: Session, { id, relation }: Owner): Promise<void> {
  const intervals = ledgerOn(session).deleteFrom('intervals').where('model', '=', id);
  await intervals.where('relation', '=', relationKey(relation)).execute();
}

/** The engine writes `2025-12-01 00:00:00+00`. */
function instantOf(text: string): Date {
  return new Date(text.replace(' ', 'T').replace(/\+00$/, 'Z'));
}

function joined(stretches: readonly Interval[], one: Interval): Interval[] {
  const apart = stretches.filter(({ start, end }) => end < one.start || start > one.end);
  const touching = stretches.filter((stretch) => !apart.includes(stretch));
  const start = new Date(Math.min(one.start.getTime(), ...touching.map((stretch) => stretch.start.getTime())));
  const end = new Date(Math.max(one.end.getTime(), ...touching.map((stretch) => stretch.end.getTime())));
  return [...apart, { start, end }];
}

function without(stretches: readonly Interval[], { start, end }: Interval): Interval[] {
  return stretches.flatMap((one) => {
    if (one.end <= start || one.start >= end) return [one];
    const before = { start: one.start, end: start };
    const after = { start: end, end: one.end };
    return [before, after].filter((part) => part.start < part.end);
  });
}
