import { expect, it } from 'vitest';
import fc from '../support/property.ts';
import type { ModelSpec } from './support/nodes.ts';
import { openShop } from './support/project.ts';

/** What a source holds when it is looked at once. `w` null throughout means that the column is not there at all. */
interface Look {
  readonly strategy: 'timestamp' | 'check' | 'check v';
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
}

const hour = 3_600_000_000n;
const start = BigInt(Date.UTC(2024, 0, 1)) * 1000n;

/** The oracle: what the history of a source is, by the words of the language page. */
function historyOf(looks: readonly Look[], hours: readonly number[]): Map<string, Version[]> {
  const history = new Map<string, Version[]>();
  for (const [n, look] of looks.entries()) {
    for (const given of look.rows) {
      const row = look.hasW ? given : { ...given, w: null };
      const key = JSON.stringify([row.k, row.l]);
      const versions = history.get(key) ?? [];
      history.set(key, versions);
      const current = versions.at(-1);
      const at = start + BigInt(look.strategy === 'timestamp' ? row.ts : (hours[n] ?? 0)) * hour;
      if (current && !changed(look, row, current, at)) continue;
      const from = current && at <= current.from ? current.from + 1n : at;
      if (current) current.to = from;
      versions.push({ row, from, to: null });
    }
  }
  return history;
}

function changed(look: Look, row: Row, current: Version, at: bigint): boolean {
  if (look.strategy === 'timestamp') return at > current.from;
  if (look.strategy === 'check v') return row.v !== current.row.v;
  const w = look.hasW && row.w !== current.row.w;
  return row.v !== current.row.v || row.ts !== current.row.ts || w;
}

const key = fc.record({ k: fc.option(fc.nat(1)), l: fc.constantFrom('a|b', 'b', '', null) });
const row = fc
  .tuple(key, fc.option(fc.nat(2)), fc.constantFrom('x', 'y', null), fc.nat(8))
  .map(([{ k, l }, v, w, ts]): Row => ({ k, l, v, w, ts }));
const look = fc.record<Look>({
  strategy: fc.constantFrom('timestamp', 'timestamp', 'check', 'check v'),
  hasW: fc.boolean(),
  rows: fc.uniqueArray(row, { maxLength: 6, selector: ({ k, l }) => JSON.stringify([k, l]) }),
});
const runs = 6;
/** Histories that are looked at in the same runs; the clock may stand still and go back. */
const worlds = fc.record({
  hours: fc.array(fc.nat(8), { minLength: runs, maxLength: runs }),
  histories: fc.array(fc.array(look, { minLength: runs, maxLength: runs }), { minLength: 25, maxLength: 25 }),
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
    updated_at: one.strategy === 'timestamp' ? 'ts' : null,
    check_cols: one.strategy === 'check v' ? ['v'] : 'all',
  };
}

it('random histories are what the oracle says', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async ({ hours, histories }) => {
      const shop = await openShop(2, ':memory:');
      for (const [n, at] of hours.entries()) {
        const models = Object.fromEntries(
          histories.flatMap((looks, index) => (looks[n] ? [[`s${index}`, modelOf(looks[n])]] : [])),
        );
        const { codes } = await shop.run({ models }, { now: new Date(Number(start / 1000n) + at * 3_600_000) });
        expect(codes).toEqual([]);
      }
      for (const [index, looks] of histories.entries()) {
        const wanted = [...historyOf(looks, hours)].flatMap(([text, versions]) =>
          versions.map(({ row: { v, w, ts }, from, to }) =>
            JSON.stringify([...JSON.parse(text), v, w, ts, `${from}`, to === null ? null : `${to}`, to === null]),
          ),
        );
        const w = looks.some((one) => one.hasW) ? 'w' : 'null';
        const got = await shop.rows(
          `select k, l, v, ${w} as w, (epoch_us(ts) - ${start}) // ${hour} as ts, epoch_us(valid_from)::varchar as a, epoch_us(valid_to)::varchar as b, is_current as c from s${index}`,
        );
        expect(got.map((one) => JSON.stringify(Object.values(one))).sort()).toEqual(wanted.sort());
        const ids = await shop.values(`select count(*) - count(distinct scd_id) from s${index}`);
        expect(ids).toEqual([['0']]);
      }
    }),
    { numRuns: 4 },
  );
});
