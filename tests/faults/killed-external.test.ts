import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { rowsOf } from '../reuse/runs.ts';
import { project, write } from '../support/projects.ts';

const files = (folder: string) => {
  const all = readdirSync(join(folder, 'exports'), { recursive: true, encoding: 'utf8' }).sort();
  const read = (name: string) =>
    readFileSync(join(folder, 'exports', name), 'utf8')
      .trim()
      .replaceAll('\n', ' ');
  return Object.fromEntries(all.filter((name) => name.endsWith('.csv')).map((name) => [name, read(name)]));
};
const hidden = (folder: string) => readdirSync(join(folder, 'exports')).filter((name) => name.startsWith('.'));

const one = (sql: string) => `{{config materialized="external" location="exports/one.csv"}}${sql}`;
const many = (sql: string) =>
  `{{config materialized="external" location="exports/many" format="csv" partition_by="k" incremental_strategy="insert_overwrite"}}${sql}`;
const first = {
  'models/one.sql': one('select 1 as id'),
  'models/many.sql': many("select 1 as id, unnest(['a', 'b']) as k"),
  'models/other.sql': 'select 1 as id',
};
const second = {
  'models/one.sql': one('select 2 as id'),
  'models/many.sql': many("select 2 as id, unnest(['b', 'c']) as k"),
};
const old = { 'many/k=a/data_0.csv': 'id 1', 'many/k=b/data_0.csv': 'id 1', 'one.csv': 'id 1' };
const fresh = { ...old, 'many/k=b/data_0.csv': 'id 2', 'many/k=c/data_0.csv': 'id 2', 'one.csv': 'id 2' };

test.each([
  ['during external swap@one', [], old],
  ['after external swap@one', [], old],
  ['during external swap@many', [], old],
  ['after external swap@many', [], old],
  ['before commit@many', [], old],
  ['after commit@many', [], { ...fresh, 'one.csv': 'id 1' }],
  ['after commit@one', [], { ...old, 'one.csv': 'id 2' }],
  ['before atomic commit', ['--atomic'], old],
  ['after atomic commit', ['--atomic'], fresh],
] as const)(
  'a build that is killed %s leaves files that the next run makes old or new as the ledger has them',
  async (at, args, then) => {
    const folder = project(first);
    expect((await mart(['build', '-q'], folder)).exit).toBe(0);
    write(folder, second);
    const name = at.split('@')[1];
    const killed = await mart(['build', ...(name ? ['-s', name] : []), ...args], folder, {
      MART_FAILPOINT: `${at}:exit`,
    });
    expect(killed.exit).toBe(null);
    // A run that has nothing to do with them settles what was left.
    expect((await mart(['run', '-q', '-s', 'other'], folder)).exit).toBe(0);
    expect([files(folder), hidden(folder)]).toEqual([then, []]);
    const ids = await rowsOf(folder, "select string_agg(id || k, ' ' order by k) as ids from main.many");
    expect(ids).toEqual([{ ids: then['many/k=b/data_0.csv'] === 'id 2' ? '1a 2b 2c' : '1a 1b' }]);
    expect((await mart(['build', '-q'], folder)).exit).toBe(0);
    expect([files(folder), hidden(folder)]).toEqual([fresh, []]);
  },
);
