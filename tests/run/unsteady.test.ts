import { expect, it } from 'vitest';
import { namesOf, unsteadyQuery } from '../../src/run/unsteady.ts';
import { openShop } from './support/project.ts';

it.each([
  ["select 1 as id, 'row' as word", null],
  ["select a, 'x' as b, 'y' from (values (1)) t(a)", null],
  ["select * from (values (1, 'x')) t(a, b) where b in ('x', 'y')", null],
  ["select * from 'a.csv'", 'a.csv'],
  ["from 'a.csv'", 'a.csv'],
  ["select * from (values (1)) t(a), 'a.csv'", 'a.csv'],
  ["select * from (('a.csv'))", 'a.csv'],
  ["select * from -- it's\n'a.csv'", 'a.csv'],
  ["select * from /* , */ 'a.csv'", 'a.csv'],
  ["select * from (values (1)) t(a) join/**/'a.csv' on true", 'a.csv'],
  ['select * from $$a.csv$$', 'a.csv'],
  ['select * from "a.csv"', 'a.csv'],
  ["pivot 'a.csv' on id in (1)", 'a.csv'],
])('what a query reads beside its inputs is found in every place: %s', async (text, file) => {
  const shop = await openShop(1, ':memory:');
  shop.write('a.csv', 'id\n1\n');
  const manifest = { nodes: new Map() };
  const names = await namesOf(shop.adapter, manifest, []);
  const why = await shop.adapter.read((session) => unsteadyQuery(session, { text, inputs: [], map: [] }, names));
  if (file === null) expect(why).toBeNull();
  else expect(why).not.toBeNull();
});
