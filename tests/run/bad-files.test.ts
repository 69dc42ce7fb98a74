import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SchemaContract } from '../../src/nodes/config.ts';
import type { ProjectSpec } from './support/nodes.ts';
import { openShop, type Shop } from './support/project.ts';

const formats = ['csv', 'json', 'jsonl', 'parquet'] as const;
type Format = (typeof formats)[number];

const kinds = { csv: 'csv', json: 'json', jsonl: 'json', parquet: 'parquet' } as const;

/** Writes a file of one format with one row more than `id`. */
async function deliver(shop: Shop, format: Format, name: string, id: number, column = 'note'): Promise<string> {
  const shown = `landing/${name}.${format}`;
  const records = [id, id + 100].map((one) => ({ id: one, [column]: `n${one}` }));
  shop.write(shown, '');
  const path = join(shop.root, shown);
  if (format === 'csv')
    writeFileSync(path, `id,${column}\n${records.map((one) => Object.values(one).join(',')).join('\n')}\n`);
  if (format === 'json') writeFileSync(path, JSON.stringify(records));
  if (format === 'jsonl') writeFileSync(path, records.map((one) => `${JSON.stringify(one)}\n`).join(''));
  if (format === 'parquet') {
    const rows = `select range * 100 + ${id} as id, 'n' || (range * 100 + ${id}) as ${column} from range(2)`;
    await shop.adapter.publish(async (session) => ({
      keep: true,
      value: await session.run(`copy (${rows}) to '${path}' (format parquet)`),
    }));
  }
  return shown;
}

/** What may be wrong with a file; an empty file of lines is a file of no lines. */
const faults: Readonly<Record<string, (shop: Shop, format: Format) => Promise<string>>> = {
  'is cut': async (shop, format) => {
    const shown = await deliver(shop, format, 'bad', 7);
    const path = join(shop.root, shown);
    truncateSync(path, readFileSync(path).length - (format === 'csv' ? 6 : 9));
    return shown;
  },
  'is empty': async (shop, format) => {
    const shown = await deliver(shop, format, 'bad', 7);
    truncateSync(join(shop.root, shown), 0);
    return shown;
  },
  'ends in quotes': async (shop, format) => {
    const shown = await deliver(shop, format, 'bad', 7);
    if (format === 'csv') appendFileSync(join(shop.root, shown), '8,"open\n9,lost\n');
    else truncateSync(join(shop.root, shown), readFileSync(join(shop.root, shown)).length - 4);
    return shown;
  },
  'is not of its format': async (shop, format) => {
    const shown = `landing/bad.${format}`;
    shop.write(shown, '"<html>\n<body>no such report</body>');
    return shown;
  },
  'has other columns': (shop, format) => deliver(shop, format, 'bad', 7, 'remark'),
};

const held: Readonly<Record<string, SchemaContract>> = {
  'without a contract': {},
  'with `freeze`': { columns: 'freeze', data_type: 'freeze' },
  'with `discard_row`': { columns: 'discard_row', data_type: 'discard_row' },
};

function project(format: Format, contract: SchemaContract, materialized: 'incremental' | 'table'): ProjectSpec {
  const source = {
    files: `landing/*.${format}`,
    format: kinds[format],
    columns: { id: 'integer', note: 'varchar' },
    contract,
  };
  return {
    sources: { 'landing.orders': source },
    models: { bronze: { sql: 'select *, _source_file from {{landing.orders}}', materialized } },
  };
}

const ids = async (shop: Shop) => (await shop.values('select id from bronze order by id')).flat();

describe.each(formats)('a file of %s', (format) => {
  describe.each(Object.entries(faults).filter(([fault]) => format !== 'jsonl' || fault !== 'is empty'))(
    'that %s',
    (_, damage) => {
      it.each(Object.entries(held))(
        'is named and left out as a whole %s, and the rest of the day is loaded',
        async (_, contract) => {
          const shop = await openShop();
          await deliver(shop, format, 'a', 1);
          await deliver(shop, format, 'z', 2);
          const bad = await damage(shop, format);
          for (const materialized of contract.columns
            ? (['incremental', 'table'] as const)
            : (['incremental'] as const)) {
            const { of } = await shop.run(project(format, contract, materialized), { fullRefresh: true });
            expect(of('bronze')).toMatchObject({
              status: 'success',
              rows: 4,
              files: 2,
              quarantined: { files: 1, rows: 0 },
            });
            const [found, ...more] = of('bronze').diagnostics;
            expect([found?.severity, found?.message, more]).toEqual(['warning', expect.stringContaining(bad), []]);
            expect(found?.notes[0]).toContain(bad);
            expect(await ids(shop)).toEqual(['1', '2', '101', '102']);
            expect(await shop.values('select file, row_number from _mart.quarantine')).toEqual([[bad, null]]);
          }
          await deliver(shop, format, 'bad', 7);
          const mended = await shop.run(project(format, contract, 'incremental'));
          expect(mended.of('bronze')).toMatchObject({ status: 'success', diagnostics: [] });
          expect(await ids(shop)).toEqual(['1', '2', '7', '101', '102', '107']);
          expect(await shop.values('select * from _mart.quarantine')).toEqual([]);
        },
      );
    },
  );

  it.each(Object.entries(held))('that is being written is left out with a warning %s', async (_, contract) => {
    const shop = await openShop();
    await deliver(shop, format, 'a', 1);
    const shown = await deliver(shop, format, 'b', 2);
    const whole = readFileSync(join(shop.root, shown));
    const writing = setInterval(() => appendFileSync(join(shop.root, shown), '\n'), 1);
    const { of } = await shop.run(project(format, contract, 'incremental')).finally(() => clearInterval(writing));
    expect(of('bronze')).toMatchObject({ status: 'success', files: 1 });
    expect(of('bronze').diagnostics).toMatchObject([{ code: 'M524', severity: 'warning' }]);
    expect(await ids(shop)).toEqual(['1', '101']);
    writeFileSync(join(shop.root, shown), whole);
    expect((await shop.run(project(format, contract, 'incremental'))).of('bronze')).toMatchObject({ files: 1 });
    expect(await ids(shop)).toEqual(['1', '2', '101', '102']);
  });
});
