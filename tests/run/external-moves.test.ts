import { cpSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { ModelSpec } from './support/nodes.ts';
import { openShop, type Run, type Shop } from './support/project.ts';

/** A file and a folder of partitions, and where their rows are. */
const kinds = {
  file: { config: { location: 'exports/out.csv' }, rows: 'exports/out.csv' },
  folder: {
    config: { location: 'exports/out', format: 'csv', partition_by: ['k'] },
    rows: 'exports/out/k=1/data_0.csv',
  },
} as const;
type Kind = (typeof kinds)[keyof typeof kinds];

const invocation = '6a1f2b30-0000-4000-8000-000000000000';

function build(shop: Shop, { config }: Kind, id: number, more: object = {}): Promise<Run> {
  const out: ModelSpec = { sql: `select ${id} as id, 1 as k`, materialized: 'external', ...config };
  return shop.run({ models: { out, below: 'select * from {{out}}' } }, { force: true, ...more });
}

const content = (shop: Shop, { rows }: Kind) =>
  readFileSync(join(shop.root, rows), 'utf8').split('\n')[1]?.split(',')[0];
const names = (shop: Shop) => readdirSync(join(shop.root, 'exports')).sort();

/** What a run leaves that is killed between two of its moves, on the way from version 1 to version 2. */
function killed(shop: Shop, { config, rows }: Kind, after: 'journal' | 'old' | 'new', had: boolean): void {
  const path = join(shop.root, config.location);
  const hidden = (what: string) => path.replace(/([^/]*)$/, `.$1.mart-${what}`);
  mkdirSync(dirname(path), { recursive: true });
  const beside = join(shop.root, rows).replace(path, hidden('new'));
  mkdirSync(dirname(beside), { recursive: true });
  writeFileSync(beside, 'id,k\n2,1\n');
  writeFileSync(hidden('moving'), JSON.stringify({ model: 'model.shop.out', invocation, had }));
  if (after === 'journal') return;
  if (had && rows === config.location) linkSync(path, hidden('old'));
  else if (had) renameSync(path, hidden('old'));
  if (after === 'new') renameSync(hidden('new'), path);
}

describe.each(Object.entries(kinds))('a run that was killed while it moved a %s', (_, kind) => {
  it.each(['journal', 'old', 'new'] as const)('is undone by the next one: %s', async (after) => {
    const shop = await openShop();
    await build(shop, kind, 1);
    killed(shop, kind, after, true);
    await shop.run(
      { models: { out: { sql: 'select 3 as id, 1 as k', materialized: 'external', ...kind.config } } },
      { only: [] },
    );
    expect([content(shop, kind), await shop.values('select id from below')]).toEqual(['1', [['1']]]);
    expect(names(shop)).toEqual([kind.config.location.split('/')[1]]);
  });

  it.each(['journal', 'new'] as const)('leaves nothing where there was nothing: %s', async (after) => {
    const shop = await openShop();
    killed(shop, kind, after, false);
    await shop.run(
      { models: { out: { sql: 'select 3 as id, 1 as k', materialized: 'external', ...kind.config } } },
      { only: [] },
    );
    expect(names(shop)).toEqual([]);
  });

  it('is finished by the next one when its transaction was over', async () => {
    const shop = await openShop();
    await build(shop, kind, 1);
    cpSync(join(shop.root, kind.config.location), join(shop.root, 'before'), { recursive: true });
    await build(shop, kind, 2, { invocation });
    const path = join(shop.root, kind.config.location);
    const hidden = (what: string) => path.replace(/([^/]*)$/, `.$1.mart-${what}`);
    renameSync(join(shop.root, 'before'), hidden('old'));
    writeFileSync(hidden('moving'), JSON.stringify({ model: 'model.shop.out', invocation, had: true }));
    await shop.run(
      { models: { out: { sql: 'select 3 as id, 1 as k', materialized: 'external', ...kind.config } } },
      { only: [] },
    );
    expect([content(shop, kind), names(shop)]).toEqual(['2', [kind.config.location.split('/')[1]]]);
  });

  it('a journal that was cut is one of nothing moved', async () => {
    const shop = await openShop();
    await build(shop, kind, 1);
    const path = join(shop.root, kind.config.location);
    writeFileSync(path.replace(/([^/]*)$/, '.$1.mart-moving'), '{"model": "mod');
    await build(shop, kind, 2);
    expect([content(shop, kind), names(shop)]).toEqual(['2', [kind.config.location.split('/')[1]]]);
  });
});

describe.each(Object.entries(kinds))('an atomic run that writes a %s', (_, kind) => {
  const project = (id: number, last: string) => ({
    models: {
      out: { sql: `select ${id} as id, 1 as k`, materialized: 'external' as const, ...kind.config },
      below: { sql: 'select * from {{out}}', materialized: 'table' as const },
      last,
    },
  });

  it('moves it when everything is made, and not at all when something after it fails', async () => {
    const shop = await openShop();
    await shop.run(project(1, 'select * from {{below}}'), { atomic: true });
    expect([content(shop, kind), await shop.values('select id from out')]).toEqual(['1', [['1']]]);
    await shop.run(project(2, 'select 1 as one'), { atomic: true });
    const broken = { ...project(3, 'select 1 as one'), tests: { no: { on: 'last', sql: 'select * from {{last}}' } } };
    expect((await shop.run(broken, { atomic: true })).statuses).toMatchObject({ out: 'skipped', last: 'error' });
    expect([content(shop, kind), await shop.values('select id from below')]).toEqual(['2', [['2']]]);
    expect(names(shop)).toEqual([kind.config.location.split('/')[1]]);
  });
});

it('readers of a file have an old or a new one at every instant, and a whole one', async () => {
  const shop = await openShop();
  const sql = (id: number) => `select ${id} as id, range as n from range(2000)`;
  const run = (id: number) =>
    shop.run(
      { models: { out: { sql: sql(id), materialized: 'external', location: 'exports/out.csv' } } },
      { force: true },
    );
  await run(0);
  const reader = new Worker(
    `const { readFileSync } = require('node:fs');
     const { parentPort, workerData } = require('node:worker_threads');
     const seen = { reads: 0, mixed: 0, cut: 0, missing: 0 };
     let stop = false;
     parentPort.on('message', () => { stop = true; });
     (function read() {
       for (let i = 0; i < 20; i++) {
         try {
           const lines = readFileSync(workerData, 'utf8').trim().split('\\n').slice(1);
           seen.reads++;
           if (lines.length !== 2000) seen.cut++;
           if (new Set(lines.map((one) => one.split(',')[0])).size !== 1) seen.mixed++;
         } catch { seen.missing++; }
       }
       if (stop) parentPort.postMessage(seen); else setImmediate(read);
     })();`,
    { eval: true, workerData: join(shop.root, 'exports/out.csv') },
  );
  for (let id = 1; id <= 15; id++) await run(id);
  const seen = await new Promise<{ reads: number }>((resolve) => {
    reader.once('message', resolve);
    reader.postMessage('stop');
  });
  await reader.terminate();
  expect(seen).toMatchObject({ mixed: 0, cut: 0, missing: 0 });
  expect(seen.reads).toBeGreaterThan(15);
  expect(existsSync(join(shop.root, 'exports/.out.csv.mart-moving'))).toBe(false);
});
