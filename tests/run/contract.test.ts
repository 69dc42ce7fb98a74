import { expect, test } from 'vitest';
import { build, test as runTests } from '../../src/index.ts';
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
      [
        'column  contract  model',
        'id      INTEGER   VARCHAR  another type',
        'word    VARCHAR   -        missing',
        'extra   -         INTEGER  not promised',
      ].join('\n'),
    ],
  });
});

test('a promised column needs a type', async () => {
  expect((await built('select 1 as id', promise('{ name: id }'))).notes).toEqual(['M307', '`id`: no `data_type`']);
});

test.each([
  ['a column', 'constraints: [{ type: not_null }]', '', ["not_null of `id`: 1 bad row\n{'id': NULL}"]],
  ['a column', 'constraints: [{ type: unique }]', '', ["unique of `id`: 1 bad row\n{'id': 1, 'rows': 2}"]],
  [
    'a column',
    'constraints: [{ type: primary_key }]',
    '',
    [
      "primary_key of `id`: 1 bad row\n{'id': 1, 'rows': 2}",
      "primary_key of `id`, which holds NULL: 1 bad row\n{'id': NULL}",
    ],
  ],
  [
    'a column',
    'constraints: [{ type: check, name: large, expression: "id > 4" }]',
    '',
    ["check `large` of `id > 4`: 4 bad rows\n{'id': 1}\n{'id': 1}\n{'id': 2}\n… and 1 more"],
  ],
  [
    'the model',
    '',
    ', constraints: [{ type: unique, columns: [id], name: ids }, { type: check, expression: id < 3 }]',
    ["unique `ids` of `id`: 1 bad row\n{'id': 1, 'rows': 2}", "check of `id < 3`: 1 bad row\n{'id': 3}"],
  ],
])('constraints of %s hold for every row: %s %s', async (_, column, more, notes) => {
  const rows = 'select unnest([1, 1, null, 2, 3])::integer as id';
  const properties = promise(`{ name: id, data_type: integer, ${column} }`, more);
  expect(await built(rows, properties)).toMatchObject({
    model: 'error',
    child: 'skipped',
    notes: ['M307', ...notes],
  });
  expect((await built('select unnest([5, 6])::integer as id where false', properties)).model).toBe('success');
});

test('a table and its memory stay as they were when a constraint is broken', async () => {
  const folder = project({
    'models/m.sql':
      '{{config materialized="incremental" unique_key="id" on_schema_change="fail"}}select 1 as id, {{var "n"}} as n',
    'models/p.yml':
      'models: [{ name: m, config: { contract: { enforced: true } }, columns: [{ name: id, data_type: int }, { name: n, data_type: int, constraints: [{ type: check, expression: n < 5 }] }] }]\n',
    'tests/kept.sql': 'select * from {{ref "m"}} where n <> 1',
  });
  expect((await build(folder, { vars: { n: 1 } })).ok).toBe(true);
  const { results } = await build(folder, { vars: { n: 7 } });
  expect(results.find(({ name }) => name === 'm')).toMatchObject({
    status: 'error',
    diagnostics: [{ code: 'M307', notes: ["check of `n < 5`: 1 bad row\n{'id': 1, 'n': 7}"] }],
  });
  expect((await runTests(folder, { vars: { n: 1 }, select: ['kept'] })).ok).toBe(true);
});

test('a view is not held to constraints, which is said, and an incremental model says how its table changes', async () => {
  const constrained = (materialized: string, more = '') =>
    `models: [{ name: m, config: { contract: { enforced: true }, materialized: ${materialized}${more} }, columns: [{ name: id, data_type: int, constraints: [{ type: not_null }] }] }]\n`;
  const outcome = async (properties: string) => {
    const { ok, diagnostics } = await build(
      project({
        'models/m.sql': 'select null::int as id where {{#if is_incremental}}true{{else}}true{{/if}}',
        'models/p.yml': properties,
      }),
    );
    return [ok, ...new Set(diagnostics.map(({ code, message }) => `${code} ${message}`))];
  };
  expect(await outcome(constrained('view'))).toEqual([true, 'M312 the constraint `not_null` is not held of a `view`']);
  expect(
    await outcome(constrained('view').replace('type: not_null', 'type: not_null, warn_unsupported: false')),
  ).toEqual([true]);
  expect(await outcome(constrained('incremental'))).toEqual([
    false,
    'M113 a contract of an incremental model needs `on_schema_change: append_new_columns` or `fail`, and this is `ignore`',
  ]);
  expect(await outcome(constrained('incremental', ', on_schema_change: append_new_columns'))).toEqual([
    false,
    'M307 rows break the constraints of the model',
  ]);
});

test('types are compared as the engine means them', async () => {
  const sql =
    "select 1::bigint as a, 'x' as b, 1.5::decimal(10,2) as c, [1] as d, {x: 1, y: 'z'} as e, map {'k': 1} as f, now() as g, 1.5::float as h, 'a'::enum('a', 'b') as i, true as j, 'x'::blob as k";
  const types = [
    'int8',
    'string',
    '"numeric(10, 2)"',
    '"int[]"',
    '"struct(x int, y text)"',
    '"map(text, int)"',
    'timestamptz',
    'real',
    "\"enum('a', 'b')\"",
    'bool',
    'bytea',
  ];
  const columns = types.map((type, at) => `{ name: ${'abcdefghijk'[at]}, data_type: ${type} }`).join(', ');
  expect((await built(sql, promise(columns))).model).toBe('success');
});

test('a type that is none is refused where it is declared', async () => {
  const { results } = await build(
    project({ 'models/m.sql': 'select 1 as id', 'models/p.yml': promise('{ name: id, data_type: intt }') }),
  );
  expect(results[0]?.diagnostics[0]).toMatchObject({
    code: 'M304',
    labels: [{ span: { file: 'models/p.yml', start: { line: 1, column: 117 } } }],
  });
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
