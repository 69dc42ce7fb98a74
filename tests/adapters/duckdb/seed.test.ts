import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Adapter } from '../../../src/adapter/port.ts';
import fc from '../../support/property.ts';
import { failure, folder, open, rows } from './scratch.ts';

/** Loads a CSV as `s`; the types it came to. */
async function load(
  adapter: Adapter,
  root: string,
  text: string,
  types: Readonly<Record<string, string>> = {},
  delimiter = ',',
) {
  const path = join(root, 'seeds.csv');
  writeFileSync(path, text);
  const header = (text.replace('\ufeff', '').split(/\r?\n/, 1)[0] ?? '')
    .split(delimiter)
    .map((name) => name.replaceAll('"', ''));
  const query = await adapter.seed({ path, header, types, delimiter });
  return adapter.publish(async (session) => {
    await session.run(`create or replace table s as ${query}`);
    const columns = await session.columns('from s');
    return { keep: true, value: columns.map((column) => column.type) };
  });
}

async function project() {
  const root = folder();
  return { root, adapter: await open(undefined, { root }) };
}

async function values(adapter: Adapter) {
  return (await rows(adapter, 'from s')).map((row) => Object.values(row));
}

test.each<[string, readonly string[], string, readonly unknown[]]>([
  ['whole numbers', ['1', '-2', ''], 'INTEGER', [1, -2, null]],
  ['0 and 0.5', ['0', '0.5'], 'DOUBLE', [0, 0.5]],
  ['zeros alone', ['0', '1'], 'INTEGER', [0, 1]],
  ['beyond INTEGER', ['3000000000', '1'], 'BIGINT', [3000000000, 1]],
  ['beyond BIGINT', ['99999999999999999999', '1'], 'HUGEINT', [99999999999999999999n, 1]],
  ['beyond every number', ['1', '9'.repeat(60)], 'VARCHAR', ['1', '9'.repeat(60)]],
  ['fractions', ['1.5', '2', '1e3'], 'DOUBLE', [1.5, 2, 1000]],
  ['leading zeros', ['00501', '12'], 'VARCHAR', ['00501', '12']],
  ['a leading zero after a sign', ['-01', '12'], 'VARCHAR', ['-01', '12']],
  ['a leading zero and a fraction', ['007.5', '1.5'], 'VARCHAR', ['007.5', '1.5']],
  ['hexadecimal', ['0x1F', '2'], 'VARCHAR', ['0x1F', '2']],
  ['dates', ['2024-02-29', '1999-12-31'], 'DATE', ['2024-02-29', '1999-12-31']],
  ['an impossible date', ['2024-02-30', '1999-12-31'], 'VARCHAR', ['2024-02-30', '1999-12-31']],
  ['dates of two readings', ['01/02/2024', '02/03/2024'], 'VARCHAR', ['01/02/2024', '02/03/2024']],
  [
    'timestamps',
    ['2024-01-01 10:11:12', '2024-01-02 00:00:00.5'],
    'TIMESTAMP',
    ['2024-01-01 10:11:12', '2024-01-02 00:00:00.5'],
  ],
  ['booleans', ['true', 'False', ''], 'BOOLEAN', [true, false, null]],
  ['words that are not booleans', ['yes', 'no'], 'VARCHAR', ['yes', 'no']],
  ['letters that are not booleans', ['t', 'f'], 'VARCHAR', ['t', 'f']],
  ['text', ['a', '1'], 'VARCHAR', ['a', '1']],
  ['nothing', ['', ''], 'VARCHAR', [null, null]],
])('types are found: %s', async (_, cells, type, expected) => {
  const { root, adapter } = await project();
  const types = await load(adapter, root, `v,w\n${cells.map((cell) => `${cell},x\n`).join('')}`);
  expect(types).toEqual([type, 'VARCHAR']);
  expect((await values(adapter)).map(([value]) => value)).toEqual(expected);
});

test('a type holds for the whole file, not for its beginning', async () => {
  const { root, adapter } = await project();
  const many = (cells: string, last: string) => `a,b,c,d,e\n${`${cells}\n`.repeat(30_000)}${last}\n`;
  const text = many('1,1,2024-01-01,1,true', '1.5,3000000000,2024-01-01 10:00:00,01,maybe');
  expect(await load(adapter, root, text)).toEqual(['DOUBLE', 'BIGINT', 'TIMESTAMP', 'VARCHAR', 'VARCHAR']);
  expect((await values(adapter)).at(-1)).toEqual([1.5, 3000000000, '2024-01-01 10:00:00', '01', 'maybe']);
});

test('declared types win, whatever the case of their names', async () => {
  const { root, adapter } = await project();
  const text =
    'zip,big,dec,D,ts,flag,small,j\n00501,9007199254740993,12345678901234.56,2024-02-29,2024-01-01 10:11:12.123456,true,-7,"{""a"": 1}"\n';
  const declared = {
    ZIP: 'varchar',
    big: 'bigint',
    dec: 'decimal(18,2)',
    d: 'date',
    ts: 'timestamp',
    flag: 'boolean',
    small: 'smallint',
    j: 'json',
  };
  expect(await load(adapter, root, text, declared)).toEqual([
    'VARCHAR',
    'BIGINT',
    'DECIMAL(18,2)',
    'DATE',
    'TIMESTAMP',
    'BOOLEAN',
    'SMALLINT',
    'JSON',
  ]);
  expect(await values(adapter)).toEqual([
    ['00501', 9007199254740993n, '12345678901234.56', '2024-02-29', '2024-01-01 10:11:12.123456', true, -7, '{"a": 1}'],
  ]);
  expect(await load(adapter, root, 'id,n\n1,2\n', { id: 'varchar' })).toEqual(['VARCHAR', 'INTEGER']);
});

test.each<[string, string, readonly unknown[]]>([
  [
    'line ends and a byte order mark',
    '\ufeffid,t\r\n1,a\r\n2,b',
    [
      [1, 'a'],
      [2, 'b'],
    ],
  ],
  [
    'quotes, commas, lines',
    'id,t\n1,"say ""hi"""\n2,"a, b"\n3,"one\ntwo"\n4,it\'s\n5,"  padded  "\n6,  plain  \n',
    [
      [1, 'say "hi"'],
      [2, 'a, b'],
      [3, 'one\ntwo'],
      [4, "it's"],
      [5, '  padded  '],
      [6, '  plain  '],
    ],
  ],
  [
    'empty cells',
    'id,t\n1,\n2,""\n',
    [
      [1, null],
      [2, null],
    ],
  ],
  [
    'Unicode',
    'id,t\n1,Ærøskøbing\n2,日本\n3,🦆\n',
    [
      [1, 'Ærøskøbing'],
      [2, '日本'],
      [3, '🦆'],
    ],
  ],
])('text as it stands: %s', async (_, text, expected) => {
  const { root, adapter } = await project();
  await load(adapter, root, text);
  expect(await values(adapter)).toEqual(expected);
});

test('a header alone, one column, another delimiter', async () => {
  const { root, adapter } = await project();
  expect(await load(adapter, root, 'id,v\n')).toEqual(['VARCHAR', 'VARCHAR']);
  expect(await load(adapter, root, 'id,v\n', { id: 'integer' })).toEqual(['INTEGER', 'VARCHAR']);
  expect(await load(adapter, root, 'only\n1\n2\n')).toEqual(['INTEGER']);
  expect(await load(adapter, root, 'a;b\n1;x,y\n', {}, ';')).toEqual(['INTEGER', 'VARCHAR']);
  expect(await values(adapter)).toEqual([[1, 'x,y']]);
});

test.each<[string, string, Readonly<Record<string, string>>, string]>([
  ['too many values', 'id,v\n1,10\n2,20,30\n', {}, 'line 3 of seeds.csv has 3 values where the header has 2'],
  [
    'too many values, all declared',
    'id,v\n1,"a\nb"\n2,20,30\n',
    { id: 'integer', v: 'varchar' },
    'line 4 of seeds.csv has 3 values where the header has 2',
  ],
  ['too few values', 'id,v\n1,10\n2\n', {}, 'line 3 of seeds.csv has 1 value where the header has 2'],
  [
    'a word for a number',
    'id,v\n1,10\n2,many\n',
    { v: 'integer' },
    'line 3 of seeds.csv: "many" in column "v" is not INTEGER',
  ],
  [
    'a fraction for a whole number',
    'id,v\n1,"1\n0"\n2.5,1\n',
    { id: 'bigint' },
    'line 4 of seeds.csv: "2.5" in column "id" is not BIGINT',
  ],
  [
    'an impossible date',
    'id,d\n1,2024-02-30\n',
    { d: 'date' },
    'line 2 of seeds.csv: "2024-02-30" in column "d" is not DATE',
  ],
  ['JSON that is none', 'id,j\n1,{oops\n', { j: 'json' }, 'line 2 of seeds.csv: "{oops" in column "j" is not JSON'],
])('a bad row is refused with its line: %s', async (_, text, types, message) => {
  const { root, adapter } = await project();
  expect(await failure(load(adapter, root, text, types))).toMatchObject({ kind: 'conversion', message });
});

test('any table of texts comes back as it was written', async () => {
  const { root, adapter } = await project();
  const cell = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !text.includes('\0'));
  const hard = fc.constantFrom(
    'a,b',
    '"',
    '""',
    'x\ny',
    '\r\n',
    "it's",
    ' ',
    '007',
    ';',
    '\\',
    '\\"',
    'null',
    '-',
    '{"a": 1}',
  );
  const table = fc
    .integer({ min: 1, max: 5 })
    .chain((width) =>
      fc.array(fc.array(fc.oneof(cell, hard), { minLength: width, maxLength: width }), { minLength: 1, maxLength: 20 }),
    );
  const quoted = (text: string) => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  await fc.assert(
    fc.asyncProperty(table, fc.constantFrom('\n', '\r\n'), fc.boolean(), async (cells, end, bom) => {
      // A line without any value is a blank line to every reader of CSV.
      fc.pre(cells.every((row) => row.length === 1 || row.some((text) => text !== '')));
      const names = cells[0]?.map((_, index) => `c${index}`) ?? [];
      const lines = [names, ...cells].map((row) => row.map(quoted).join(','));
      const types = Object.fromEntries(names.map((name) => [name, 'varchar']));
      await load(adapter, root, (bom ? '\ufeff' : '') + lines.join(end) + end, types);
      expect(await values(adapter)).toEqual(cells.map((row) => row.map((text) => (text === '' ? null : text))));
    }),
    { numRuns: 150 },
  );
});

test('any table of numbers keeps its numbers', async () => {
  const { root, adapter } = await project();
  const row = fc.tuple(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean());
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (table) => {
      await load(adapter, root, `a,b,c\n${table.map((cells) => cells.join(',')).join('\n')}\n`);
      const found = (await values(adapter)).map(([a, b, c]) => [a, Number(b), c]);
      expect(found).toEqual(table.map(([a, b, c]) => [a, b === 0 ? 0 : b, c]));
    }),
    { numRuns: 100 },
  );
});
