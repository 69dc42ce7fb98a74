import { readFileSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { project, projectFile, write } from '../support/projects.ts';
import { built, byHand, ran, rowsOf } from './runs.ts';

const table = '{{config materialized="table"}}';
const shop = {
  'seeds/raw.csv': 'id,v\n1,10\n2,20\n',
  'macros/money.sql': 'round({{col}} / 100.0, {{> digits}})',
  'macros/digits.sql': '2',
  'models/stg.sql': `${table}\nselect id, v from {{ref "raw"}}\n`,
  'models/seen.sql': 'select * from {{ref "stg"}}',
  'models/total.sql': `${table}select sum(v) as total, '{{var "word" default="x"}}' as word from {{ref "seen"}}`,
  'models/cents.sql': `${table}select id, {{> money col="v"}} as v from {{ref "raw"}}`,
  'models/p.yml': 'models:\n  - name: stg\n    columns: [{ name: id, data_tests: [unique, not_null] }]\n',
};
const all = ['raw', 'stg', 'seen', 'total', 'cents', 'test:unique_stg_id', 'test:not_null_stg_id'];

function reusedBut(others: Readonly<Record<string, string>>): Record<string, string> {
  return { ...Object.fromEntries(all.map((name) => [name, 'reused'])), ...others };
}

describe('a second build', () => {
  it('has nothing to do, and `--force` and `run` do it all the same', async () => {
    const folder = project(shop);
    expect(Object.values(await built(folder))).not.toContain('reused');
    expect(await built(folder)).toEqual(reusedBut({}));
    expect(Object.values(await built(folder, { force: true }))).not.toContain('reused');
    expect(Object.values(await built(folder, { fullRefresh: true }))).not.toContain('reused');
    expect(await ran(folder)).toEqual({ stg: 'success', seen: 'success', total: 'success', cents: 'success' });
    expect(await built(folder)).toEqual(reusedBut({}));
  });

  it('is not moved by comments, blanks, line ends, descriptions, tags, or a touch', async () => {
    const folder = project(shop);
    await built(folder);
    write(folder, {
      'seeds/raw.csv': 'id,v\r\n1,10\r\n2,20\r\n',
      'macros/digits.sql': '2',
      'models/stg.sql': `{{!-- what's this --}}${table}\r\nselect id ,v -- it's\r\n/* ; */ from {{ref "raw"}} ;\r\n`,
      'models/p.yml':
        'models:\n  - name: stg\n    description: other words\n    config: { tags: [new], meta: { owner: me } }\n    columns: [{ name: id, description: key, data_tests: [unique, not_null] }]\n',
    });
    utimesSync(join(folder, 'models/total.sql'), new Date(), new Date());
    expect(await built(folder)).toEqual(reusedBut({}));
  });

  it('builds what an edit changes, and what reads it', async () => {
    const folder = project(shop);
    await built(folder);
    write(folder, { 'models/stg.sql': `${table} select id, v + 1 as v from {{ref "raw"}}` });
    const tests = { 'test:unique_stg_id': 'pass', 'test:not_null_stg_id': 'pass' };
    const below = { stg: 'success', seen: 'success', total: 'success' };
    expect(await built(folder)).toEqual(reusedBut({ ...below, ...tests }));
    write(folder, { 'seeds/raw.csv': 'id,v\n1,10\n2,21\n' });
    expect(await built(folder)).toEqual(reusedBut({ raw: 'success', cents: 'success', ...below, ...tests }));
    expect(await built(folder)).toEqual(reusedBut({}));
  });

  it('builds what a macro, a variable or a configuration changes', async () => {
    const folder = project(shop);
    await built(folder);
    write(folder, { 'macros/digits.sql': '3' });
    expect(await built(folder)).toEqual(reusedBut({ cents: 'success' }));
    expect(await built(folder, { vars: { word: 'y', other: 1 } })).toEqual(reusedBut({ total: 'success' }));
    write(folder, { 'models/seen.sql': `${table}select * from {{ref "stg"}}` });
    expect(await built(folder, { vars: { word: 'y' } })).toEqual(reusedBut({ seen: 'success', total: 'success' }));
    write(folder, {
      'models/total.sql': shop['models/total.sql'].replace(table, '{{config materialized="table" alias="sums"}}'),
    });
    expect(await built(folder, { vars: { word: 'y' } })).toEqual(reusedBut({ total: 'success' }));
  });

  it('builds again what other hands dropped, replaced or filled', async () => {
    const folder = project(shop);
    await built(folder);
    await byHand(folder, 'drop table main.cents');
    expect(await built(folder)).toEqual(reusedBut({ cents: 'success' }));
    await byHand(folder, "create or replace table main.total as select 'strange' as total");
    expect(await built(folder)).toEqual(reusedBut({ total: 'success' }));
    await byHand(folder, 'insert into main.stg values (3, 30)');
    const found = await built(folder);
    expect(found).toMatchObject({ stg: 'success', cents: 'reused' });
    expect(await rowsOf(folder, 'select count(*) as n from main.stg')).toEqual([{ n: 2 }]);
    await byHand(folder, 'create or replace view main.seen as select 1 as id, 2 as v');
    expect(await built(folder)).toMatchObject({ seen: 'success', stg: 'reused' });
    expect(await built(folder)).toEqual(reusedBut({}));
  });

  it('does not count a failed build, and builds what it kept from being built', async () => {
    const folder = project(shop);
    await built(folder);
    write(folder, { 'models/stg.sql': `${table}select 1 as id, v from {{ref "raw"}}` });
    expect(await built(folder)).toMatchObject({ stg: 'error', seen: 'skipped', 'test:unique_stg_id': 'fail' });
    expect(await built(folder)).toMatchObject({ stg: 'error', raw: 'reused' });
    write(folder, { 'models/stg.sql': shop['models/stg.sql'] });
    expect(await built(folder)).toEqual(reusedBut({ 'test:unique_stg_id': 'pass', 'test:not_null_stg_id': 'pass' }));
  });

  it('runs a new test on the table as it stands, and skips what is below when it fails', async () => {
    const folder = project(shop);
    await built(folder);
    write(folder, {
      'models/p.yml':
        'models:\n  - name: stg\n    columns: [{ name: id, data_tests: [unique, not_null, { accepted_values: { values: [1] } }] }]\n',
    });
    expect(await built(folder)).toEqual(
      reusedBut({ 'test:accepted_values_stg_id__1': 'fail', seen: 'skipped', total: 'skipped' }),
    );
  });

  it('makes a view anew when a table that it names stands elsewhere, and nothing below it', async () => {
    const folder = project(shop);
    await built(folder);
    write(folder, {
      'models/stg.sql': shop['models/stg.sql'].replace(table, '{{config materialized="table" alias="staged"}}'),
    });
    const tests = { 'test:unique_stg_id': 'pass', 'test:not_null_stg_id': 'pass' };
    expect(await built(folder)).toEqual(reusedBut({ stg: 'success', seen: 'success', ...tests }));
    await byHand(folder, 'drop table main.stg');
    expect(await rowsOf(folder, 'select count(*) as n from main.seen')).toEqual([{ n: 2 }]);
    expect(await built(folder)).toEqual(reusedBut({}));
  });

  it('leaves out a unit test that passed, until its query, its rows or the columns of an input are others', async () => {
    const unit = (rows: string) =>
      `unit_tests:\n  - name: sums\n    model: total\n    given: [{ input: ref('seen'), rows: [${rows}] }]\n    expect: { rows: [{ total: 3 }] }\n`;
    const rows = '{ id: 1, v: 1 }, { id: 2, v: 2 }';
    const folder = project({ ...shop, 'models/u.yml': unit(rows) });
    const status = async () => (await built(folder))['unit_test:total.sums'];
    expect(await status()).toBe('pass');
    expect(await status()).toBe('reused');
    rmSync(join(folder, 'target'), { recursive: true });
    write(folder, {
      'models/u.yml': `# a comment\n\n${unit(rows)}`,
      'models/total.sql': `${shop['models/total.sql']} -- all`,
    });
    expect(await status()).toBe('reused');
    write(folder, { 'models/u.yml': unit('{ id: 1, v: 3 }') });
    expect(await status()).toBe('pass');
    write(folder, { 'models/total.sql': shop['models/total.sql'].replace('sum(v)', 'sum(v) + 0') });
    expect(await status()).toBe('pass');
    write(folder, { 'models/stg.sql': `${table}select id, v::double as v from {{ref "raw"}}` });
    expect(await status()).toBe('pass');
    expect(await status()).toBe('reused');
    write(folder, { 'models/u.yml': unit('{ id: 1, v: 4 }') });
    expect(await status()).toBe('fail');
    expect(await status()).toBe('fail');
  });

  it('knows after `target/` is lost, and after a build with other rows', async () => {
    const folder = project(shop);
    await built(folder);
    rmSync(join(folder, 'target'), { recursive: true });
    expect(await built(folder)).toEqual(reusedBut({}));
  });
});

describe('what cannot be known to be the same is built', () => {
  it('calls of functions that change, hidden tables, files and samples', async () => {
    const folder = project({
      'models/moment.sql': `${table}select now() as t`,
      'models/bare.sql': `${table}select current_date as d`,
      'models/word.sql': `${table}select 'now()' as now_text, 1 as random -- random()`,
      'models/instant.sql': `${table}select '{{run_started_at}}' as t`,
      'models/hidden.sql': `${table}select w.* from {{ref "word"}} join main.word as w using (random)`,
      'models/file.sql': `${table}select * from read_text('project.yml')`,
      'models/sampled.sql': `${table}select * from {{ref "word"}} using sample 1 rows`,
      'models/cte.sql': `${table}with word as (select 1 as id) select * from word`,
      'models/shown.sql': 'select uuid() as u',
      'models/below.sql': `${table}select * from {{ref "shown"}}`,
      'models/below_table.sql': `${table}select * from {{ref "word"}}`,
    });
    await built(folder);
    expect(await built(folder)).toEqual({
      moment: 'success',
      bare: 'success',
      word: 'reused',
      instant: 'success',
      hidden: 'success',
      file: 'success',
      sampled: 'success',
      cte: 'reused',
      shown: 'success',
      below: 'success',
      below_table: 'reused',
    });
    expect(await rowsOf(folder, "select unsteady from _mart.nodes where name = 'hidden' limit 1")).toEqual([
      { unsteady: 'it reads `main.word` without `ref` or `source`' },
    ]);
  });

  it('a table that reads itself goes on with each build, and one that only speaks of itself does not', async () => {
    const folder = project({
      'models/count.sql': `${table}select 1 as n`,
      'models/says.sql': `${table}select '{{this}}' as me`,
    });
    await built(folder);
    write(folder, { 'models/count.sql': `${table}select n + 1 as n from {{this}}` });
    expect(await built(folder)).toEqual({ count: 'success', says: 'reused' });
    expect(await built(folder)).toEqual({ count: 'success', says: 'reused' });
    expect(await rowsOf(folder, 'select n from count')).toEqual([{ n: 3 }]);
  });

  it('a view below an unsteady one is looked through, also when only a table below it is built', async () => {
    const folder = project({
      'models/shown.sql': 'select random() as r',
      'models/through.sql': 'select * from {{ref "shown"}}',
      'models/kept.sql': `${table}select * from {{ref "through"}}`,
    });
    await built(folder);
    expect(await built(folder, { select: ['kept'] })).toEqual({ kept: 'success' });
  });

  it('a table that somebody else fills is compared by its rows', async () => {
    const folder = project({
      'models/s.yml': 'sources: [{ name: raw, tables: [{ name: orders, relation: raw.orders }] }]\n',
      'models/stg.sql': `${table}select * from {{source "raw" "orders"}}`,
    });
    await byHand(folder, 'create schema raw', 'create table raw.orders as select 1 as id');
    expect(await built(folder)).toEqual({ stg: 'success' });
    expect(await built(folder)).toEqual({ stg: 'reused' });
    await byHand(folder, 'update raw.orders set id = 2');
    expect(await built(folder)).toEqual({ stg: 'success' });
    expect(await rowsOf(folder, 'from main.stg')).toEqual([{ id: 2 }]);
  });
});

describe('delivered files', () => {
  const files = {
    'landing/a.csv': 'id\n1\n',
    'models/s.yml':
      'sources: [{ name: raw, tables: [{ name: orders, files: landing/*.csv, format: csv, columns: [{ name: id, data_type: integer }] }] }]\n',
    'models/whole.sql': `${table}select * from {{source "raw" "orders"}}`,
    'models/added.sql': '{{config materialized="incremental"}}select * from {{source "raw" "orders"}}',
    'models/sum.sql': `${table}select sum(id) as s from {{ref "added"}}`,
  };

  it('count by their content, not by their time', async () => {
    const folder = project(files);
    await built(folder);
    expect(await built(folder)).toEqual({ whole: 'reused', added: 'reused', sum: 'reused' });
    utimesSync(join(folder, 'landing/a.csv'), new Date(0), new Date(0));
    expect(await built(folder)).toEqual({ whole: 'reused', added: 'reused', sum: 'reused' });
    write(folder, { 'landing/b.csv': 'id\n5\n' });
    expect(await built(folder)).toEqual({ whole: 'success', added: 'success', sum: 'success' });
    expect(await rowsOf(folder, 'from main.sum')).toEqual([{ s: 6 }]);
  });

  it('that are not loaded anew leave the tables below alone', async () => {
    const folder = project(files);
    await built(folder);
    await ran(folder, { select: ['added'] });
    expect(await built(folder)).toEqual({ whole: 'reused', added: 'reused', sum: 'reused' });
  });
});

it('an incremental model with the same inputs adds nothing, and one with new rows does', async () => {
  const folder = project({
    'seeds/raw.csv': 'id\n1\n',
    'models/log.sql':
      '{{config materialized="incremental" unique_key="id"}}select id from {{ref "raw"}}{{#if is_incremental}} where true{{/if}}',
    'models/n.sql': `${table}select count(*) as n from {{ref "log"}}`,
  });
  await built(folder);
  expect(await built(folder)).toEqual({ raw: 'reused', log: 'success', n: 'success' });
  expect(await built(folder)).toEqual({ raw: 'reused', log: 'reused', n: 'reused' });
  write(folder, { 'seeds/raw.csv': 'id\n2\n' });
  expect(await built(folder)).toEqual({ raw: 'success', log: 'success', n: 'success' });
  expect(await rowsOf(folder, 'from main.n')).toEqual([{ n: 2 }]);
});

it('a setting of the target that decides rows counts, how much the engine may take does not', async () => {
  const folder = project({ 'models/a.sql': `${table}select 3 / 2 as half` });
  const target = (settings: string) =>
    `name: shop\ntarget: dev\ntargets:\n  dev: { type: duckdb, path: shop.duckdb, schema: main, threads: 2, settings: ${settings} }\n`;
  await built(folder);
  write(folder, { 'project.yml': target('{ memory_limit: 1GB }') });
  expect(await built(folder)).toEqual({ a: 'reused' });
  write(folder, { 'project.yml': target('{ integer_division: true }') });
  expect(await built(folder)).toEqual({ a: 'success' });
  expect(readFileSync(join(folder, 'project.yml'), 'utf8')).not.toBe(projectFile());
});
