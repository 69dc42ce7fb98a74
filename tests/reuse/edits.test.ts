import { expect, test } from 'vitest';
import { build } from '../../src/index.ts';
import { project, write } from '../support/projects.ts';
import fc, { isFull } from '../support/property.ts';
import { rowsOf } from './runs.ts';

/** A model as it is edited: columns by name, and what decides its rows. */
interface Draft {
  readonly columns: Readonly<Record<string, string>>;
  readonly from: string;
  readonly where: string;
  readonly rest: string;
  readonly materialized: string;
}

type Drafts = Readonly<Record<string, Draft>>;

const draft = (columns: Readonly<Record<string, string>>, from: string, rest = ''): Draft => ({
  columns,
  from,
  where: '',
  rest,
  materialized: 'table',
});
const ref = (name: string) => `{{ref "${name}"}}`;

const first: Drafts = {
  orders: draft({ id: 'id', customer: 'customer', amount: 'amount', day: 'day' }, ref('raw_orders')),
  customers: draft({ customer: 'id', name: 'name', city: 'city' }, ref('raw_customers')),
  wide: draft(
    { id: 'o.id', name: 'c.name', city: 'c.city', amount: 'o.amount' },
    `${ref('orders')} as o left join ${ref('customers')} as c using (customer)`,
  ),
  totals: draft({ customer: 'customer', total: 'sum(amount)' }, ref('orders'), 'group by customer'),
  every: draft({ '*': '*' }, ref('orders')),
  united: draft(
    { key: 'customer' },
    `(from ${ref('orders')} select customer union all from ${ref('customers')} select customer)`,
  ),
  ranks: draft({ id: 'id', place: 'rank() over (order by amount)' }, ref('orders')),
  cities: draft({ city: 'city', n: 'count(*)' }, ref('wide'), 'group by city'),
  nested: draft(
    { customer: 'customer', many: `(select count(*) from ${ref('orders')} as o where o.customer = t.customer)` },
    `${ref('totals')} as t`,
  ),
  log: { ...draft({ id: 'id', amount: 'amount' }, ref('orders')), materialized: 'incremental' },
  renamed: draft({ b: 'y', a: 'x' }, `(from ${ref('customers')} as t(x, y, z))`),
};

const spare: Readonly<Record<string, readonly string[]>> = {
  orders: ['amount * 2', 'day', '1', 'id + customer'],
  customers: ['upper(name)', 'id % 2', "'x'"],
  wide: ['o.amount + 1', "coalesce(c.name, '?')", 'o.id', 'c.city'],
  totals: ['max(amount)', 'count(*)', 'min(day)'],
  ranks: ['amount', 'dense_rank() over (order by day)'],
  cities: ['sum(amount)', 'max(name)'],
  nested: ['total', 'total + 1'],
};
const wheres: Readonly<Record<string, readonly string[]>> = {
  orders: ['', 'where id > 1', 'where amount > 10'],
  customers: ['', "where city <> 'Ulm'"],
  wide: ['', 'where o.id < 4'],
};

type Edit = (drafts: Drafts) => Drafts;

const edit: fc.Arbitrary<Edit> = fc.tuple(fc.nat(9), fc.nat(), fc.nat(), fc.nat()).map(([kind, which, what, at]) => {
  const named = (names: readonly string[]) => names[which % names.length] ?? '';
  const changed = (name: string, change: (one: Draft) => Partial<Draft>): Edit => {
    return (drafts) => ({ ...drafts, [name]: { ...(drafts[name] as Draft), ...change(drafts[name] as Draft) } });
  };
  const name = named(Object.keys(spare));
  const pool = spare[name] ?? [];
  const value = pool[what % pool.length] ?? '1';
  if (kind < 4) {
    return changed(name, ({ columns }) => {
      const all = Object.entries(columns);
      all.splice(kind === 0 ? at % (all.length + 1) : all.length, 0, [`n${what % 4}`, value]);
      return { columns: Object.fromEntries(all) };
    });
  }
  if (kind < 6) {
    // A column that somebody below may read: its values change, its name and its type stay.
    return changed('orders', ({ columns }) => ({ columns: { ...columns, amount: `amount + ${what % 3}` } }));
  }
  if (kind === 6) {
    return changed('customers', ({ columns }) => ({
      columns: { ...columns, city: what % 2 ? 'upper(city)' : 'city' },
    }));
  }
  if (kind === 7) return changed('wide', ({ from }) => ({ from: what % 2 ? from.replace('left join', 'join') : from }));
  if (kind === 8) {
    const other = named(Object.keys(wheres));
    const list = wheres[other] ?? [];
    return changed(other, () => ({ where: list[what % list.length] ?? '' }));
  }
  const kinds = ['table', 'view'];
  return changed(named(['orders', 'wide', 'totals']), () => ({ materialized: kinds[what % 2] ?? 'table' }));
});

function filesOf(drafts: Drafts): Record<string, string> {
  return Object.fromEntries(
    Object.entries(drafts).map(([name, { columns, from, where, rest, materialized }]) => {
      const list = Object.entries(columns).map(([as, value]) => (as === '*' ? '*' : `${value} as ${as}`));
      const config = materialized === 'incremental' ? ' unique_key="id"' : '';
      return [
        `models/${name}.sql`,
        `{{config materialized="${materialized}"${config}}}select ${list.join(', ')} from ${from} ${where} ${rest}`,
      ];
    }),
  );
}

const seeds = {
  'seeds/raw_orders.csv':
    'id,customer,amount,day\n1,7,10,2024-01-01\n2,7,20,2024-01-02\n3,8,30,2024-01-02\n4,9,5,2024-01-03\n',
  'seeds/raw_customers.csv': 'id,name,city\n7,Ann,Ulm\n8,Bob,Bern\n9,Cy,Ulm\n',
};

async function tablesOf(folder: string, drafts: Drafts): Promise<Readonly<Record<string, readonly string[]>>> {
  const found: Record<string, readonly string[]> = {};
  for (const name of Object.keys(drafts)) {
    found[name] = (await rowsOf(folder, `from main.${name}`)).map((row) => JSON.stringify(row)).sort();
  }
  return found;
}

test('whatever is edited, a build leaves what a build from nothing makes', async () => {
  let proven = 0;
  let others = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 3, maxLength: isFull ? 8 : 4 }), async (edits) => {
      let drafts = first;
      const folder = project({ ...seeds, ...filesOf(drafts) });
      await build(folder);
      for (const one of edits) {
        drafts = one(drafts);
        write(folder, filesOf(drafts));
        const { results, diagnostics } = await build(folder);
        expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        proven += results.filter(({ status, message }) => status === 'reused' && message !== null).length;
        others += results.filter(({ status }) => status === 'success').length;
        const fresh = project({ ...seeds, ...filesOf(drafts) });
        await build(fresh);
        const { log, ...left } = await tablesOf(folder, drafts);
        const { log: freshLog, ...made } = await tablesOf(fresh, drafts);
        expect(left).toEqual(made);
        // It keeps rows that its query does not give any more, and no others.
        expect(log).toEqual(expect.arrayContaining([...(freshLog ?? [])]));
      }
    }),
    { numRuns: isFull ? 40 : 3, endOnFailure: true },
  );
  expect(proven).toBeGreaterThan(isFull ? 100 : 3);
  expect(others).toBeGreaterThan(3);
}, 3_600_000);
