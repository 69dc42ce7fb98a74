import { expect, test } from 'vitest';
import { built, file, plant, problems } from './shop.ts';

const query = "({ ref, db }) => db.selectFrom(ref('batches')).select('batch_id')";

test('a ref to nothing is shown at its call', async () => {
  const source = file(
    '{}',
    "({ ref, db }) =>\n  db.selectFrom(ref('batches')).innerJoin(ref('batchez').as('b'), 'b.batch_id', 'batches.batch_id').selectAll()",
  );
  expect(await problems({ 'models/a.ts': source })).toEqual([
    'M401 models/a.ts:4:43-57 `a` refers to `batchez`, and there is no model or seed of that name',
  ]);
});

test('a ref to nothing in a file that models share is shown there', async () => {
  expect(
    await problems({
      'models/_base.ts': "export function base({ ref, db }) {\n  return db.selectFrom(ref('batchez'));\n}\n",
      'models/a.ts': `import { model } from 'duckmart';\nimport { base } from './_base.ts';\nexport default model({}, (context) => base(context).selectAll());\n`,
    }),
  ).toEqual(['M401 models/_base.ts:2:24-38 `a` refers to `batchez`, and there is no model or seed of that name']);
});

test('a source that nobody declares', async () => {
  const source = file('{}', "({ source, db }) => db.selectFrom(source('landing', 'orders')).selectAll()");
  expect(await problems({ 'models/a.ts': source })).toEqual([
    'M402 models/a.ts:3:60-87 `a` reads the source `landing.orders`, which no properties file declares',
  ]);
});

test('an exception is shown where it was thrown, also after types that are gone when it runs', async () => {
  const source = file(
    '{}',
    '({ ref, db }) => {\n  const rows = (ref as unknown as string[]); const n: number = (null as unknown as { a: number }).a;\n  return db.selectFrom(rows[n]);\n}',
  );
  expect(await problems({ 'models/a.ts': source })).toEqual([
    "M215 models/a.ts:4:99-100 the function of this model failed: Cannot read properties of null (reading 'a')",
  ]);
});

test('an exception in what a model imports is shown there', async () => {
  expect(
    await problems({
      'models/_words.ts': "export function word(n: number): string {\n  throw new RangeError('no word for ' + n);\n}\n",
      'models/a.ts': file('{}', '({ db }) => db.selectFrom(word(3))').replace(
        '\n\n',
        "\nimport { word } from './_words.ts';\n",
      ),
    }),
  ).toEqual(['M215 models/_words.ts:2:9-12 the function of this model failed: no word for 3']);
});

test.each([
  ['nothing', '() => undefined', 'it gives nothing, not a query'],
  ['text', "() => 'select 1'", 'it gives a value of type string, not a query'],
  [
    'a promise',
    "async ({ ref, db }) => db.selectFrom(ref('batches')).selectAll()",
    'it gives a promise; give the query itself, without `await` or `execute`',
  ],
  ['a delete', "({ db }) => db.deleteFrom('x')", 'it gives delete, and a model is one select'],
])('a function that gives %s', async (_, text, said) => {
  expect(await problems({ 'models/a.ts': file('{}', text) })).toEqual([
    `M215 models/a.ts:3:16-21 the function of this model failed: ${said}`,
  ]);
});

test('a wrong key and a wrong value of the configuration', async () => {
  const config = "{\n  materialised: 'table',\n  materialized: 'tabel',\n  meta: { then: () => 1 },\n}";
  expect(await problems({ 'models/a.ts': file(config, query) })).toEqual([
    'M205 models/a.ts:6:3-26 `meta` is given a value that is no configuration',
    'M103 models/a.ts:4:3-24 a model has no configuration `materialised`',
    'M104 models/a.ts:5:3-24 `materialized` cannot be `tabel`',
  ]);
});

test('contradictions of configuration', async () => {
  const source = file("{ materialized: 'incremental', incremental_strategy: 'merge' }", query);
  expect(await problems({ 'models/a.ts': source })).toEqual([
    'M113 models/a.ts:3:53-82 `incremental_strategy: merge` needs a `unique_key`',
  ]);
});

test('variables and environment that are not there', async () => {
  const vars = file(
    '{}',
    "({ vars, db, ref }) => db.selectFrom(ref('batches')).selectAll().where('produced', '>', vars.leest)",
  );
  expect(await problems({ 'models/a.ts': vars }, '{least: 3}')).toEqual([
    'M206 models/a.ts:3:119-124 variable `leest` is not defined',
  ]);
  const env = file('{}', `({ env }) => sql\`select \${env('NOT_SET_HERE')} as x\``);
  expect(await problems({ 'models/a.ts': env })).toEqual([
    'M207 models/a.ts:3:52-71 environment variable `NOT_SET_HERE` is not set',
  ]);
});

test.each([
  ['undefined', 'undefined', '`undefined` is no value of SQL: write `null`, or leave the condition out'],
  ['a reserved character', "'\\uE000i0\\uE001'", 'a value holds a character that is reserved (U+E000 or U+E001)'],
  ['NUL', "'a\\0b'", 'a value holds a NUL character, which no SQL can'],
])('%s as a value', async (_, value, said) => {
  const source = file('{}', `() => sql\`select \${${value}} as x\``);
  expect(await problems({ 'models/a.ts': source })).toEqual([
    `M215 models/a.ts:3:16-21 the function of this model failed: ${said}`,
  ]);
});

test('files that cannot be loaded', async () => {
  expect(
    await problems({
      'models/a.ts': "import { x } from './nowhere';\nexport default x;\n",
      'models/b.ts': 'export default model({}, () => 1);\n',
      'models/c.ts': 'export const = 3;\n',
      'models/d.ts': "import { model } from 'duckmart';\nexport const d = model({}, () => 1);\n",
      'models/e.ts': 'export default { materialized: 1 };\n',
      'models/f.ts': "import { model } from 'duckmart';\nexport default model({}, 'select 1');\n",
      'models/g.ts': "import { nobody } from 'no-such-package';\nexport default nobody;\n",
    }),
  ).toEqual([
    "M214 models/a.ts:1:19-30 models/a.ts cannot be loaded: Cannot find module './nowhere'",
    'M214 models/b.ts:1:16-21 models/b.ts cannot be loaded: model is not defined',
    'M214 models/c.ts:1:14-15 models/c.ts cannot be loaded: ParseError: Unexpected token',
    'M214 models/d.ts:1:1-1 `models/d.ts` has no default export',
    'M214 models/e.ts:1:1-15 `models/e.ts` exports something by default that is no model',
    'M214 models/f.ts:2:16-21 models/f.ts cannot be loaded: the second argument of `model` is a function that gives a query',
    "M214 models/g.ts:1:24-41 models/g.ts cannot be loaded: Cannot find module 'no-such-package'",
  ]);
});

test('a column that the engine does not know is shown where its name is written', async () => {
  const source = file(
    "{ materialized: 'table' }",
    "({ ref, db }) =>\n  db.selectFrom(ref('batches').as('b')).select(['b.batch_id', 'b.produst as p'])",
  );
  expect(await built(plant({ 'models/a.ts': source }))).toEqual([
    expect.stringMatching(/^M301 models\/a\.ts:4:66-73 /),
  ]);
});

test('a name that is written twice leads to the call of `model`', async () => {
  const source = file(
    '{}',
    "({ ref, db }) =>\n  db.selectFrom(ref('batches')).select('produst').where('produst', '>', 1)",
  );
  expect(await built(plant({ 'models/a.ts': source }))).toEqual([
    expect.stringMatching(/^M301 models\/a\.ts:3:16-21 /),
  ]);
});

test('raw SQL is shown exactly', async () => {
  const source = file('{}', `({ ref }) => sql\`\n  select batch_id, produst\n  from \${ref('batches')}\n\``);
  expect(await built(plant({ 'models/a.ts': source }))).toEqual([
    expect.stringMatching(/^M301 models\/a\.ts:4:20-27 /),
  ]);
});

test('a function that the engine does not know, and a value that does not fit', async () => {
  const unknown = file(
    '{}',
    "({ ref, db }) => db.selectFrom(ref('batches')).select((eb) => eb.fn('uper', ['machine']).as('m'))",
  );
  expect(await built(plant({ 'models/a.ts': unknown }))).toEqual([
    expect.stringMatching(/^M305 models\/a\.ts:3:95-99 /),
  ]);
  const value = file(
    "{ materialized: 'table' }",
    "({ ref, db }) => db.selectFrom(ref('batches')).selectAll().where('produced', '>', 'many')",
  );
  expect(await built(plant({ 'models/a.ts': value }))).toEqual([expect.stringMatching(/^M\d+ models\/a\.ts:3:/)]);
});

test('a cycle through a model in TypeScript', async () => {
  expect(
    await problems({
      'models/a.ts': file('{}', "({ ref, db }) => db.selectFrom(ref('b')).selectAll()"),
      'models/b.sql': 'select * from {{ref "a"}}',
    }),
  ).toEqual([expect.stringMatching(/^M403 models\/(a\.ts|b\.sql):/)]);
});

const twice = `({ ref, db }) =>
  db
    .with('first', (query) =>
      query
        .selectFrom(ref('batches'))
        .select(['batch_id', 'produced as amount']),
    )
    .with('second', (query) => query.selectFrom(ref('batches')).select('AMOUNT'))
    .selectFrom('first')
    .innerJoin(ref('batches').as('b'), 'b.batch_id', 'first.batch_id')
    .innerJoin('second as s', (join) => join.onTrue())
    .select(['b.produced', 'first.batch_id as id', 'QUALIFIED'])
    .where('amount', '>', 3)`;

test('a name that is written several times is shown behind its qualifier, or in the call that says it', async () => {
  const said = (query: string) => built(plant({ 'models/a.ts': file("{ materialized: 'table' }", query) }));
  expect(await said(twice.replace('AMOUNT', 'produced').replace('QUALIFIED', 'b.amount'))).toEqual([
    expect.stringMatching(/^M301 models\/a\.ts:14:55-61 /),
  ]);
  expect(await said(twice.replace('AMOUNT', 'amount').replace('QUALIFIED', 'first.amount'))).toEqual([
    expect.stringMatching(/^M301 models\/a\.ts:10:73-79 /),
  ]);
});
