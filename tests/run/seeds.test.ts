import { describe, expect, it } from 'vitest';
import { openShop } from './support/project.ts';

describe('seeds', () => {
  it('are replaced whole, columns too, while a view goes on reading them', async () => {
    const shop = await openShop();
    const project = (csv: string) => ({
      seeds: { raw: csv },
      models: { over: 'select count(*) as n, max(v) as v from {{raw}}' },
    });
    const first = await shop.run(project('id,v\n1,a\n2,b\n3,c\n'));
    expect(first.of('raw')).toMatchObject({ status: 'success', rows: 3, compiled: null });
    for (const [csv, expected] of [
      ['id,v\n1,z\n4,d\n', ['2', 'z']],
      ['id,v\n', ['0', null]],
      ['id,v,w\n1,a,x\n', ['1', 'a']],
    ] as const) {
      await shop.run(project(csv));
      expect(await shop.values('select * from over')).toEqual([expected]);
    }
    expect(await shop.values('select w from raw')).toEqual([['x']]);
  });

  it('declared types win, whatever the case of the name', async () => {
    const shop = await openShop();
    const csv = 'zip,big,dec\n00501,9007199254740993,0.10\n';
    await shop.run({
      seeds: { typed: { csv, column_types: { ZIP: 'varchar', big: 'bigint', dec: 'decimal(18,2)' } } },
    });
    expect(await shop.values('select * from typed')).toEqual([['00501', '9007199254740993', '0.10']]);
  });

  it('a bad row fails the seed at its line, leaves the old rows and skips what is below', async () => {
    const shop = await openShop();
    const project = (rows: string) => ({
      seeds: { raw: { csv: `id,v\n${rows}`, column_types: { id: 'integer', v: 'integer' } } },
      models: { child: { sql: 'select sum(v) as v from {{raw}}', materialized: 'table' as const } },
    });
    await shop.run(project('1,1\n2,2\n'));
    const { statuses, of } = await shop.run(project('1,10\n2,20,30\n'));
    expect(statuses).toEqual({ raw: 'error', child: 'skipped' });
    expect(of('raw').diagnostics).toMatchObject([
      { code: 'M507', node: 'raw', labels: [{ span: { file: 'seeds/raw.csv', start: { line: 3, column: 1 } } }] },
    ]);
    const value = await shop.run(project('1,10\n2,many\n'));
    expect(value.of('raw').diagnostics).toMatchObject([
      { code: 'M507', labels: [{ span: { file: 'seeds/raw.csv', start: { line: 3, column: 1 } } }] },
    ]);
    expect(await shop.values('select * from raw')).toEqual([
      ['1', '1'],
      ['2', '2'],
    ]);
    expect((await shop.run(project('5,5\n'))).statuses).toEqual({ raw: 'success', child: 'success' });
  });

  it('take the place of a view', async () => {
    const shop = await openShop();
    await shop.run({ models: { raw: 'select 1 as x' } });
    await shop.run({ seeds: { raw: 'id\n1\n' } });
    expect(await shop.values('select id from raw')).toEqual([['1']]);
  });
});
