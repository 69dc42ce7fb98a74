import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Adapter, ColumnType, FileContract, FileScan } from '../../../src/adapter/port.ts';
import type { ContractMode } from '../../../src/nodes/config.ts';
import { folder, keep, open, rows } from './scratch.ts';

const columns: readonly ColumnType[] = [
  { name: 'id', type: 'integer' },
  { name: 'note', type: 'varchar' },
  { name: 'day', type: 'date' },
];

/** The same deliveries in each format: a good one, one with a column more, one with a column less, one with bad values. */
const deliveries: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  good: [{ id: 1, note: 'a', day: '2024-01-01' }],
  more: [
    { id: 2, note: 'b', day: '2024-01-02', colour: 'red' },
    { id: 3, note: 'c', day: '2024-01-03', colour: null },
  ],
  less: [{ id: 4, day: '2024-01-04' }],
  odd: [
    { id: 'many', note: 'd', day: '2024-01-05' },
    { id: 5.5, note: 'e', day: '2024-01-06' },
    { id: 6, note: 'f', day: 'soon' },
    { id: 7, note: null, day: null },
  ],
};

const formats = ['csv', 'json', 'lines', 'parquet'] as const;
type Written = (typeof formats)[number];

function csv(records: readonly Readonly<Record<string, unknown>>[]): string {
  const names = Object.keys(records[0] ?? {});
  return `${[names, ...records.map((one) => names.map((name) => one[name] ?? ''))].map((row) => row.join(',')).join('\n')}\n`;
}

/** Writes deliveries of a format, and gives a scan over them. */
async function written(format: Written, names: readonly string[], contract: FileContract) {
  const root = folder();
  const adapter = await open(undefined, { root });
  const ends = { csv: 'csv', json: 'json', lines: 'jsonl', parquet: 'parquet' } as const;
  const files: { path: string; shown: string }[] = [];
  for (const name of names) {
    const records = deliveries[name] ?? [];
    const shown = `in/${name}.${ends[format]}`;
    const path = join(root, shown);
    mkdirSync(dirname(path), { recursive: true });
    if (format === 'csv') writeFileSync(path, csv(records));
    if (format === 'json') writeFileSync(path, JSON.stringify(records));
    if (format === 'lines') writeFileSync(path, records.map((one) => `${JSON.stringify(one)}\n`).join(''));
    if (format === 'parquet') {
      const lines = join(root, `${name}.jsonl`);
      const text = records.map(
        (one) => `${JSON.stringify({ ...one, id: name === 'odd' ? String(one.id) : one.id })}\n`,
      );
      writeFileSync(lines, text.join(''));
      await keep(adapter, `copy (from read_json('${lines}')) to '${path}' (format parquet)`);
    }
    files.push({ path, shown });
  }
  const kind = format === 'lines' ? 'json' : format;
  const scan: FileScan = { files, format: kind, columns, loadedAt: '2024-02-01T00:00:00Z', pseudo: [], contract };
  return { adapter, scan };
}

async function read(adapter: Adapter, scan: FileScan) {
  return (await rows(adapter, `select columns(*)::varchar from ${adapter.scan(scan)}`)).map((row) =>
    Object.values(row),
  );
}

async function discarded(adapter: Adapter, scan: FileScan) {
  const query = adapter.misfits(scan);
  if (query === null) return null;
  return rows(
    adapter,
    `select file, row_number, column_name, value, reason from (${query}) order by file, row_number, column_name`,
  );
}

const both = (mode: ContractMode): FileContract => ({ columns: mode, dataType: mode });

test('a CSV with rows of another length and values of another type is held to both entities by itself', async () => {
  const held = async (text: string, contract: FileContract) => {
    const root = folder();
    const adapter = await open(undefined, { root });
    writeFileSync(join(root, 'a.csv'), text);
    const files = [{ path: join(root, 'a.csv'), shown: 'a.csv' }];
    return (await adapter.inspect({ files, format: 'csv', columns, loadedAt: '', contract }))[0];
  };
  const ragged = 'id,note,day\n1,a,2024-01-01,more\nmany,b,2024-01-02\n';
  expect(await held(ragged, { columns: 'discard_row', dataType: 'freeze' })).toEqual({
    ...{ ok: false, isDrift: true },
    reason: 'a.csv has "many" in row 2 of column "id": it is not INTEGER',
  });
  expect(await held(ragged, { columns: 'freeze', dataType: 'discard_row' })).toEqual({
    ...{ ok: false, isDrift: false },
    reason: 'line 2 of a.csv has 4 values where the header has 3',
  });
  expect(await held(ragged, both('discard_value'))).toMatchObject({ ok: true, misfits: 2 });
  expect(await held('id,note,day\n1,a,2024-01-01,', both('discard_row'))).toMatchObject({ ok: true, misfits: 1 });
  expect(await held('id,note,day\n1,a', both('discard_row'))).toMatchObject({ ok: false, isDrift: false });
});

test('columns that evolve are found in CSV files of several delimiters', async () => {
  const root = folder();
  const adapter = await open(undefined, { root });
  const texts = {
    a: 'id,note,day\n1,a,2024-01-01\n',
    b: 'id;x;note;day\n3000000000;1;b;\n',
    c: 'id\tx\tnote\tday\n2\t1.5\t\t\n',
  };
  const files = Object.entries(texts).map(([name, text]) => {
    writeFileSync(join(root, `${name}.csv`), text);
    return { path: join(root, `${name}.csv`), shown: `${name}.csv` };
  });
  const scan: FileScan = {
    files,
    format: 'csv',
    columns,
    loadedAt: '2024-02-01T00:00:00Z',
    pseudo: [],
    contract: both('evolve'),
  };
  const grown = await adapter.evolved(scan);
  expect(grown.map(({ name, type }) => [name, type])).toEqual([
    ['id', 'BIGINT'],
    ['note', 'varchar'],
    ['day', 'date'],
    ['x', 'DOUBLE'],
  ]);
  expect(await read(adapter, { ...scan, columns: grown })).toEqual([
    ['1', 'a', '2024-01-01', null],
    ['3000000000', 'b', null, '1.0'],
    ['2', null, null, '1.5'],
  ]);
});

describe.each(formats)('%s', (format) => {
  test('freeze refuses every file that drifts, and names what is wrong', async () => {
    const { adapter, scan } = await written(format, ['good', 'more', 'less', 'odd'], both('freeze'));
    const found = await adapter.inspect(scan);
    expect(found[0]).toMatchObject({ ok: true, rows: 1, misfits: 0, lacking: [] });
    const [, more, less, odd] = found.map((one) => (one.ok ? '' : one.reason.replace(/\.\w+ /, ' ')));
    expect(more).toBe('in/more has column "colour", which is not declared');
    expect(less).toBe('in/less does not have the declared column "note"');
    expect(odd).toBe('in/odd has "many" in row 1 of column "id": it is not INTEGER');
    expect(await discarded(adapter, scan)).toBe(null);
  });

  test('discard_row leaves out rows that do not fit, and tells each of them', async () => {
    const { adapter, scan } = await written(format, ['good', 'more', 'odd'], both('discard_row'));
    expect(await adapter.inspect(scan)).toMatchObject([
      { ok: true, rows: 1, misfits: 0 },
      { ok: true, rows: 2, misfits: 1 },
      { ok: true, rows: 4, misfits: 3 },
    ]);
    expect(await read(adapter, scan)).toEqual([
      ['1', 'a', '2024-01-01'],
      ['3', 'c', '2024-01-03'],
      ['7', null, null],
    ]);
    const plain = (await discarded(adapter, scan))?.map(({ row_number, column_name, value }) => [
      row_number,
      column_name,
      value,
    ]);
    expect(plain).toEqual([
      [1, 'colour', 'red'],
      [1, 'id', 'many'],
      [2, 'id', '5.5'],
      [3, 'day', 'soon'],
    ]);
    const numbered = await rows(
      adapter,
      `select _source_row as n from ${adapter.scan({ ...scan, pseudo: ['_source_file', '_source_row'] })}`,
    );
    expect(numbered.map(({ n }) => n).sort()).toEqual([1, 2, 4]);
    const less = await written(format, ['less'], both('discard_row'));
    expect(await less.adapter.inspect(less.scan)).toMatchObject([{ ok: false, isDrift: true }]);
  });

  test('discard_value makes values that do not fit NULL, and tells each of them', async () => {
    const { adapter, scan } = await written(format, ['good', 'more', 'less', 'odd'], both('discard_value'));
    expect((await adapter.inspect(scan)).map((one) => one.ok && one.lacking)).toEqual([[], [], ['note'], []]);
    expect(await read(adapter, scan)).toEqual([
      ['1', 'a', '2024-01-01'],
      ['2', 'b', '2024-01-02'],
      ['3', 'c', '2024-01-03'],
      ['4', null, '2024-01-04'],
      [null, 'd', '2024-01-05'],
      [null, 'e', '2024-01-06'],
      ['6', 'f', null],
      ['7', null, null],
    ]);
    expect((await discarded(adapter, scan))?.length).toBe(4);
  });

  test('evolve takes new columns and wider types', async () => {
    const { adapter, scan } = await written(format, ['good', 'more', 'less', 'odd'], both('evolve'));
    expect((await adapter.inspect(scan)).map((one) => one.ok)).toEqual([true, true, true, true]);
    const grown = await adapter.evolved(scan);
    expect(grown).toEqual([
      { name: 'id', type: 'VARCHAR' },
      { name: 'note', type: 'varchar' },
      { name: 'day', type: 'VARCHAR' },
      { name: 'colour', type: 'VARCHAR' },
    ]);
    const all = await read(adapter, { ...scan, columns: grown });
    expect(all[1]).toEqual(['2', 'b', '2024-01-02', 'red']);
    expect(all[3]).toEqual(['4', null, '2024-01-04', null]);
    expect(all.slice(4).map(([id]) => id)).toEqual(['many', '5.5', '6', '7']);
    const some = await written(format, ['good', 'less'], both('evolve'));
    expect(await some.adapter.evolved(some.scan)).toEqual(columns);
  });

  test('each entity has a mode of its own', async () => {
    const { adapter, scan } = await written(format, ['good', 'more', 'odd'], {
      columns: 'evolve',
      dataType: 'discard_row',
    });
    const grown = await adapter.evolved(scan);
    expect(grown.at(-1)).toEqual({ name: 'colour', type: 'VARCHAR' });
    expect(grown.slice(0, 3)).toEqual(columns);
    expect(await read(adapter, { ...scan, columns: grown })).toEqual([
      ['1', 'a', '2024-01-01', null],
      ['2', 'b', '2024-01-02', 'red'],
      ['3', 'c', '2024-01-03', null],
      ['7', null, null, null],
    ]);
  });
});
