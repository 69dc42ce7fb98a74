import { describe, expect, it } from 'vitest';
import { mart } from '../cli/mart.ts';
import { project, write } from '../support/projects.ts';
import { built, rowsOf } from './runs.ts';

const table = '{{config materialized="table"}}';
const shop = {
  'seeds/raw.csv': 'id,customer,amount,status\n1,7,10,paid\n2,7,20,open\n3,8,30,paid\n',
  'models/stg.sql': `${table}select id, customer, amount, status from {{ref "raw"}}`,
  'models/totals.sql': `${table}select customer, sum(amount) as total from {{ref "stg"}} group by customer`,
  'models/paid.sql': `${table}select id from {{ref "stg"}} where status = 'paid'`,
  'models/every.sql': `${table}select * from {{ref "stg"}}`,
  'models/shown.sql': 'select id, amount from {{ref "stg"}}',
  'models/below.sql': `${table}select max(amount) as most from {{ref "shown"}}`,
};
const all = ['raw', 'stg', 'totals', 'paid', 'every', 'shown', 'below'];

function reusedBut(...others: readonly string[]): Record<string, string> {
  return Object.fromEntries(all.map((name) => [name, others.includes(name) ? 'success' : 'reused']));
}

const stg = (columns: string, rest = '') => ({
  'models/stg.sql': `${table}select ${columns} from {{ref "raw"}}${rest}`,
});

describe('a model is built when a column that it reads changes', () => {
  it('a new column changes what selects all of them', async () => {
    const folder = project(shop);
    await built(folder);
    write(folder, stg('id, customer, amount, status, amount / 10 as discount'));
    expect(await built(folder)).toEqual(reusedBut('stg', 'every'));
    expect(await built(folder)).toEqual(reusedBut());
    write(folder, stg('id, customer, amount + 1 as amount, status, amount / 10 as discount'));
    expect(await built(folder)).toEqual(reusedBut('stg', 'every', 'totals', 'shown', 'below'));
    expect(await rowsOf(folder, 'from main.below')).toEqual([{ most: 31 }]);
    expect(await built(folder)).toEqual(reusedBut());
  });

  it('a filter changes all', async () => {
    const folder = project(shop);
    await built(folder);
    write(folder, stg('id, customer, amount, status', ' where id < 3'));
    expect(await built(folder)).toEqual(reusedBut('stg', 'totals', 'paid', 'every', 'shown', 'below'));
  });

  it('other words for the same change nothing', async () => {
    const folder = project(shop);
    await built(folder);
    write(folder, {
      'models/stg.sql': `${table}with r as (select *, id + 1 as unused from {{ref "raw"}}) select r.id, r.customer, r.amount, status from r`,
    });
    expect(await built(folder)).toEqual(reusedBut('stg'));
  });

  it('plan says it', async () => {
    const folder = project(shop);
    await built(folder);
    write(folder, stg('id, customer, amount, status, 1 as discount'));
    const { stdout } = await mart(['plan', '--output', 'json'], folder);
    const { nodes } = JSON.parse(stdout) as { nodes: { name: string; action: string; reasons: string[] }[] };
    const unread = ['it reads none of the columns that change in `stg` (added: discount)'];
    expect(Object.fromEntries(nodes.map(({ name, action, reasons }) => [name, [action, reasons]]))).toEqual({
      raw: ['reuse', []],
      stg: ['build', ['`models/stg.sql` was edited']],
      every: ['build', ['`stg` is built']],
      totals: ['reuse', unread],
      paid: ['reuse', unread],
      shown: ['reuse', unread],
      below: ['reuse', []],
    });
  });
});
