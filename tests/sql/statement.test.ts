import { expect, test } from 'vitest';
import { firstWord, namesIn, withoutSemicolon } from '../../src/sql/statement.ts';

test.each([
  ['select 1', 'select', 0],
  ['  -- with\n WITH a as (select 1)', 'with', 11],
  ['/* a */ /* b */from x', 'from', 15],
  ['(select 1)', '', 0],
  ['', '', 0],
])('the first word of %j', (sql, word, from) => {
  expect(firstWord(sql)).toMatchObject({ word, from });
});

test.each([
  ['select 1;', 'select 1'],
  ['select 1 ; -- done\n', 'select 1 '],
  ['select 1;;\n;', 'select 1'],
  ["select ';' as x", "select ';' as x"],
  ["select ';' as x; -- ;", "select ';' as x"],
  ['select $$;$$ as x', 'select $$;$$ as x'],
  ['select 1 -- ;', 'select 1 -- ;'],
  ['select 1; select 2;', 'select 1; select 2'],
  ['select "a;""b"; /* ; */', 'select "a;""b"'],
])('without its closing semicolon: %j', (sql, rest) => {
  expect(withoutSemicolon(sql)).toBe(rest);
});

test.each([
  ['Select a.B, "C ""d" from x_1', ['select', 'a', 'b', 'c "d', 'from', 'x_1']],
  ["select 'text', e'it\\'s', $$more$$, $t$ and $t$ -- a comment\n/* another */", ['select']],
  ['1e5+naïve', ['e5', 'naïve']],
  ["-- it's\nname", ['name']],
])('the names of %j', (sql, names) => {
  expect([...namesIn(sql)]).toEqual(names);
});
