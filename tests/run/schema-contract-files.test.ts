import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SchemaContract } from '../../src/nodes/config.ts';
import type { ModelSpec, ProjectSpec } from './support/nodes.ts';
import { openShop, type Shop } from './support/project.ts';

type Format = 'csv' | 'json' | 'parquet';

function project(
  format: Format,
  contract: SchemaContract,
  columns: Readonly<Record<string, string>> = { id: 'bigint' },
  config: Partial<ModelSpec> = {},
): ProjectSpec {
  return {
    sources: { 'landing.orders': { files: `landing/*.${format}`, format, columns, contract } },
    models: { bronze: { sql: 'select *, _source_file from {{landing.orders}}', materialized: 'table', ...config } },
  };
}

const evolve: SchemaContract = { columns: 'evolve', data_type: 'evolve' };
const discard: SchemaContract = { columns: 'discard_row', data_type: 'discard_row' };
const all = (shop: Shop, sql: string) => shop.values(`select ${sql} from bronze order by all`);
const left = (shop: Shop) =>
  shop.values(
    'select parse_filename(file), row_number, column_name, value from _mart.quarantine order by file, row_number',
  );

async function parquet(shop: Shop, name: string, sql: string): Promise<void> {
  shop.write('landing/kept.txt', '');
  const path = join(shop.root, `landing/${name}.parquet`);
  await shop.adapter.publish(async (session) => ({
    value: await session.run(`copy (${sql}) to '${path}' (format parquet)`),
    keep: true,
  }));
}

describe('parquet files of several types', () => {
  it('are each read in their own: no digit is lost to the type of another file', async () => {
    const shop = await openShop();
    await parquet(shop, 'a', 'select 9007199254740993::bigint as id');
    await parquet(shop, 'b', 'select 2.0::double as id');
    await shop.run(project('parquet', discard));
    expect(await all(shop, 'id')).toEqual([['2'], ['9007199254740993']]);
  });

  it('are held to the declared type one by one', async () => {
    const shop = await openShop();
    await parquet(shop, 'a', 'select 1 as id');
    await parquet(shop, 'b', "select date '2025-12-01' as id");
    const { of } = await shop.run(project('parquet', discard));
    expect(of('bronze')).toMatchObject({ status: 'success', quarantined: { files: 0, rows: 1, values: 0 } });
    expect(await all(shop, 'id')).toEqual([['1']]);
    expect(await left(shop)).toEqual([['b.parquet', '1', 'id', '2025-12-01']]);
  });

  it('become text where they evolve and no type holds all', async () => {
    const shop = await openShop();
    await parquet(shop, 'a', 'select 1 as id');
    await parquet(shop, 'b', "select date '2025-12-01' as id");
    await shop.run(project('parquet', evolve));
    expect(await all(shop, 'id, typeof(id)')).toEqual([
      ['1', 'VARCHAR'],
      ['2025-12-01', 'VARCHAR'],
    ]);
  });

  it('may have any name for a column', async () => {
    const shop = await openShop();
    await parquet(shop, 'a', "select 1 as id, 'x' as delivered");
    const { of } = await shop.run(project('parquet', { columns: 'discard_value' }));
    expect(of('bronze')).toMatchObject({ status: 'success', quarantined: { files: 0, rows: 0, values: 1 } });
    expect(await left(shop)).toEqual([['a.parquet', '1', 'delivered', 'x']]);
  });
});

describe('columns that evolve', () => {
  it.each([
    ['csv', 'id,day\n1,12/31/2025 10:00:00 PM\n'],
    ['json', '{"id": 1, "day": "12-31-2025"}\n'],
  ] as const)('of %s are text where their times are in a format of their own', async (format, text) => {
    const shop = await openShop();
    shop.write(`landing/a.${format}`, text);
    const { of } = await shop.run(project(format, evolve));
    expect(of('bronze')).toMatchObject({ status: 'success' });
    expect((await all(shop, 'id, day, typeof(day)'))[0]).toEqual([
      '1',
      text
        .split(/,|": "/)
        .at(-1)
        ?.replace(/["}\n]/g, ''),
      'VARCHAR',
    ]);
  });

  it('of JSON are spelled in one way: a file that differs in case is left out and named', async () => {
    const shop = await openShop();
    shop.write('landing/a.json', '{"id": 1, "x": 1}\n');
    shop.write('landing/b.json', '{"ID": 2}\n');
    shop.write('landing/c.json', '{"id": 3, "X": 3}\n');
    shop.write('landing/d.json', '{"id": 4, "y": 3, "Y": 4}\n');
    const { of } = await shop.run(project('json', evolve));
    expect(of('bronze')).toMatchObject({ status: 'success', quarantined: { files: 3, rows: 0, values: 0 } });
    expect(of('bronze').diagnostics.flatMap(({ notes }) => notes)).toEqual([
      'landing/b.json has "ID" where "id" is a column: they differ in case',
      'landing/c.json has "X" where "x" is a column: they differ in case',
      'landing/d.json has "Y" where "y" is a column: they differ in case',
    ]);
    expect(await all(shop, 'id, x')).toEqual([['1', '1']]);
  });

  it('of JSON are held against files that are loaded already', async () => {
    const shop = await openShop();
    const spec = project('json', evolve, undefined, { materialized: 'incremental' });
    shop.write('landing/a.json', '{"id": 1, "x": 1}\n');
    await shop.run(spec);
    shop.write('landing/b.json', '{"id": 2, "X": 2}\n');
    expect((await shop.run(spec)).of('bronze')).toMatchObject({ rows: 0, quarantined: { files: 1 } });
  });

  it('do not hide where a row comes from', async () => {
    const shop = await openShop();
    shop.write('landing/a.csv', 'id,_source_file\n1,elsewhere\n');
    const { of } = await shop.run(project('csv', evolve));
    expect(of('bronze')).toMatchObject({ status: 'success' });
    expect(await all(shop, '*')).toEqual([['1', 'landing/a.csv']]);
  });
});

it('blank lines of a CSV with one column are rows, whatever is discarded', async () => {
  const shop = await openShop();
  shop.write('landing/a.csv', 'id\n1\n\nx\n');
  await shop.run(project('csv', discard));
  expect(await all(shop, 'id')).toEqual([['1'], [null]]);
  expect(await left(shop)).toEqual([['a.csv', '3', 'id', 'x']]);
});

it('a key with a NUL costs its file, not the build', async () => {
  const shop = await openShop();
  shop.write('landing/a.json', '{"id": 1}\n');
  shop.write('landing/b.json', '{"id": 2, "a\\u0000b": 1}\n');
  const { of } = await shop.run(project('json', evolve));
  expect(of('bronze')).toMatchObject({ status: 'success', quarantined: { files: 1 } });
  expect(await all(shop, 'id')).toEqual([['1']]);
});

it('a file in UTF-16 is named for what it is', async () => {
  const shop = await openShop();
  shop.write('landing/a.csv', 'id\n1\n');
  shop.write('landing/b.csv', 'i\0d\0\n\0');
  const { of } = await shop.run(project('csv', discard));
  expect(of('bronze').diagnostics.map(({ code, notes }) => [code, ...notes])).toEqual([
    ['M508', 'landing/b.csv has a NUL in its first line: it has to be UTF-8'],
  ]);
});

it.each([{}, discard])('a lack of memory is an error of the model, and no fault of its file (%j)', async (contract) => {
  const shop = await openShop();
  const spec = project('csv', contract, undefined, { materialized: 'incremental' });
  const limit = (size: string) =>
    shop.adapter.publish(async (session) => ({ keep: true, value: await session.run(`set memory_limit = '${size}'`) }));
  shop.write('landing/a.csv', `id\n${'123456789\n'.repeat(600_000)}`);
  await limit('5MB');
  const { of } = await shop.run(spec);
  expect(of('bronze')).toMatchObject({ status: 'error', diagnostics: [{ code: 'M539' }] });
  await limit('1GB');
  expect((await shop.run(spec)).of('bronze')).toMatchObject({ status: 'success', rows: 600_000 });
});

describe('the quarantine', () => {
  it('does not go on naming a refused version of a file that vanished', async () => {
    const shop = await openShop();
    const spec = project('csv', discard, undefined, { materialized: 'incremental' });
    shop.write('landing/a.csv', 'id\n1\nx\n');
    await shop.run(spec);
    shop.write('landing/a.csv', 'other\n1\n');
    await shop.run(spec);
    expect((await left(shop)).length).toBe(2);
    rmSync(join(shop.root, 'landing/a.csv'));
    await shop.run(spec);
    expect(await left(shop)).toEqual([['a.csv', '2', 'id', 'x']]);
  });

  it('has nothing of a table that reads no files any more', async () => {
    const shop = await openShop();
    shop.write('landing/a.csv', 'id\n1\nx\n');
    await shop.run(project('csv', discard));
    expect((await left(shop)).length).toBe(1);
    await shop.run({ models: { bronze: { sql: 'select 1 as id', materialized: 'table' } } });
    expect(await left(shop)).toEqual([]);
  });
});
