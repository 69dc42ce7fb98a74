import { expect, test } from 'vitest';
import { build } from '../../src/index.ts';
import { project, write } from '../support/projects.ts';

const promise = (columns: string, more = '') =>
  `models: [{ name: m, config: { contract: { enforced: true }, materialized: table }, columns: [${columns}]${more} }]\n`;

async function built(sql: string, properties: string) {
  const { results } = await build(
    project({ 'models/m.sql': sql, 'models/child.sql': 'select * from {{ref "m"}}', 'models/p.yml': properties }),
  );
  const of = (name: string) => results.find((one) => one.name === name);
  return {
    model: of('m')?.status,
    child: of('child')?.status,
    notes: of('m')?.diagnostics.flatMap((one) => [one.code, ...one.notes]),
  };
}

const idAndWord = '{ name: id, data_type: integer }, { name: word, data_type: text }';

test.each([
  ['as promised', "select 1 as id, 'a' as word"],
  ['in another order and another case', "select 'a' as WORD, 1 as ID"],
])('a contract that is kept: %s', async (_, sql) => {
  expect(await built(sql, promise(idAndWord))).toEqual({ model: 'success', child: 'success', notes: [] });
});

test('everything that breaks a contract is one finding', async () => {
  expect(await built("select '1' as id, 2 as extra", promise(idAndWord))).toEqual({
    model: 'error',
    child: 'skipped',
    notes: [
      'M307',
      '`id` INTEGER: the model gives VARCHAR',
      '`word` VARCHAR: missing',
      '`extra` INTEGER: not promised',
    ],
  });
});

test('a promised column needs a type', async () => {
  expect((await built('select 1 as id', promise('{ name: id }'))).notes).toEqual(['M307', '`id`: no `data_type`']);
});

test.each([
  [
    'not_null',
    '{ name: id, data_type: integer, constraints: [{ type: not_null }] }',
    ['M307', 'not_null of `id`: 1 bad row'],
  ],
  [
    'unique',
    '{ name: id, data_type: integer, constraints: [{ type: unique }] }',
    ['M307', 'unique of `id`: 1 bad row'],
  ],
  [
    'primary_key',
    '{ name: id, data_type: integer, constraints: [{ type: primary_key }] }',
    ['M307', 'primary_key of `id`: 2 bad rows'],
  ],
  [
    'check',
    '{ name: id, data_type: integer, constraints: [{ type: check, expression: "id > 1" }] }',
    ['M307', 'check of `id`: 2 bad rows'],
  ],
])('%s holds for every row', async (_, column, notes) => {
  const rows = 'select unnest([1, 1, null, 2])::integer as id';
  expect(await built(rows, promise(column))).toMatchObject({ model: 'error', child: 'skipped', notes });
  expect((await built('select unnest([2, 3])::integer as id', promise(column))).model).toBe('success');
});

test('a broken contract leaves the old version', async () => {
  const folder = project({
    'models/m.sql': 'select 1 as id',
    'models/p.yml': promise('{ name: id, data_type: integer }'),
  });
  await build(folder);
  write(folder, {
    'models/m.sql': "select 'x' as id",
    'tests/old.sql': 'select * from {{ref "m"}} where id is distinct from 1',
  });
  const { results } = await build(folder, { select: ['m'], exclude: ['old'] });
  expect(results.map((one) => one.status)).toEqual(['error']);
  const { ok } = await build(folder, { select: ['old'] });
  expect(ok).toBe(true);
});
