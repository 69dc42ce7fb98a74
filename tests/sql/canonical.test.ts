import { expect, test } from 'vitest';
import { canonicalSql } from '../../src/sql/canonical.ts';

test.each([
  ['select  1', 'select 1'],
  ['select 1 -- one\n', 'select 1'],
  ['select/**/1', 'select 1'],
  ['select 1 ;;\n', 'select 1'],
  ['select a , b\r\nfrom t', 'select a,b from t'],
  ['select ( a )', 'select(a)'],
  ["select 'a  -- b'", "select 'a  -- b'"],
  ['select "a  b"', 'select "a  b"'],
  ["select e'it\\'s  -- x'  , 1", "select e'it\\'s  -- x',1"],
  ['select $$a  /* b$$', 'select $$a  /* b$$'],
  ["select 'a'\n  'b'", "select 'a'\n'b'"],
  ["select 'a' 'b'", "select 'a' 'b'"],
  ['select - - 1', 'select- -1'],
  ['select 1 - -1', 'select 1- -1'],
  ['select a < = b', 'select a< =b'],
])('%j', (sql, same) => {
  expect(canonicalSql(sql)).toBe(same);
});

test('what differs stays different', () => {
  const texts = [
    'select a b',
    'select ab',
    "select 'a b'",
    "select 'ab'",
    'select a-- b\nc',
    'select a - - b',
    'select a /* b',
    'select a.b',
    'select a . b',
  ];
  expect(new Set(texts.map(canonicalSql)).size).toBe(texts.length);
});
