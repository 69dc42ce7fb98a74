import {
  appendFileSync,
  cpSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { project, write } from '../support/projects.ts';
import { built, byHand, rowsOf } from './runs.ts';

const out = (sql: string, config = 'location="exports/out.csv"') => ({
  'models/out.sql': `{{config materialized="external" ${config}}}${sql}`,
});
const shop = {
  'seeds/raw.csv': 'id,k\n1,a\n2,b\n',
  ...out('select * from {{ref "raw"}}'),
  'models/below.sql': '{{config materialized="table"}}select count(*) as n from {{ref "out"}}',
};
const [nothing, all] = [
  { raw: 'reused', out: 'reused', below: 'reused' },
  { raw: 'success', out: 'success', below: 'success' },
];

test('an external model is left out while its file is as it was left, and so is what reads it', async () => {
  const folder = project(shop);
  const file = join(folder, 'exports/out.csv');
  expect(await built(folder)).toEqual(all);
  const before = statSync(file, { bigint: true });
  expect(await built(folder)).toEqual(nothing);
  expect(statSync(file, { bigint: true })).toMatchObject({ ino: before.ino, mtimeNs: before.mtimeNs });

  write(folder, { 'seeds/raw.csv': 'id,k\n1,a\n' });
  expect(await built(folder)).toEqual(all);
  expect(readFileSync(file, 'utf8')).toBe('id,k\n1,a\n');
  write(folder, out('select id from {{ref "raw"}}'));
  expect(await built(folder)).toEqual({ ...all, raw: 'reused' });
  expect(await built(folder)).toEqual(nothing);
});

test('a file that other hands changed, touched, moved or removed is written again', async () => {
  const folder = project(shop);
  const file = join(folder, 'exports/out.csv');
  await built(folder);
  const changes: (() => void)[] = [
    () => appendFileSync(file, '3,c\n'),
    () => writeFileSync(file, readFileSync(file, 'utf8').replace('b', 'x')),
    () => utimesSync(file, new Date(), new Date()),
    () => renameSync(file, `${file}.bak`),
    () => rmSync(join(folder, 'exports'), { recursive: true }),
  ];
  for (const change of changes) {
    change();
    // The rows are those of the version before, so what reads it has them already.
    expect(await built(folder)).toEqual({ raw: 'reused', out: 'success', below: 'reused' });
    expect(readFileSync(file, 'utf8')).toBe('id,k\n1,a\n2,b\n');
    expect(await built(folder)).toEqual(nothing);
  }
  await byHand(folder, 'drop view main.out');
  expect(await built(folder)).toMatchObject({ out: 'success' });
});

test('another location or another folder of the project is another file', async () => {
  const folder = project(shop);
  await built(folder);
  write(folder, out('select * from {{ref "raw"}}', 'location="exports/other.csv"'));
  expect(await built(folder)).toMatchObject({ raw: 'reused', out: 'success' });
  const moved = join(tmpdir(), `moved-${process.pid}-${Date.now()}`);
  cpSync(folder, moved, { recursive: true, preserveTimestamps: true });
  try {
    expect(await built(moved)).toMatchObject({ out: 'success' });
    expect(await rowsOf(moved, `select count(*) as n from duckdb_views() where contains(sql, '${moved}/')`)).toEqual([
      { n: 1 },
    ]);
  } finally {
    rmSync(moved, { recursive: true });
  }
});

test('a folder counts with everything in it; partitions that are added are added once more, then left out', async () => {
  const config = 'location="exports/out" format="csv" partition_by="k" incremental_strategy="insert_overwrite"';
  const folder = project({ ...shop, ...out('select * from {{ref "raw"}}', config) });
  await built(folder);
  expect(await built(folder)).toMatchObject({ raw: 'reused', out: 'success' });
  expect(await built(folder)).toEqual(nothing);
  rmSync(join(folder, 'exports/out/k=a'), { recursive: true });
  expect(await built(folder)).toMatchObject({ out: 'success' });
  expect(readdirSync(join(folder, 'exports/out')).sort()).toEqual(['k=a', 'k=b']);
  expect(await built(folder)).toEqual(nothing);
});
