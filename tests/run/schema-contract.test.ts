import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ContractMode, SchemaContract } from '../../src/nodes/config.ts';
import type { ModelSpec, ProjectSpec } from './support/nodes.ts';
import { openShop, type Shop } from './support/project.ts';

const columns = { id: 'integer', note: 'varchar' };
const query = 'select *, _source_file from {{landing.orders}}';

function project(contract: SchemaContract, config: Partial<ModelSpec> = {}): ProjectSpec {
  return {
    sources: { 'landing.orders': { files: 'landing/*.csv', columns, contract } },
    models: { bronze: { sql: query, materialized: 'incremental', ...config } },
  };
}

const both = (mode: ContractMode): SchemaContract => ({ columns: mode, data_type: mode });
const deliver = (shop: Shop, name: string, text: string) => shop.write(`landing/${name}.csv`, text);
const ids = async (shop: Shop) => (await shop.values('select id from bronze order by id')).flat();
const left = (shop: Shop) =>
  shop.values(
    'select parse_filename(file), row_number, column_name, value, mode from _mart.quarantine order by file, row_number, column_name',
  );

const good = 'id,note\n1,a\n2,b\n';
const odd = 'id,note\nmany,c\n3,d\n4,e,f\n';

describe.each(['incremental', 'table', 'view'] as const)('a %s over files with a contract', (materialized) => {
  it('leaves out files that drift with `freeze`, and loads the rest', async () => {
    const shop = await openShop();
    deliver(shop, 'good', good);
    deliver(shop, 'odd', odd);
    deliver(shop, 'more', 'id,note,colour\n5,a,red\n');
    deliver(shop, 'empty', '');
    const { of } = await shop.run(project(both('freeze'), { materialized }));
    expect(of('bronze')).toMatchObject({ status: 'success', quarantined: { files: 3, rows: 0, values: 0 } });
    const found = of('bronze').diagnostics.map(({ code, message }) => [code, message.split('`')[1]]);
    expect(found.sort()).toEqual([
      ['M508', 'landing/empty.csv'],
      ['M508', 'landing/odd.csv'],
      ['M529', 'landing/more.csv'],
    ]);
    expect(await ids(shop)).toEqual(['1', '2']);
    expect(await left(shop)).toEqual([
      ['empty.csv', null, null, null, 'freeze'],
      ['more.csv', null, null, null, 'freeze'],
      ['odd.csv', null, null, null, 'freeze'],
    ]);
  });

  it('leaves out rows with `discard_row`, and says which', async () => {
    const shop = await openShop();
    deliver(shop, 'good', good);
    deliver(shop, 'odd', odd);
    const { of } = await shop.run(project(both('discard_row'), { materialized }));
    expect(of('bronze')).toMatchObject({ status: 'success', quarantined: { files: 0, rows: 2, values: 0 } });
    const [warning] = of('bronze').diagnostics;
    expect(warning).toMatchObject({
      code: 'M527',
      severity: 'warning',
      message: '2 rows of source:landing.orders did not fit and were left out',
      notes: [
        'row 1 of landing/odd.csv: "many" in column "id": it is not INTEGER',
        'row 3 of landing/odd.csv: it has 3 values where the header has 2',
      ],
    });
    expect(await ids(shop)).toEqual(['1', '2', '3']);
    expect(await left(shop)).toEqual([
      ['odd.csv', '1', 'id', 'many', 'discard_row'],
      ['odd.csv', '3', null, 'f', 'discard_row'],
    ]);
    expect(await shop.values("select record->>'note' from _mart.quarantine order by row_number")).toEqual([
      ['c'],
      ['e'],
    ]);
  });

  it('leaves out values with `discard_value`', async () => {
    const shop = await openShop();
    deliver(shop, 'odd', odd);
    deliver(shop, 'less', 'id\n7\n');
    const { of } = await shop.run(project(both('discard_value'), { materialized }));
    expect(of('bronze')).toMatchObject({ status: 'success', quarantined: { files: 0, rows: 0, values: 2 } });
    expect(of('bronze').diagnostics.map(({ code }) => code)).toEqual(['M530', 'M528']);
    expect(await shop.values('select id, note from bronze order by id nulls first')).toEqual([
      [null, 'c'],
      ['3', 'd'],
      ['4', 'e'],
      ['7', null],
    ]);
  });

  it('grows with `evolve`', async () => {
    const shop = await openShop();
    deliver(shop, 'good', good);
    await shop.run(project(both('evolve'), { materialized }));
    deliver(shop, 'more', 'id,colour,note\n5,red,a\n6,,b\n');
    const grown = { materialized, on_schema_change: 'append_new_columns' } as const;
    const { of } = await shop.run(project(both('evolve'), grown));
    expect(of('bronze')).toMatchObject({ status: 'success', diagnostics: [] });
    expect(await shop.values('select id, colour from bronze order by id')).toEqual([
      ['1', null],
      ['2', null],
      ['5', 'red'],
      ['6', null],
    ]);
    expect(await left(shop)).toEqual([]);
  });
});

describe('the quarantine', () => {
  const discarding = project(both('discard_row'));

  it('is of the versions that are loaded: nothing is in it twice, nothing stays of a version that is replaced', async () => {
    const shop = await openShop();
    deliver(shop, 'a', odd);
    deliver(shop, 'b', 'id,note\nx,y\n');
    await shop.run(discarding);
    expect((await left(shop)).length).toBe(3);
    const again = await shop.run(discarding);
    expect(again.of('bronze')).toMatchObject({ rows: 0, diagnostics: [] });
    expect(again.of('bronze').quarantined).toBe(undefined);
    expect((await left(shop)).length).toBe(3);
    deliver(shop, 'a', 'id,note\n8,ok\nno,z\n');
    expect((await shop.run(discarding)).of('bronze')).toMatchObject({ rows: 1, quarantined: { rows: 1 } });
    expect(await left(shop)).toEqual([
      ['a.csv', '2', 'id', 'no', 'discard_row'],
      ['b.csv', '1', 'id', 'x', 'discard_row'],
    ]);
    deliver(shop, 'a', 'id,note\n8,ok\n');
    await shop.run(discarding);
    expect(await left(shop)).toEqual([['b.csv', '1', 'id', 'x', 'discard_row']]);
    await shop.run(discarding, { fullRefresh: true });
    expect(await left(shop)).toEqual([['b.csv', '1', 'id', 'x', 'discard_row']]);
  });

  it('counts once what two models leave out', async () => {
    const shop = await openShop();
    deliver(shop, 'a', odd);
    await shop.run({
      ...discarding,
      models: { one: { sql: query, materialized: 'incremental' }, two: { sql: query, materialized: 'table' } },
    });
    expect((await left(shop)).length).toBe(2);
    expect(await shop.values('select distinct models from _mart.quarantine')).toEqual([
      ['[model.shop.one, model.shop.two]'],
    ]);
  });

  it('is written with the load or not at all', async () => {
    const shop = await openShop();
    deliver(shop, 'a', odd);
    const tested = (bad: boolean): ProjectSpec => ({
      ...discarding,
      tests: { t: { on: 'bronze', sql: `select * from {{bronze}} where ${bad}` } },
    });
    expect((await shop.run(tested(true))).statuses).toEqual({ t: 'fail', bronze: 'error' });
    expect(await left(shop)).toEqual([]);
    expect((await shop.run(tested(false))).of('bronze').quarantined).toEqual({ files: 0, rows: 2, values: 0 });
    expect((await left(shop)).length).toBe(2);
  });

  it('keeps what a loaded version left out while a later one is refused', async () => {
    const shop = await openShop();
    const spec = project({ columns: 'freeze', data_type: 'discard_row' });
    deliver(shop, 'a', 'id,note\n1,a\nx,b\n');
    await shop.run(spec);
    deliver(shop, 'a', 'id\n1\n');
    const refused = await shop.run(spec);
    expect(refused.of('bronze')).toMatchObject({ status: 'success', rows: 0, quarantined: { files: 1 } });
    await shop.run(spec);
    const both = [
      ['a.csv', '2', 'id', 'x', 'discard_row'],
      ['a.csv', null, null, null, 'freeze'],
    ];
    expect(await left(shop)).toEqual(both);
    deliver(shop, 'a', 'id,note\n1,a\nx,b\n');
    expect((await shop.run(spec)).of('bronze')).toMatchObject({ rows: 0, diagnostics: [] });
    expect(await left(shop)).toEqual(both.slice(0, 1));
  });

  it('names files that cannot be read where there is no contract, too, until they are gone', async () => {
    const shop = await openShop();
    deliver(shop, 'a', good);
    deliver(shop, 'b', odd);
    await shop.run(project({}));
    expect(await left(shop)).toEqual([['b.csv', null, null, null, 'freeze']]);
    rmSync(join(shop.root, 'landing/b.csv'));
    await shop.run(project({}));
    expect(await left(shop)).toEqual([]);
  });

  it('has nothing of a table whose source has no contract any more', async () => {
    const shop = await openShop();
    deliver(shop, 'a', 'id,note\nx,b\n2,c\n');
    await shop.run(project(both('discard_row'), { materialized: 'table' }));
    expect((await left(shop)).length).toBe(1);
    deliver(shop, 'a', 'id,note\n2,c\n');
    await shop.run(project({}, { materialized: 'table' }));
    expect(await left(shop)).toEqual([]);
  });

  it('has nothing of a run with --empty', async () => {
    const shop = await openShop();
    deliver(shop, 'a', odd);
    await shop.run(discarding, { window: { kind: 'empty' } });
    expect(await left(shop)).toEqual([]);
  });
});

it('tests, hooks and other sources read what fits', async () => {
  const shop = await openShop();
  deliver(shop, 'a', good);
  deliver(shop, 'b', 'nope\n1\n');
  const { of } = await shop.run(
    {
      ...project(both('freeze')),
      tests: { t: { on: 'landing.orders', sql: 'select * from {{landing.orders}} where id > 1' } },
    },
    { verb: 'test' },
  );
  expect(of('t')).toMatchObject({ status: 'fail', failures: 1 });
});
