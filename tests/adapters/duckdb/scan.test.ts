import { appendFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Adapter, ColumnType, FileScan } from '../../../src/adapter/port.ts';
import { failure, folder, keep, open, rows } from './scratch.ts';

type Files = Readonly<Record<string, string | Buffer>>;

function scanOf(root: string, files: Files, format: FileScan['format'], columns: readonly ColumnType[] = []): FileScan {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const list = Object.keys(files).map((shown) => ({ path: join(root, shown), shown }));
  return { files: list, format, columns, loadedAt: '2026-01-02T03:04:05.678Z', pseudo: [] };
}

const idText: readonly ColumnType[] = [
  { name: 'id', type: 'integer' },
  { name: 'note', type: 'varchar' },
];

async function read(adapter: Adapter, scan: FileScan) {
  return (await rows(adapter, `select * from ${adapter.scan(scan)}`)).map((row) => Object.values(row));
}

/** Opens a project over files. */
async function project() {
  const root = folder();
  return { root, adapter: await open(undefined, { root }) };
}

test('declared columns of CSV files are matched by name, file by file, rows in the order of the files', async () => {
  const { root, adapter } = await project();
  const scan = scanOf(
    root,
    { 'a.csv': 'id,note\n1,one\n2,two\n', 'b.csv': 'NOTE,Id\nthree,3\n', 'c.csv': 'id,note\n4,four\n' },
    'csv',
    idText,
  );
  expect(await read(adapter, scan)).toEqual([
    [1, 'one'],
    [2, 'two'],
    [3, 'three'],
    [4, 'four'],
  ]);
  const columns = await adapter.read((session) => session.columns(`from ${adapter.scan(scan)}`));
  expect(columns).toEqual([
    { name: 'id', type: 'INTEGER' },
    { name: 'note', type: 'VARCHAR' },
  ]);
});

test.each<[string, string | Buffer]>([
  ['line feeds', 'id,note\n1,a\n2,b\n'],
  ['no last line end', 'id,note\n1,a\n2,b'],
  ['carriage returns', 'id,note\r\n1,a\r\n2,b\r\n'],
  ['a byte order mark', '\ufeffid,note\n1,a\n2,b\n'],
  ['semicolons', 'id;note\n1;a\n2;b\n'],
  ['tabs', 'id\tnote\n1\ta\n2\tb\n'],
  ['quotes', '"id","note"\n"1","a"\n"2","b"\n'],
  ['blank lines', 'id,note\n1,a\n\n2,b\n\n'],
])('CSV with %s', async (_, text) => {
  const { root, adapter } = await project();
  expect(await read(adapter, scanOf(root, { 'a.csv': text }, 'csv', idText))).toEqual([
    [1, 'a'],
    [2, 'b'],
  ]);
});

test('packed CSV', async () => {
  const { root, adapter } = await project();
  const scan = scanOf(root, { 'a.csv.gz': gzipSync('id,note\n1,a\n') }, 'csv', idText);
  expect(await read(adapter, scan)).toEqual([[1, 'a']]);
});

test('values come as they were delivered', async () => {
  const { root, adapter } = await project();
  const text =
    'id,note\n1,"say ""hi"", it\'s"\n2,"two\nlines"\n3,  padded  \n4,\n5,""\n6,007\n7,"a\r\nb"\n8,🦆\n9,null\n';
  expect(await read(adapter, scanOf(root, { 'a.csv': text }, 'csv', idText))).toEqual([
    [1, 'say "hi", it\'s'],
    [2, 'two\nlines'],
    [3, '  padded  '],
    [4, null],
    [5, null],
    [6, '007'],
    [7, 'a\r\nb'],
    [8, '🦆'],
    [9, 'null'],
  ]);
});

test.each<[string, string | Buffer, string]>([
  ['too many values', 'id,note\n1,"a\nb"\n2,b,c\n', 'line 4 of in/a.csv has 3 values where the header has 2'],
  ['too few values', 'id,note\n1,a\n2\n', 'line 3 of in/a.csv has 1 value where the header has 2'],
  [
    'a wrong value',
    'id,note\n1,a\n\n"2","x\r\n""y"",\nz"\nmany,b\n',
    'line 7 of in/a.csv: "many" in column "id" is not INTEGER',
  ],
  [
    'an open quote',
    'id,note\n1,"a\n2,b\n',
    'line 2 of in/a.csv: a quote is never closed, or text follows a closing quote',
  ],
  [
    'text after a quote',
    'id,note\n1,a\n2,"b"c\n',
    'line 3 of in/a.csv: a quote is never closed, or text follows a closing quote',
  ],
  ['another encoding', Buffer.from('id,note\n1,\xe9\n', 'latin1'), 'line 2 of in/a.csv is not UTF-8'],
  [
    'mixed line ends',
    'id,note\r\n1,a\n2,b\r\n',
    'in/a.csv cannot be read as CSV: line ends of two kinds, or text after a closing quote',
  ],
  ['no content', '', 'in/a.csv is empty'],
  ['blank lines only', '\n\n', 'in/a.csv is empty: its first line names the columns'],
  ['a column less', 'id\n1\n', 'in/a.csv does not have the declared column "note"'],
  ['a column more', 'id,note,x,y\n1,a,b,c\n', 'in/a.csv has columns "x", "y", which is not declared'],
  [
    'another column',
    'id,nota\n1,a\n',
    'in/a.csv does not have the declared column "note" and has column "nota", which is not declared',
  ],
  ['a column twice', 'id,note,ID\n1,a,2\n', 'in/a.csv has two columns "ID" in its header'],
  ['a header that does not end', '"id,note\n1,a\n', 'in/a.csv has no header: a quote in its first line is not closed'],
])('CSV with %s is refused by name and line, and probed so', async (_, text, reason) => {
  const { root, adapter } = await project();
  const scan = scanOf(root, { 'in/a.csv': text }, 'csv', idText);
  expect(await adapter.probe(scan)).toEqual({ ok: false, reason });
  expect((await failure(read(adapter, scan).then())).message).toBe(reason);
});

test('a bad row far into a large file is found at its line', async () => {
  const { root, adapter } = await project();
  const scan = scanOf(root, { 'a.csv': `id,note\n${'1,"a\nb"\n'.repeat(300_000)}` }, 'csv', idText);
  expect(await adapter.probe(scan)).toEqual({ ok: true, rows: 300_000 });
  appendFileSync(join(root, 'a.csv'), 'x,y\n');
  expect(await adapter.probe(scan)).toEqual({
    ok: false,
    reason: 'line 600002 of a.csv: "x" in column "id" is not INTEGER',
  });
});

test('where each row comes from', async () => {
  const { root, adapter } = await project();
  const scan = scanOf(
    root,
    { 'day=1/a.csv': 'id,note\n1,"x\ny"\n2,b\n', 'é/[b]*.csv': 'note,id\nc,3\n', 'é/c.csv': 'id,note\n4,d\n5,e\n' },
    'csv',
    idText,
  );
  const relation = adapter.scan({ ...scan, pseudo: ['_source_file', '_source_row', '_loaded_at'] });
  expect((await rows(adapter, `select * from ${relation} order by id`)).map((row) => Object.values(row))).toEqual([
    [1, 'x\ny', 'day=1/a.csv', 1, '2026-01-02 03:04:05.678'],
    [2, 'b', 'day=1/a.csv', 2, '2026-01-02 03:04:05.678'],
    [3, 'c', 'é/[b]*.csv', 1, '2026-01-02 03:04:05.678'],
    [4, 'd', 'é/c.csv', 1, '2026-01-02 03:04:05.678'],
    [5, 'e', 'é/c.csv', 2, '2026-01-02 03:04:05.678'],
  ]);
  expect(adapter.scan({ files: scan.files, format: 'csv', columns: idText, loadedAt: scan.loadedAt })).toBe(relation);
  const only = await adapter.read((session) =>
    session.columns(`from ${adapter.scan({ ...scan, pseudo: ['_source_row'] })}`),
  );
  expect(only.map((column) => column.name)).toEqual(['id', 'note', '_source_row']);
});

test('shown paths that are not ends of the real ones', async () => {
  const { root, adapter } = await project();
  const scan = scanOf(root, { 'a.csv': 'id,note\n1,a\n', 'b.csv': 'id,note\n2,b\n' }, 'csv', idText);
  const files = scan.files.map(({ path }, index) => ({ path, shown: `it's ${index}` }));
  const relation = adapter.scan({ ...scan, files, pseudo: ['_source_file'] });
  expect(await rows(adapter, `select id, _source_file as f from ${relation}`)).toEqual([
    { id: 1, f: "it's 0" },
    { id: 2, f: "it's 1" },
  ]);
});

test('rows are numbered in file order when files are large', async () => {
  const { root, adapter } = await project();
  const lines = (count: number) => Array.from({ length: count }, (_, index) => `${index + 1},"x\ny"`).join('\n');
  const scan = scanOf(
    root,
    { 'a.csv': `id,note\n${lines(200_000)}`, 'b.csv': `id,note\n${lines(150_000)}` },
    'csv',
    idText,
  );
  for (const files of [scan.files, scan.files.slice(0, 1)]) {
    const relation = adapter.scan({ ...scan, files, pseudo: ['_source_row'] });
    const [row] = await rows(
      adapter,
      `select count(*) as n, count(*) filter (where id <> _source_row) as wrong from ${relation}`,
    );
    expect(row).toEqual({ n: files.length === 2 ? 350_000 : 200_000, wrong: 0 });
  }
});

test('no files are an empty table of the declared columns', async () => {
  const { root, adapter } = await project();
  const scan = scanOf(root, {}, 'csv', idText);
  await keep(
    adapter,
    `create table t as select *, id + 1 as next from ${adapter.scan({ ...scan, pseudo: ['_source_row'] })}`,
  );
  const columns = await adapter.read((session) => session.columns('from t'));
  expect(columns.map(({ type }) => type)).toEqual(['INTEGER', 'VARCHAR', 'BIGINT', 'INTEGER']);
  expect(() => adapter.scan({ ...scan, columns: [] })).toThrow('there are no files, and no columns are declared');
});

test('types that are not declared are found in all files, without guessing', async () => {
  const { root, adapter } = await project();
  const scan = scanOf(
    root,
    { 'a.csv': 'id,zip,day,odd\n1,00501,2024-01-02,01/02/2024\n', 'b.csv': 'day,id,extra\n2024-01-03,2.5,true\n' },
    'csv',
  );
  const columns = await adapter.read((session) => session.columns(`from ${adapter.scan(scan)}`));
  expect(columns).toEqual([
    { name: 'id', type: 'DOUBLE' },
    { name: 'zip', type: 'VARCHAR' },
    { name: 'day', type: 'DATE' },
    { name: 'odd', type: 'VARCHAR' },
    { name: 'extra', type: 'BOOLEAN' },
  ]);
  expect(await read(adapter, scan)).toEqual([
    [1, '00501', '2024-01-02', '01/02/2024', null],
    [2.5, null, '2024-01-03', null, true],
  ]);
  expect(await adapter.probe({ ...scan, files: scan.files.slice(0, 1) })).toEqual({ ok: true, rows: 1 });
});

test.each<[string, string]>([
  ['an array', '[{"id": 1, "note": "a"},\n {"note": "007", "id": 2, "more": []}, {"id": 3}]'],
  ['lines', '{"id": 1, "note": "a"}\n{"note": "007", "id": 2, "more": []}\n{"id": 3, "note": null}\n'],
  ['objects one after the other', '{\n  "id": 1,\n  "note": "a"\n}\n{"id": 2, "note": "007"} {"id": 3}'],
  ['a byte order mark', '\ufeff[{"id": 1, "note": "a"}, {"id": 2, "note": "007"}, {"id": 3}]\n'],
])('JSON as %s', async (_, text) => {
  const { root, adapter } = await project();
  const scan = scanOf(root, { 'a.json': text }, 'json', idText);
  expect(await read(adapter, scan)).toEqual([
    [1, 'a'],
    [2, '007'],
    [3, null],
  ]);
  expect(await adapter.probe(scan)).toEqual({ ok: true, rows: 3 });
});

test('JSON arrays and lines side by side, with where each row comes from', async () => {
  const { root, adapter } = await project();
  const scan = scanOf(
    root,
    {
      'a.json': '[]',
      'b.json': '[{"id": 1, "note": 12.5}, {"id": 2, "note": {"a": [1]}}]',
      'c.jsonl': '{"id": 3}\n{"id": 4}\n',
    },
    'json',
    idText,
  );
  const relation = adapter.scan({ ...scan, pseudo: ['_source_file', '_source_row'] });
  expect((await rows(adapter, `from ${relation} order by id`)).map((row) => Object.values(row))).toEqual([
    [1, '12.5', 'b.json', 1],
    [2, '{"a":[1]}', 'b.json', 2],
    [3, null, 'c.jsonl', 1],
    [4, null, 'c.jsonl', 2],
  ]);
});

test.each<[string, string, string]>([
  ['cut in a record', '[{"id": 1}, {"id": 2, "no', 'in/a.json is cut: its JSON array is never closed'],
  ['cut after a comma', '[{"id": 1},\n', 'in/a.json is cut: its JSON array is never closed'],
  ['cut in a line', '{"id": 1}\n{"id": 2, "no', 'line 3 of in/a.json is not JSON: unexpected end of data'],
  ['broken inside', '[{"id": 1}, {"id" 2}]', 'record 3 of in/a.json is not JSON: unexpected character'],
  ['no content', '', 'in/a.json is empty'],
  ['blanks only', ' \n\n', 'in/a.json is empty'],
  [
    'a wrong value',
    '[{"id": 1}, {"id": "many"}]',
    'record 2 of in/a.json: "many" is not a number of its declared type',
  ],
])('JSON that is %s is refused by name, and probed so', async (_, text, reason) => {
  const { root, adapter } = await project();
  const scan = scanOf(root, { 'in/a.json': text }, 'json', idText);
  expect(await adapter.probe(scan)).toEqual({ ok: false, reason });
  expect((await failure(read(adapter, scan).then())).message).toBe(reason);
});

test.each(['', ' \n\n'])('lines of JSON that are none, %j, are a whole file', async (text) => {
  const { root, adapter } = await project();
  for (const name of ['a.jsonl', 'a.ndjson']) {
    const scan = scanOf(root, { [name]: text }, 'json', idText);
    expect(await adapter.probe(scan)).toEqual({ ok: true, rows: 0 });
    expect(await read(adapter, scan)).toEqual([]);
  }
  const both = scanOf(root, { 'b.jsonl': text, 'c.jsonl': '{"id": 1, "note": "a"}\n' }, 'json', idText);
  expect(await read(adapter, both)).toEqual([[1, 'a']]);
});

test('JSON without declared columns', async () => {
  const { root, adapter } = await project();
  const scan = scanOf(
    root,
    { 'a.json': '[{"id": 1, "zip": "00501"}]', 'b.json': '{"id": 2, "day": "2024-01-02"}\n' },
    'json',
  );
  expect(await read(adapter, scan)).toEqual([
    [1, '00501', null],
    [2, null, '2024-01-02'],
  ]);
});

test('parquet by name, with declared types, and numbered rows', async () => {
  const { root, adapter } = await project();
  await keep(adapter, `copy (select range as id, 'n' || range as note from range(3)) to '${root}/a.parquet'`);
  await keep(adapter, `copy (select 'z' as note, 9::utinyint as id) to '${root}/b.parquet'`);
  const files = ['a.parquet', 'b.parquet'].map((shown) => ({ path: join(root, shown), shown }));
  const scan: FileScan = { files, format: 'parquet', columns: idText, loadedAt: '2026-01-02T00:00:00Z' };
  expect((await rows(adapter, `from ${adapter.scan(scan)}`)).map((row) => Object.values(row))).toEqual([
    [0, 'n0', 'a.parquet', 1, '2026-01-02 00:00:00'],
    [1, 'n1', 'a.parquet', 2, '2026-01-02 00:00:00'],
    [2, 'n2', 'a.parquet', 3, '2026-01-02 00:00:00'],
    [9, 'z', 'b.parquet', 1, '2026-01-02 00:00:00'],
  ]);
  const found = await adapter.read((session) =>
    session.columns(`from ${adapter.scan({ ...scan, columns: [], pseudo: [] })}`),
  );
  expect(found).toEqual([
    { name: 'id', type: 'BIGINT' },
    { name: 'note', type: 'VARCHAR' },
  ]);
  expect(await adapter.probe({ ...scan, files: files.slice(0, 1) })).toEqual({ ok: true, rows: 3 });
  truncateSync(join(root, 'a.parquet'), readFileSync(join(root, 'a.parquet')).length - 20);
  const cut = await adapter.probe({ ...scan, files: files.slice(0, 1) });
  expect(cut).toMatchObject({ ok: false });
  expect(cut).toHaveProperty('reason', expect.stringContaining('a.parquet'));
});
