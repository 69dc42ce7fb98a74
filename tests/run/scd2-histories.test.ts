import { expect, it } from 'vitest';
import fc, { isFull } from '../support/property.ts';
import type { ModelSpec } from './support/nodes.ts';
import { openShop } from './support/project.ts';

/** What a source holds when it is looked at once. `w` null throughout means that the column is not there at all. */
interface Look {
  readonly strategy: 'timestamp' | 'check' | 'check v' | 'check at ts';
  readonly deletes: 'ignore' | 'invalidate' | 'new_record';
  readonly hasW: boolean;
  readonly rows: readonly Row[];
}

interface Row {
  readonly k: number | null;
  readonly l: string | null;
  readonly v: number | null;
  readonly w: string | null;
  readonly ts: number;
}

interface Version {
  readonly row: Row;
  readonly from: bigint;
  to: bigint | null;
  readonly isDeleted: boolean;
}

/** What the oracle expects of a model after all of its runs. */
interface Expected {
  readonly versions: ReadonlyMap<string, readonly Version[]>;
  /** Codes in the order of the runs that gave them. */
  readonly codes: readonly string[];
}

const hour = 3_600_000_000n;
const start = BigInt(Date.UTC(2024, 0, 1)) * 1000n;
const keyOf = (row: Row) => JSON.stringify([row.k, row.l]);
const later = (...instants: bigint[]) => instants.toSorted((a, b) => (a < b ? 1 : -1))[0] ?? 0n;

/** The oracle: what the history of a source is, by the words of the language page. */
function historyOf(looks: readonly Look[], hours: readonly number[]): Expected {
  const history = new Map<string, Version[]>();
  const codes: string[] = [];
  let exists = false;
  let hasW = false;
  for (const [n, look] of looks.entries()) {
    const now = start + BigInt(hours[n] ?? 0) * hour;
    const usesTime = look.strategy === 'timestamp' || look.strategy === 'check at ts';
    const rows = look.rows.map((given) => (look.hasW ? given : { ...given, w: null }));
    const currentOf = (row: Row) => history.get(keyOf(row))?.findLast((one) => one.to === null);
    const strays = rows.flatMap((row) => {
      const current = currentOf(row);
      const differs = (a: Row, b: Row) => a.v !== b.v || (look.hasW && hasW && a.w !== b.w);
      const counts = look.strategy === 'timestamp' && current && !current.isDeleted && differs(row, current.row);
      return counts && row.ts <= current.row.ts ? [row.ts === current.row.ts ? 'M520' : 'M521'] : [];
    });
    if (strays.includes('M520')) {
      codes.push('M520');
      continue;
    }
    if (strays.length > 0) codes.push('M521');

    const seen = new Set(rows.map(keyOf));
    const gone = [...history].filter(([key]) => !seen.has(key)).flatMap(([, versions]) => versions.at(-1) ?? []);
    for (const row of rows) {
      const versions = history.get(keyOf(row)) ?? [];
      history.set(keyOf(row), versions);
      const current = currentOf(row);
      const at = usesTime ? start + BigInt(row.ts) * hour : now;
      if (current && !current.isDeleted && !changed(look, row, current.row)) continue;
      const seenAt = current?.isDeleted && at <= current.from ? now : at;
      const from = later(seenAt, ...versions.map((one) => one.to ?? one.from + 1n));
      if (current) current.to = from;
      versions.push({ row, from, to: null, isDeleted: false });
    }
    for (const version of look.deletes === 'ignore' || !exists ? [] : gone) {
      if (version.to !== null || version.isDeleted) continue;
      version.to = later(now, version.from + 1n);
      const mark = { row: version.row, from: version.to, to: null, isDeleted: true };
      if (look.deletes === 'new_record') history.get(keyOf(version.row))?.push(mark);
    }
    exists = true;
    hasW ||= look.hasW;
  }
  return { versions: history, codes };
}

function changed(look: Look, row: Row, current: Row): boolean {
  if (look.strategy === 'timestamp') return row.ts > current.ts;
  if (look.strategy === 'check v') return row.v !== current.v;
  return row.v !== current.v || row.ts !== current.ts || (look.hasW && row.w !== current.w);
}

const key = fc.record({ k: fc.option(fc.nat(1)), l: fc.constantFrom('a|b', 'b', '', null) });
const row = fc
  .tuple(key, fc.option(fc.nat(2)), fc.constantFrom('x', 'y', null), fc.nat(8))
  .map(([{ k, l }, v, w, ts]): Row => ({ k, l, v, w, ts }));
const look = fc.record<Look>({
  strategy: fc.constantFrom('timestamp', 'timestamp', 'check', 'check v', 'check at ts'),
  deletes: fc.constantFrom('ignore', 'invalidate', 'new_record', 'new_record'),
  hasW: fc.boolean(),
  rows: fc.uniqueArray(row, { maxLength: 6, selector: ({ k, l }) => JSON.stringify([k, l]) }),
});
const runs = 7;
const together = 20;
/** Histories that are looked at in the same runs; the clock may stand still and go back. */
const worlds = fc.record({
  hours: fc.array(fc.nat(8), { minLength: runs, maxLength: runs }),
  histories: fc.array(fc.array(look, { minLength: runs, maxLength: runs }), {
    minLength: together,
    maxLength: together,
  }),
});

function modelOf(one: Look): ModelSpec {
  const text = (value: string | null) => (value === null ? 'null::varchar' : `'${value}'`);
  const tuples = one.rows.map(({ k, l, v, w, ts }) => {
    const values = [k ?? 'null::integer', text(l), v ?? 'null::integer', ...(one.hasW ? [text(w)] : [])];
    return `(${values.join(', ')}, epoch_ms(${Number(start / 1000n) + ts * 3_600_000})::timestamp)`;
  });
  const nothing = `(null::integer, null::varchar, null::integer, ${one.hasW ? 'null::varchar, ' : ''}null::timestamp)`;
  const sql = `select * from (values ${[nothing, ...tuples].join(', ')}) t(k, l, v, ${one.hasW ? 'w, ' : ''}ts) where ts is not null`;
  return {
    sql,
    materialized: 'scd2',
    unique_key: ['k', 'l'],
    strategy: one.strategy === 'timestamp' ? 'timestamp' : 'check',
    updated_at: one.strategy === 'timestamp' || one.strategy === 'check at ts' ? 'ts' : null,
    check_cols: one.strategy === 'check v' ? ['v'] : 'all',
    hard_deletes: one.deletes,
  };
}

/** 40 histories quickly, 500 in full. */
const worldsToTry = isFull ? 25 : 2;

it('random histories are what the oracle says', { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async ({ hours, histories }) => {
      const shop = await openShop(2, ':memory:');
      const found = histories.map((): string[] => []);
      for (const [n, at] of hours.entries()) {
        const models = Object.fromEntries(
          histories.flatMap((looks, index) => (looks[n] ? [[`s${index}`, modelOf(looks[n])]] : [])),
        );
        const { of } = await shop.run({ models }, { now: new Date(Number(start / 1000n) + at * 3_600_000) });
        for (const [index, codes] of found.entries()) codes.push(...of(`s${index}`).diagnostics.map((one) => one.code));
      }
      for (const [index, looks] of histories.entries()) {
        const { versions, codes } = historyOf(looks, hours);
        expect(found[index]).toEqual(codes);
        const wanted = [...versions].flatMap(([text, all]) =>
          all.map(({ row: { v, w, ts }, from, to, isDeleted }) => {
            const key: unknown[] = JSON.parse(text);
            return JSON.stringify([...key, v, w, ts, `${from}`, to === null ? null : `${to}`, to === null, isDeleted]);
          }),
        );
        const columns = (await shop.adapter.read((session) => session.columns(`select * from s${index}`))).map(
          (one) => one.name,
        );
        const w = columns.includes('w') ? 'w' : 'null';
        const isDeleted = columns.includes('is_deleted') ? 'is_deleted' : 'false';
        const got = await shop.rows(
          `select k, l, v, ${w} as w, (epoch_us(ts) - ${start}) // ${hour} as ts, epoch_us(valid_from)::varchar as a, epoch_us(valid_to)::varchar as b, is_current as c, ${isDeleted} as d from s${index}`,
        );
        expect(got.map((one) => JSON.stringify(Object.values(one))).sort()).toEqual(wanted.sort());
        const ids = await shop.values(`select count(*) - count(distinct scd_id) from s${index}`);
        expect(ids).toEqual([['0']]);
      }
    }),
    { numRuns: worldsToTry, endOnFailure: true },
  );
});
