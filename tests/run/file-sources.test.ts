import { appendFileSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ModelSpec, ProjectSpec, SourceSpec } from './support/nodes.ts';
import { openShop, type Shop } from './support/project.ts';

const batches: SourceSpec = { files: 'landing/*/batches.csv', columns: { id: 'varchar', units: 'integer' } };
const bronze = 'select id, units, _source_file, _source_row, _loaded_at from {{landing.batches}}';

function project(config: Partial<ModelSpec> = {}, source: Partial<SourceSpec> = {}): ProjectSpec {
  return {
    sources: { 'landing.batches': { ...batches, ...source } },
    models: { bronze: { sql: bronze, materialized: 'incremental', ...config } },
  };
}

function deliver(shop: Shop, day: number, ...rows: string[]): string {
  const path = `landing/2024-01-0${day}/batches.csv`;
  shop.write(path, `id,units\n${rows.join('\n')}\n`);
  return path;
}

const loaded = (shop: Shop) =>
  shop.values("select id, units, split_part(_source_file, '/', 2) from bronze order by id, units");
const memory = (shop: Shop) =>
  shop.values("select split_part(path, '/', 2)[-2:] || ' ' || status from _mart.files where path <> '' order by seq");

describe('an incremental model over files', () => {
  it('loads every file version exactly once', async () => {
    const shop = await openShop();
    deliver(shop, 1, '001,10', '002,');
    const first = await shop.run(project());
    expect(first.of('bronze')).toMatchObject({ status: 'success', rows: 2, files: 1 });
    const same = await shop.run(project());
    expect(same.of('bronze')).toMatchObject({ status: 'success', rows: 0, files: 0, diagnostics: [] });
    deliver(shop, 2, '003,7');
    deliver(shop, 3, '004,8');
    const more = await shop.run(project());
    expect(more.of('bronze')).toMatchObject({ rows: 2, files: 2 });
    expect(await loaded(shop)).toEqual([
      ['001', '10', '2024-01-01'],
      ['002', null, '2024-01-01'],
      ['003', '7', '2024-01-02'],
      ['004', '8', '2024-01-03'],
    ]);
  });

  it('does not load again what a table held before it became incremental', async () => {
    const shop = await openShop();
    deliver(shop, 1, '001,10');
    await shop.run(project({ materialized: 'table' }));
    await shop.run(project());
    deliver(shop, 2, '002,20');
    await shop.run(project({ materialized: 'table' }));
    await shop.run(project());
    expect(await loaded(shop)).toEqual([
      ['001', '10', '2024-01-01'],
      ['002', '20', '2024-01-02'],
    ]);
  });

  it('lets a star stand beside a column about delivery', async () => {
    const shop = await openShop();
    deliver(shop, 1, '001,10');
    await shop.run(project({ sql: 'select *, _source_file from {{landing.batches}}' }));
    expect(await shop.values('select * from bronze')).toEqual([['001', '10', 'landing/2024-01-01/batches.csv']]);
  });

  it('takes out the rows of files that the source does not mean any more', async () => {
    const shop = await openShop();
    deliver(shop, 1, '001,10');
    deliver(shop, 2, '002,20');
    await shop.run(project());
    const narrow = project({}, { files: 'landing/2024-01-02/*.csv' });
    const fewer = await shop.run(narrow);
    expect(fewer.of('bronze')).toMatchObject({ status: 'success', diagnostics: [] });
    expect(await loaded(shop)).toEqual([['002', '20', '2024-01-02']]);
    await shop.run(narrow);
    expect((await memory(shop)).flat()).toEqual(['01 loaded', '02 loaded', '01 forgotten']);
    await shop.run(project());
    expect(await loaded(shop)).toEqual([
      ['001', '10', '2024-01-01'],
      ['002', '20', '2024-01-02'],
    ]);
  });

  it('stamps file, row and instant', async () => {
    const shop = await openShop();
    const path = deliver(shop, 1, '001,10', '002,11');
    await shop.run(project());
    expect(
      await shop.values('select _source_file, _source_row, epoch_ms(_loaded_at) from bronze order by _source_row'),
    ).toEqual([
      [path, '1', String(Date.UTC(2025, 11, 1, 6))],
      [path, '2', String(Date.UTC(2025, 11, 1, 6))],
    ]);
  });

  it('takes a touched file for what it is', async () => {
    const shop = await openShop();
    const path = join(shop.root, deliver(shop, 1, '001,10'));
    await shop.run(project());
    for (const _ of [1, 2]) {
      const { mtimeMs } = statSync(path);
      utimesSync(path, new Date(mtimeMs + 5000), new Date(mtimeMs + 5000));
      const { of } = await shop.run(project());
      expect(of('bronze')).toMatchObject({ rows: 0, files: 0 });
    }
    expect(await shop.values('select count(*) from bronze')).toEqual([['1']]);
  });

  it('replaces the rows of a file that comes again with other content', async () => {
    const shop = await openShop();
    deliver(shop, 1, '001,10', '002,20');
    deliver(shop, 2, '003,30');
    await shop.run(project());
    deliver(shop, 1, '001,11');
    const { of } = await shop.run(project());
    expect(of('bronze')).toMatchObject({ rows: 1, files: 1 });
    expect(await shop.values('select id, units from bronze order by id')).toEqual([
      ['001', '11'],
      ['003', '30'],
    ]);
  });

  it('cannot do so where the model has no `_source_file`, and says it', async () => {
    const shop = await openShop();
    const blind = project({ sql: 'select id from {{landing.batches}}' });
    deliver(shop, 1, '001,10');
    await shop.run(blind);
    const path = deliver(shop, 1, '002,20');
    const { of } = await shop.run(blind);
    expect(of('bronze').diagnostics[0]).toMatchObject({
      code: 'M517',
      message: `\`${path}\` came again with other content, and its rows cannot be found in the table`,
    });
    expect(await shop.values('select id from bronze')).toEqual([['001']]);
    expect((await shop.run(blind, { fullRefresh: true })).statuses).toEqual({ bronze: 'success' });
    expect(await shop.values('select id from bronze')).toEqual([['002']]);
    expect((await shop.run(blind)).of('bronze')).toMatchObject({ files: 0 });
  });

  it('reports a vanished file once and keeps its rows; when it is back nothing is loaded twice', async () => {
    const shop = await openShop();
    const path = deliver(shop, 1, '001,10');
    deliver(shop, 2, '002,20');
    await shop.run(project());
    const text = readFileSync(join(shop.root, path), 'utf8');
    rmSync(join(shop.root, path));
    const gone = await shop.run(project());
    expect(gone.of('bronze')).toMatchObject({ status: 'success', rows: 0 });
    expect(gone.of('bronze').diagnostics).toMatchObject([{ code: 'M510', severity: 'warning', node: 'bronze' }]);
    expect((await shop.run(project())).codes).toEqual([]);
    shop.write(path, text);
    expect((await shop.run(project())).of('bronze')).toMatchObject({ rows: 0, files: 0, diagnostics: [] });
    expect(await shop.values('select count(*) from bronze')).toEqual([['2']]);
    shop.write(path, 'id,units\n001,99\n');
    await shop.run(project());
    expect(await shop.values("select units from bronze where id = '001'")).toEqual([['99']]);
  });

  it('quarantines a file that cannot be read, loads the rest, and tries again', async () => {
    const shop = await openShop();
    deliver(shop, 1, '001,10');
    const bad = deliver(shop, 2, '002,many', '003,1');
    const first = await shop.run(project());
    expect(first.of('bronze')).toMatchObject({ status: 'success', rows: 1, files: 1 });
    const [found] = first.of('bronze').diagnostics;
    expect(found).toMatchObject({ code: 'M508', severity: 'warning' });
    expect(found?.message).toContain(bad);
    expect((await shop.run(project())).codes).toEqual(['M508']);
    expect(await memory(shop)).toEqual([['01 loaded'], ['02 quarantined']]);
    deliver(shop, 2, '002,5');
    expect((await shop.run(project())).of('bronze')).toMatchObject({ rows: 1, files: 1, diagnostics: [] });
    deliver(shop, 2, '002,many');
    expect((await shop.run(project())).codes).toEqual(['M508']);
    expect(await shop.values("select units from bronze where id = '002'")).toEqual([['5']]);
    deliver(shop, 2, '002,6');
    await shop.run(project());
    expect(await shop.values("select units from bronze where id = '002'")).toEqual([['6']]);
  });

  it('loads every file again in a full refresh, and forgets those that are gone', async () => {
    const shop = await openShop();
    const path = deliver(shop, 1, '001,10');
    deliver(shop, 2, '002,20');
    await shop.run(project());
    rmSync(join(shop.root, path));
    const { of } = await shop.run(project(), { fullRefresh: true });
    expect(of('bronze')).toMatchObject({ rows: 1, files: 1, diagnostics: [] });
    deliver(shop, 1, '001,10');
    expect((await shop.run(project())).of('bronze')).toMatchObject({ rows: 1, files: 1 });
  });

  it('does not remember files of a version that was not published', async () => {
    const shop = await openShop();
    const tested = (bad: boolean): ProjectSpec => ({
      ...project(),
      tests: { t: { on: 'bronze', sql: `select * from {{bronze}} where ${bad}` } },
    });
    deliver(shop, 1, '001,10');
    expect((await shop.run(tested(true))).statuses).toEqual({ t: 'fail', bronze: 'error' });
    expect(await memory(shop)).toEqual([]);
    expect((await shop.run(tested(false))).of('bronze')).toMatchObject({ rows: 1, files: 1 });
    const again = await shop.run(tested(true));
    expect(again.statuses).toEqual({ t: 'fail', bronze: 'error' });
  });

  it('runs its query without new files when it has other inputs', async () => {
    const shop = await openShop();
    const spec: ProjectSpec = {
      ...project({
        sql: 'select id, _source_file from {{landing.batches}} union all select id::varchar, null from {{extra}}',
      }),
      seeds: { extra: 'id\n7\n' },
    };
    deliver(shop, 1, '001,10');
    await shop.run(spec);
    const { of } = await shop.run(spec);
    expect(of('bronze')).toMatchObject({ rows: 1, files: 0 });
    expect(await shop.values('select id from bronze order by id')).toEqual([['001'], ['7'], ['7']]);
  });

  it('finds the columns itself where none are declared, with nothing new too', async () => {
    const shop = await openShop();
    const spec: ProjectSpec = {
      ...project(
        { sql: 'select b.id, _source_file from {{landing.batches}} b join {{extra}} e using (id)' },
        { columns: {} },
      ),
      seeds: { extra: 'id\n7\n' },
    };
    deliver(shop, 1, '7,10');
    expect((await shop.run(spec)).of('bronze')).toMatchObject({ status: 'success', rows: 1 });
    expect((await shop.run(spec)).of('bronze')).toMatchObject({ status: 'success', rows: 0 });
  });

  it('each model has its own memory, each source its own', async () => {
    const shop = await openShop();
    const spec: ProjectSpec = {
      sources: { 'landing.batches': batches, 'landing.checks': { ...batches, files: 'landing/*/checks.csv' } },
      models: {
        bronze: { sql: bronze, materialized: 'incremental' },
        all_of: {
          sql: 'select id, _source_file from {{landing.batches}} union all select id, _source_file from {{landing.checks}}',
          materialized: 'incremental',
        },
      },
    };
    deliver(shop, 1, '001,10');
    shop.write('landing/2024-01-01/checks.csv', 'id,units\nc1,1\n');
    await shop.run(spec, { only: ['bronze'] });
    const first = await shop.run(spec);
    expect([first.of('bronze').files, first.of('all_of').files]).toEqual([0, 2]);
    shop.write('landing/2024-01-02/checks.csv', 'id,units\nc2,1\n');
    const second = await shop.run(spec);
    expect([second.of('bronze').files, second.of('all_of').files]).toEqual([0, 1]);
    expect(await shop.values('select id from all_of order by id')).toEqual([['001'], ['c1'], ['c2']]);
  });

  it('--empty loads and remembers nothing', async () => {
    const shop = await openShop();
    deliver(shop, 1, '001,10');
    expect((await shop.run(project(), { window: { kind: 'empty' } })).of('bronze')).toMatchObject({ rows: 0 });
    expect((await shop.run(project())).of('bronze')).toMatchObject({ rows: 1, files: 1 });
    expect(await shop.values('select count(*) from bronze')).toEqual([['1']]);
  });

  it('a file of which only a sample was loaded is loaded wholly by the next run', async () => {
    const shop = await openShop();
    const source = { columns: { id: 'varchar', at: 'timestamp' }, event_time: 'at' };
    const spec = project({ sql: 'select id, _source_file from {{landing.batches}}' }, source);
    shop.write('landing/2024-01-01/batches.csv', 'id,at\n1,2024-01-01 00:00:00\n2,2024-01-09 00:00:00\n');
    await shop.run(spec, { window: { kind: 'sample', since: '2024-01-05T00:00:00Z' } });
    expect(await shop.values('select id from bronze')).toEqual([['2']]);
    await shop.run(spec);
    expect(await shop.values('select id from bronze order by id')).toEqual([['1'], ['2']]);
  });
});

describe('a table over files', () => {
  const table = project({ sql: 'select id, units from {{landing.batches}}', materialized: 'table' });

  it('reads them all each time, in the order of their paths', async () => {
    const shop = await openShop();
    deliver(shop, 2, '003,3');
    deliver(shop, 1, '001,1');
    expect((await shop.run(table)).of('bronze')).toMatchObject({ rows: 2, files: 2 });
    deliver(shop, 3, '002,2');
    expect((await shop.run(table)).of('bronze')).toMatchObject({ rows: 3, files: 3 });
  });

  it('fails over a bad file, which it names, and stays as it was', async () => {
    const shop = await openShop();
    deliver(shop, 1, '001,1');
    await shop.run(table);
    const bad = deliver(shop, 2, '002,many');
    const { of } = await shop.run(table);
    expect(of('bronze').status).toBe('error');
    const [found] = of('bronze').diagnostics;
    expect(found?.code).toBe('M508');
    expect(found?.message).toContain(bad);
    expect(await shop.values('select id from bronze')).toEqual([['001']]);
  });

  it('is empty with a warning where nothing is delivered and the columns are declared', async () => {
    const shop = await openShop();
    const { of } = await shop.run(table);
    expect(of('bronze')).toMatchObject({ status: 'success', rows: 0, files: 0 });
    expect(of('bronze').diagnostics).toMatchObject([{ code: 'M509', severity: 'warning' }]);
    const undeclared = await shop.run(project({ materialized: 'table' }, { columns: {} }));
    expect(undeclared.of('bronze').diagnostics).toMatchObject([{ code: 'M509', severity: 'error' }]);
  });

  it('a view over files and a test of a source read what is there', async () => {
    const shop = await openShop();
    const spec: ProjectSpec = {
      ...project({ sql: 'select id from {{landing.batches}}', materialized: 'view' }),
      tests: { t: { on: 'landing.batches', sql: 'select * from {{landing.batches}} where units > 5' } },
    };
    deliver(shop, 1, '001,1');
    expect((await shop.run(spec)).of('bronze')).toMatchObject({ files: null, rows: null });
    deliver(shop, 1, '002,9');
    expect(await shop.values('select id from bronze')).toEqual([['002']]);
    expect((await shop.run(spec, { verb: 'test' })).of('t')).toMatchObject({ status: 'fail', failures: 1 });
  });
});

describe('files on the move', () => {
  it('one that is being written is left out with a warning, and loaded when it is whole', async () => {
    const shop = await openShop();
    deliver(shop, 1, '001,10');
    const path = join(shop.root, deliver(shop, 2, '002,20'));
    let n = 3;
    const writing = setInterval(() => appendFileSync(path, `00${n++},1\n`), 1);
    const { of } = await shop.run(project()).finally(() => clearInterval(writing));
    expect(of('bronze')).toMatchObject({ status: 'success', files: 1 });
    expect(of('bronze').diagnostics).toMatchObject([
      {
        code: 'M524',
        severity: 'warning',
        message: '`landing/2024-01-02/batches.csv` is being written and was left out',
      },
    ]);
    expect(await loaded(shop)).toEqual([['001', '10', '2024-01-01']]);
    expect((await shop.run(project())).of('bronze')).toMatchObject({ files: 1, diagnostics: [] });
    expect((await loaded(shop)).length).toBe(n - 1);
  });

  it('a table that was made of one is not published', async () => {
    const shop = await openShop();
    const path = join(shop.root, deliver(shop, 1, '001,10'));
    await shop.run(project({ materialized: 'table' }));
    let n = 2;
    const writing = setInterval(() => appendFileSync(path, `00${n++},1\n`), 1);
    const { of } = await shop.run(project({ materialized: 'table' })).finally(() => clearInterval(writing));
    expect(of('bronze').diagnostics).toMatchObject([{ code: 'M524', severity: 'error' }]);
    expect(await loaded(shop)).toEqual([['001', '10', '2024-01-01']]);
  });

  it('a file that comes again with the model grown by a column is replaced', async () => {
    const shop = await openShop();
    deliver(shop, 1, '001,10');
    await shop.run(project());
    deliver(shop, 1, '001,11');
    const grown = {
      sql: bronze.replace('select id', 'select 1 as extra, 2 as more, id'),
      on_schema_change: 'append_new_columns',
    } as const;
    expect((await shop.run(project(grown))).of('bronze')).toMatchObject({ status: 'success', diagnostics: [] });
    expect(await shop.values('select id, units, extra, more from bronze')).toEqual([['001', '11', '1', '2']]);
    deliver(shop, 1, '001,12');
    const synced = {
      sql: bronze.replace('select id, units', 'select id, units::bigint as units, 3 as third'),
      on_schema_change: 'sync_all_columns',
    } as const;
    expect((await shop.run(project(synced))).of('bronze')).toMatchObject({ status: 'success', diagnostics: [] });
    expect(await shop.values('select id, units, third from bronze')).toEqual([['001', '12', '3']]);
  });
});
