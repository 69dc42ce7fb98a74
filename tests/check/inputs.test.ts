import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { project, projectFile, write } from '../support/projects.ts';
import { checkedIn } from './support.ts';

const undeclared = {
  'landing/a.csv': 'id,zip\n1,501\n',
  'models/s.yml':
    'sources:\n  - name: l\n    tables:\n      - name: o\n        files: landing/*.csv\n        columns: [{ name: zip }]\n',
  'models/m.sql': '{{config materialized="table"}}select id, zip from {{source "l" "o"}}',
};
const typesIn = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'target/source-types.json'), 'utf8')).sources['source.shop.l.o'].columns;

test('types of an undeclared source are found once, and a change is a warning until a run has taken it', async () => {
  const folder = project(undeclared);
  expect((await checkedIn(folder)).columns.m).toBe('id BIGINT, zip BIGINT');
  const kept = typesIn(folder);
  expect(kept).toEqual([
    { name: 'id', type: 'BIGINT' },
    { name: 'zip', type: 'BIGINT' },
  ]);
  write(folder, { 'landing/a.csv': 'id,zip,more\n1,A501,x\n' });
  const warned = [
    'M311 models/s.yml:6:19 source:l.o gives `zip` as VARCHAR, which was BIGINT | declare it: `columns: [{ name: zip, data_type: … }]`; the next run takes what is found now',
    'M311 models/s.yml:4:9 source:l.o has a new column `more`, VARCHAR | declare it: `columns: [{ name: more, data_type: … }]`; the next run takes what is found now',
  ];
  for (const round of [1, 2]) {
    const { diagnostics, columns } = await checkedIn(folder);
    expect([round, diagnostics, columns.m]).toEqual([round, warned, 'id BIGINT, zip VARCHAR']);
  }
  expect(typesIn(folder)).toEqual(kept);
  const built = await mart(['build'], folder);
  expect([built.exit, built.stderr.match(/M311/g)?.length]).toEqual([0, 2]);
  expect(typesIn(folder)).toHaveLength(3);
  expect((await checkedIn(folder)).diagnostics).toEqual([]);
});

test('a described column of an undeclared source has to be in its files', async () => {
  const folder = project({ ...undeclared, 'landing/a.csv': 'id,zipp\n1,501\n' });
  for (const round of [1, 2]) {
    const { refused, unchecked } = await checkedIn(folder);
    const said = refused['source:l.o']?.map((one) => one.replace(/ \|.*/, ''));
    expect([round, said, unchecked.m]).toEqual([
      round,
      ['M111 models/s.yml:6:27 source:l.o has no column `zip`'],
      'source:l.o is refused',
    ]);
  }
});

test('a source whose files have not changed is not read again', async () => {
  const folder = project(undeclared);
  const first = await checkedIn(folder);
  const kept = join(folder, 'target/source-types.json');
  write(folder, { 'target/source-types.json': readFileSync(kept, 'utf8').replaceAll('BIGINT', 'HUGEINT') });
  expect((await checkedIn(folder)).columns.m).toBe('id HUGEINT, zip HUGEINT');
  rmSync(kept);
  expect(await checkedIn(folder)).toEqual(first);
});

test('a source that a hook makes or attaches is known before anything ran', async () => {
  const folder = project({
    'models/s.yml':
      'sources: [{ name: raw, tables: [{ name: v, relation: raw.v }, { name: t, relation: raw.t }, { name: far, relation: oth.main.t }, { name: nowhere }] }]\n',
    'models/a.sql': 'select * from {{source "raw" "v"}} union all by name select * from {{source "raw" "t"}}',
    'models/b.sql': '{{config materialized="table"}}select * from {{source "raw" "far"}}',
    'models/c.sql': 'select nix from {{source "raw" "far"}}',
    'models/d.sql': 'select two from oth.main.t',
    'models/e.sql': 'select * from {{source "raw" "nowhere"}}',
  });
  const other = join(folder, 'other.duckdb');
  const instance = await DuckDBInstance.create(other);
  const connection = await instance.connect();
  await connection.run('create table t as select 1 as one, 2.5 as two');
  connection.closeSync();
  instance.closeSync();
  write(folder, {
    'project.yml': projectFile(
      `on-run-start:\n  - create schema if not exists raw\n  - create table if not exists raw.t (id int, day date)\n  - create or replace view raw.v as select id from raw.t\n  - attach if not exists '${other}' as oth\n`,
    ),
  });
  const { columns, refused, unchecked } = await checkedIn(folder);
  expect(columns).toMatchObject({
    a: 'id INTEGER, day DATE',
    b: 'one INTEGER, two DECIMAL(2,1)',
    d: 'two DECIMAL(2,1)',
  });
  expect(refused.c?.[0]).toMatch(/^M301 models\/c\.sql:1:8/);
  expect(Object.keys(unchecked)).toEqual(['e', 'source:raw.nowhere']);
  const built = await mart(['build', '-s', 'a', 'b', 'd'], folder);
  expect(built.exit, built.stderr).toBe(0);
  const shown = await mart(['lineage', '-s', 'b'], folder);
  expect(shown.stdout).toBe(
    'b\n  one  pass-through  <- source:raw.far.one\n  two  pass-through  <- source:raw.far.two\n',
  );
});

test('a table that a run has seen is known to the next check', async () => {
  const folder = project({
    'models/s.yml': 'sources: [{ name: main, tables: [{ name: events }] }]\n',
    'models/a.sql': 'select * from {{source "main" "events"}}',
    'models/make.sql': '{{config materialized="table" alias="events"}}select 1 as id',
  });
  expect((await mart(['run', '-s', 'make'], folder)).exit).toBe(0);
  write(folder, { 'models/make.sql': 'select 1 as id' });
  expect((await mart(['run', '-s', 'a'], folder)).exit).toBe(0);
  write(folder, { 'models/a.sql': 'select nix from {{source "main" "events"}}' });
  const { exit, stderr } = await mart(['check', '-s', 'a'], folder);
  expect([exit, stderr.includes('models/a.sql:1:8')]).toEqual([1, true]);
});

test('temporary tables and variables of hooks are there for the query, its other side and what follows', async () => {
  const hooked = (table: string) =>
    `{{config materialized="incremental" pre_hook=(list "create temp table stage as select 1 as a" "set variable word = 'x'") post_hook="create or replace table main.${table} as select a, getvariable('word') as w from stage"}}\nselect a, getvariable('word') as w from stage {{#if is_incremental}}where a > (select max(a) from {{this}}){{/if}}`;
  const folder = project({
    'models/a.sql': hooked('log_a'),
    'models/b.sql': hooked('log_b'),
    'models/c.sql': 'select nix, w from {{ref "a"}}',
  });
  const { columns, refused } = await checkedIn(folder);
  expect(columns).toMatchObject({ a: 'a INTEGER, w VARCHAR', b: 'a INTEGER, w VARCHAR' });
  expect(Object.keys(refused)).toEqual(['c']);
});

test('what a query reads past every source is looked at every time', async () => {
  const folder = project({ 'x.csv': 'a\n1\n' });
  write(folder, { 'models/m.sql': `select * from read_csv('${folder}/x.csv')` });
  expect((await checkedIn(folder, 'one')).columns.m).toBe('a BIGINT');
  write(folder, { 'x.csv': 'a,b\n1,x\n' });
  expect((await checkedIn(folder, 'one')).columns.m).toBe('a BIGINT, b VARCHAR');
});
