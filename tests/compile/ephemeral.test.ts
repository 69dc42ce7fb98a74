import { expect, test } from 'vitest';
import { withEphemerals } from '../../src/compile/ephemeral.ts';
import { type Code, fill, mark } from '../../src/nodes/code.ts';
import { locate } from '../../src/source/source-map.ts';

function code(file: string, text: string, ...inputs: string[]): Code {
  return { text, inputs, map: [{ file, from: 0, to: text.length, at: 0, verbatim: true }] };
}

const ephemerals: Record<string, { name: string; code: Code }> = {
  e1: { name: 'e1', code: code('e1.sql', `select * from ${mark('i', 0)};`, 'raw') },
  e2: { name: 'e2', code: code('e2.sql', `select id from ${mark('i', 0)} -- twice`, 'e1') },
};
const known = (id: string) => ephemerals[id];
const shown = (one: Code) => fill(one, (kind, index) => (kind === 'i' ? (one.inputs[index] ?? '?') : kind));

test('a chain of ephemeral models becomes CTEs, each once, parents first', () => {
  const main = code('m.sql', `select * from ${mark('i', 0)} join ${mark('i', 1)} using (id)`, 'e2', 'e1');
  expect(shown(withEphemerals(main, known)).text).toBe(
    'with "__mart__cte__e1" as (\nselect * from raw\n),\n"__mart__cte__e2" as (\nselect id from "__mart__cte__e1" -- twice\n)\nselect * from "__mart__cte__e2" join "__mart__cte__e1" using (id)',
  );
});

test('the query keeps its own with, comments before it included', () => {
  const main = code('m.sql', `-- with care\nwith a as (select 1) select * from ${mark('i', 0)}`, 'e1');
  expect(shown(withEphemerals(main, known)).text).toBe(
    'with "__mart__cte__e1" as (\nselect * from raw\n),\n a as (select 1) select * from e1'.replace(
      'from e1',
      'from "__mart__cte__e1"',
    ),
  );
});

test('a recursive with stays recursive', () => {
  const main = code('m.sql', `WITH RECURSIVE r as (select 1) select * from r, ${mark('i', 0)}`, 'e1');
  expect(shown(withEphemerals(main, known)).text).toMatch(/^with recursive "__mart__cte__e1" as/);
});

test('places in an ephemeral model lead to its own file, places in the query to the query', () => {
  const main = code('m.sql', `with a as (select 1) select oops from ${mark('i', 0)}`, 'e2');
  const { text, map } = shown(withEphemerals(main, known));
  const oops = locate(map, text.indexOf('oops'), 4);
  expect(oops).toEqual({ file: 'm.sql', from: main.text.indexOf('oops'), to: main.text.indexOf('oops') + 4 });
  const id = locate(map, text.indexOf('id from'), 2);
  expect(id).toEqual({ file: 'e2.sql', from: 7, to: 9 });
});

test('a query without ephemeral parents stays as it is', () => {
  const main = code('m.sql', `select * from ${mark('i', 0)}`, 'raw');
  expect(withEphemerals(main, known)).toBe(main);
});
