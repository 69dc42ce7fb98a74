import { expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { project, write } from '../support/projects.ts';

const rows = async (folder: string) =>
  JSON.parse(
    (await mart(['show', '-q', '--sql', 'from {{ref "s"}}', '--output', 'json', '--limit', '-1'], folder)).stdout,
  );

test('a byte order mark, line ends of Windows, line breaks in quotes and leading zeros', async () => {
  const folder = project({ 'seeds/s.csv': '\uFEFFid,zip,note\r\n1,00501,"two\r\nlines, ""quoted"""\r\n2,10115,\r\n' });
  expect((await mart(['seed'], folder)).exit).toBe(0);
  expect(await rows(folder)).toEqual([
    { id: 1, zip: '00501', note: 'two\r\nlines, "quoted"' },
    { id: 2, zip: '10115', note: null },
  ]);
}, 60_000);

test('a bad file is told at its line, and the old rows stay; a header alone is an empty table', async () => {
  const folder = project({ 'seeds/s.csv': 'id,name\n1,"a\nb"\n' });
  await mart(['seed'], folder);
  write(folder, { 'seeds/s.csv': 'id,name\n1,"a\nb"\n2,b,too many\n' });
  const ragged = await mart(['seed'], folder);
  expect([ragged.exit, ragged.stderr]).toEqual([1, expect.stringContaining('seeds/s.csv:4:1')]);
  expect(await rows(folder)).toEqual([{ id: 1, name: 'a\nb' }]);
  const many = Array.from({ length: 14 }, (_, at) => `${at},${at % 2 === 0 ? 'fine' : '"a\nb",more'}\n`).join('\n');
  write(folder, {
    'seeds/s.csv': `id,name\n${many}x,y\n`,
    'seeds/s.yml': 'seeds: [{ name: s, config: { column_types: { id: integer } } }]\n',
  });
  const all = await mart(['seed'], folder);
  const places = [...all.stderr.matchAll(/^error\[M507\]: (.*)\n +--> (.*):1$/gm)].map(([, message, place]) => [
    message,
    place,
  ]);
  const lines = [4, 9, 14, 19, 24, 29, 34, 36];
  expect(all.exit).toBe(1);
  expect(places).toEqual(
    lines.map((line, at) => [
      `line ${line} of seeds/s.csv${at === 7 ? ': `x` in column `id` is not INTEGER' : ' has 3 values where the header has 2'}`,
      `seeds/s.csv:${line}`,
    ]),
  );
  write(folder, { 'seeds/s.csv': `id,name\n${'x,y,z\n'.repeat(25)}` });
  const bounded = await mart(['seed'], folder);
  expect(bounded.stderr.match(/^error\[M507\]/gm)?.length).toBe(10);
  expect(bounded.stderr).toContain('and 15 more rows');
  expect(bounded.stderr).toContain('`x` in column `id` is not INTEGER');
  expect(await rows(folder)).toEqual([{ id: 1, name: 'a\nb' }]);
  write(folder, { 'seeds/s.csv': 'id,name\n1,"open\n' });
  expect((await mart(['seed'], folder)).stderr).toContain('a quote is never closed');
  write(folder, { 'seeds/s.csv': 'id,ID\n1,2\n', 'seeds/s.yml': '' });
  expect((await mart(['seed'], folder)).stderr).toContain('error[M112]');
  write(folder, { 'seeds/s.csv': 'id,name\n' });
  expect((await mart(['seed'], folder)).exit).toBe(0);
  expect(await rows(folder)).toEqual([]);
}, 60_000);
