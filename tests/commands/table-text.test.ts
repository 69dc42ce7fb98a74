import { expect, test } from 'vitest';
import { csvText, distinctNames, jsonText, tableText } from '../../src/commands/table-text.ts';
import { mart, shop } from '../cli/mart.ts';

const column = (name: string, type: string) => ({ name, type });

test('numbers stand to the right, text that looks like one does not', () => {
  const columns = [column('zip', 'VARCHAR'), column('n', 'INTEGER'), column('amount', 'DECIMAL(5,2)')];
  expect(
    tableText(columns, [
      ['00501', 1, '9.50'],
      [null, null, '10.00'],
    ]).split('\n'),
  ).toEqual(['zip       n  amount', '-----  ----  ------', '00501     1    9.50', 'NULL   NULL   10.00']);
});

test('as JSON a value keeps its digits: a number where every reader keeps them, text where one would not', () => {
  const columns = [
    column('short', 'DECIMAL(5,2)'),
    column('long', 'DECIMAL(38,2)'),
    column('text', 'VARCHAR'),
    column('big', 'BIGINT'),
    column('odd', 'DOUBLE'),
  ];
  const text = jsonText(columns, [['-1.50', '12345678901234567.89', '1.50', 9007199254740993n, Number.NaN]]);
  expect(text).toBe(
    '[{"short":-1.50,"long":"12345678901234567.89","text":"1.50","big":"9007199254740993","odd":"NaN"}]',
  );
  expect(JSON.parse(text)).toMatchObject([{ short: -1.5 }]);
});

test('as CSV an empty text is not a NULL', () => {
  expect(
    csvText(
      [column('a', 'VARCHAR'), column('b', 'VARCHAR')],
      [
        ['', null],
        ['x,"y"', '\n'],
      ],
    ),
  ).toBe('a,b\n"",\n"x,""y""","\n"');
});

test('names that two columns share are told apart, case aside', () => {
  const columns = ['a', 'A', 'a:1', 'b', 'a'].map((name) => column(name, 'INTEGER'));
  expect(distinctNames(columns)).toEqual(['a', 'A:1', 'a:1:1', 'b', 'a:2']);
});

test('two columns of one name are both shown, with their own values', async () => {
  const folder = shop();
  await mart(['build', '-q'], folder);
  const show = async (...flags: string[]) =>
    (await mart(['show', '-q', '--sql', 'select 1 as a, 2 as a, 3 as "A"', ...flags], folder)).stdout;
  expect(await show('--output', 'csv')).toBe('a,a,A\n1,2,3\n');
  expect(await show('--output', 'csv', '--limit', '-1')).toBe('a,a,A\n1,2,3\n');
  expect(await show('--output', 'json')).toBe('[{"a":1,"a:1":2,"A:2":3}]\n');
});
