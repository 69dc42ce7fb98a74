import { expect, it } from 'vitest';
import { openShop } from './support/project.ts';

/** The ledger as the first mart made it. */
const first = [
  'create schema _mart',
  'create table _mart.version (version bigint not null, applied_at timestamptz not null)',
  'create table _mart.runs (invocation varchar not null, event varchar not null, recorded_at timestamptz not null, verb varchar not null, project varchar not null, target varchar not null, mart varchar not null, selection varchar, steps bigint not null)',
  'create table _mart.nodes (invocation varchar not null, id varchar not null, name varchar not null, kind varchar not null, status varchar not null, relation varchar, row_count bigint, file_count bigint, checksum varchar not null, started_at timestamptz not null, seconds double not null, message varchar)',
  'create table _mart.tests (invocation varchar not null, id varchar not null, name varchar not null, node varchar, status varchar not null, failures bigint, started_at timestamptz not null, seconds double not null, message varchar)',
  'create table _mart.files (model varchar not null, source varchar not null, path varchar not null, seq bigint not null, status varchar not null, sha256 varchar, size bigint, modified double, row_count bigint, reason varchar, invocation varchar not null, recorded_at timestamptz not null)',
  "insert into _mart.version values (1, '2025-01-01')",
  "insert into _mart.nodes values ('old', 'model.shop.good', 'good', 'table', 'success', 'main.good', 1, null, 'x', '2025-01-01', 0.1, null)",
  'create table main.good as select 1 as id',
];

it('a ledger of the first version gets what it lacks and keeps what it has', async () => {
  const shop = await openShop();
  await shop.adapter.publish(async (session) => {
    for (const sql of first) await session.run(sql);
    return { keep: true, value: null };
  });
  const project = { models: { good: { sql: 'select 1 as id', materialized: 'table' } } } as const;
  expect((await shop.run(project, { force: false })).statuses).toEqual({ good: 'success' });
  expect((await shop.run(project, { force: false })).statuses).toEqual({ good: 'reused' });
  expect(await shop.values('select version from _mart.version order by version')).toEqual([['1'], ['5']]);
  expect(
    await shop.values('select invocation, fingerprint is null as bare from _mart.nodes order by seq nulls first'),
  ).toMatchObject([['old', 'true'], { 1: 'false' }]);
});

it('before version 3 files were those of the table that a model had last', async () => {
  const shop = await openShop();
  await shop.adapter.publish(async (session) => {
    for (const sql of first) await session.run(sql);
    await session.run(
      "insert into _mart.files select 'model.shop.good', 's', 'a.csv', 1, 'loaded', null, null, null, 1, null, 'old', '2025-01-01'",
    );
    return { keep: true, value: null };
  });
  await shop.run({});
  expect(await shop.values('select relation from _mart.files')).toEqual([['main.good']]);
});

it('a ledger that cannot be brought up to date stays as it was', async () => {
  const shop = await openShop();
  await shop.adapter.publish(async (session) => {
    for (const sql of first) await session.run(sql);
    await session.run('create table _mart.codes (something int)');
    await session.run('create view _mart.stamps as select 1 as relation');
    return { keep: true, value: null };
  });
  await expect(shop.run({})).rejects.toThrow();
  expect(await shop.values('select version from _mart.version')).toEqual([['1']]);
  expect(
    await shop.values("select count(*) as n from duckdb_columns where schema_name = '_mart' and column_name = 'seq'"),
  ).toEqual([['1']]);
});
