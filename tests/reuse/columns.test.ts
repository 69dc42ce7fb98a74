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

  it('also when the edited model is built by itself first, twice', async () => {
    const folder = project(shop);
    await built(folder);
    for (const column of ['1 as discount', '2 as discount']) {
      write(folder, stg(`id, customer, amount, status, ${column}`));
      expect(await built(folder, { select: ['stg'] })).toEqual({ stg: 'success' });
    }
    expect(await built(folder)).toEqual(reusedBut('every'));
    expect(await built(folder)).toEqual(reusedBut());
  });

  it('what is edited and then fails leaves everything below as it was', async () => {
    const folder = project({
      ...shop,
      'models/p.yml': 'models:\n  - name: stg\n    columns: [{ name: id, data_tests: [unique] }]\n',
    });
    await built(folder);
    write(folder, stg('1 as id, customer, amount, status, 1 as discount'));
    expect(await built(folder)).toMatchObject({ stg: 'error', totals: 'skipped' });
    write(folder, stg('id, customer, amount, status, 1 as discount'));
    expect(await built(folder)).toMatchObject({ stg: 'success', totals: 'reused', below: 'reused', every: 'success' });
  });

  it('a column of now() is built each time, and only who reads it', async () => {
    const folder = project({
      'models/stg.sql': `${table}select 1 as id, now() as loaded_at`,
      'models/seen.sql': `${table}select id from {{ref "stg"}}`,
      'models/when.sql': `${table}select loaded_at from {{ref "stg"}}`,
    });
    await built(folder);
    for (const _ of [1, 2]) expect(await built(folder)).toEqual({ stg: 'success', seen: 'reused', when: 'success' });
  });

  it('the choice of a window, a limit or a sum of doubles may be another one', async () => {
    const folder = project({
      'seeds/raw.csv': 'id,k,v\n1,1,0.1\n2,1,0.2\n3,2,0.3\n',
      'models/stg.sql': `${table}select id, k, row_number() over (order by k) as r, sum(v::double) over () as s from {{ref "raw"}}`,
      'models/few.sql': `${table}select * from {{ref "raw"}} limit 2`,
      'models/by_r.sql': `${table}select r from {{ref "stg"}}`,
      'models/by_s.sql': `${table}select s from {{ref "stg"}}`,
      'models/by_k.sql': `${table}select k, row_number() over (order by k) as r from {{ref "stg"}}`,
      'models/by_few.sql': `${table}select id from {{ref "few"}}`,
    });
    await built(folder);
    write(folder, {
      'models/stg.sql': `${table}select id, k, row_number() over (order by k) as r, sum(v::double) over () as s, 1 as n from {{ref "raw"}}`,
      'models/few.sql': `${table}select *, 1 as n from {{ref "raw"}} limit 2`,
    });
    expect(await built(folder)).toMatchObject({ by_r: 'success', by_s: 'success', by_k: 'reused', by_few: 'success' });
  });

  it('names that mean something else now, and places of columns', async () => {
    const folder = project({
      'models/stg.sql': `${table}select 1 as a, 2 as b`,
      'models/other.sql': `${table}select 1 as a, 7 as n`,
      'models/places.sql': `${table}select y from {{ref "stg"}} as t(x, y)`,
      'models/natural.sql': `${table}select a from {{ref "stg"}} natural join {{ref "other"}}`,
      'models/inner.sql': `${table}select a, (select sum(n) from {{ref "stg"}}) as s from {{ref "other"}}`,
      'models/union.sql': `${table}select a from (from {{ref "stg"}} union all by name from {{ref "other"}})`,
      'models/plain.sql': `${table}select a, b from {{ref "stg"}}`,
    });
    await built(folder);
    write(folder, { 'models/stg.sql': `${table}select 1 as a, 5 as n, 2 as b` });
    expect(await built(folder)).toEqual({
      stg: 'success',
      other: 'reused',
      places: 'success',
      natural: 'success',
      inner: 'success',
      union: 'reused',
      plain: 'reused',
    });
  });

  it('an ephemeral model between is part of who reads it', async () => {
    const folder = project({
      'models/stg.sql': `${table}select 1 as id, 2 as v`,
      'models/between.sql': '{{config materialized="ephemeral"}}select id, v from {{ref "stg"}}',
      'models/ids.sql': `${table}select id from {{ref "between"}}`,
      'models/vs.sql': `${table}select v from {{ref "between"}}`,
    });
    await built(folder);
    write(folder, { 'models/stg.sql': `${table}select 1 as id, 3 as v, 4 as w` });
    expect(await built(folder, { select: ['stg'] })).toEqual({ stg: 'success' });
    expect(await built(folder)).toMatchObject({ stg: 'reused', ids: 'reused', vs: 'success' });
  });

  it('hooks, incremental parents and seeds change as a whole', async () => {
    const folder = project({
      'seeds/raw.csv': 'id,v\n1,1\n',
      'models/hooked.sql': '{{config materialized="table" post_hook="update {{this}} set id = 2"}}select 1 as id',
      'models/log.sql': '{{config materialized="incremental" unique_key="id"}}select id, v from {{ref "raw"}}',
      'models/by_hooked.sql': `${table}select id from {{ref "hooked"}}`,
      'models/by_log.sql': `${table}select id from {{ref "log"}}`,
      'models/by_raw.sql': `${table}select id from {{ref "raw"}}`,
    });
    await built(folder);
    await built(folder);
    write(folder, {
      'seeds/raw.csv': 'id,v,w\n1,1,1\n',
      'models/hooked.sql':
        '{{config materialized="table" post_hook="update {{this}} set id = 2"}}select 1 as id, 1 as n',
      'models/log.sql': '{{config materialized="incremental" unique_key="id"}}select id, v + 1 as v from {{ref "raw"}}',
    });
    expect(Object.values(await built(folder))).not.toContain('reused');
  });

  it('an incremental model that reads none of it adds nothing', async () => {
    const folder = project({
      ...shop,
      'models/log.sql':
        '{{config materialized="incremental" unique_key="id"}}select id from {{ref "stg"}}{{#if is_incremental}} where id > (select max(id) from {{this}}){{/if}}',
    });
    await built(folder);
    await built(folder);
    write(folder, stg('id, customer, amount, status, 1 as discount'));
    expect(await built(folder)).toMatchObject({ stg: 'success', log: 'reused' });
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
