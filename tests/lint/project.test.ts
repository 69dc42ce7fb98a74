import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { project, projectFile, write } from '../support/projects.ts';
import { lintIn, told } from './support.ts';

const quiet = 'missing-key: off, missing-description: off, unused-resource: off';
const orders = { 'seeds/orders.csv': 'id,amount\n1,2.5\n' };

async function found(folder: string, select: readonly string[] = []): Promise<string[]> {
  return (await lintIn(folder, { select })).diagnostics.map(told);
}

test('sources, seeds and macros that nobody uses; a test of their own is no use, what is switched off is', async () => {
  const folder = project({
    'project.yml': projectFile('lint: { missing-key: off, missing-description: off }\n'),
    ...orders,
    'seeds/alone.csv': 'id\n1\n',
    'seeds/seeds.yml': 'seeds:\n  - name: alone\n    columns: [{ name: id, data_tests: [unique] }]\n',
    'seeds/later.csv': 'id\n1\n',
    'models/sleeping.sql': '{{config enabled=false}}select id from {{ref "later"}}\n',
    'models/sources.yml':
      'sources:\n  - name: raw\n    tables:\n      - { name: used, relation: main.used, columns: [{ name: id, data_type: integer }] }\n      - { name: idle, relation: main.idle, columns: [{ name: id, data_type: integer }] }\n',
    'models/a.sql':
      'select id, {{> used column="id"}} as n from {{ref "orders"}}\nunion all\nselect id, 1 from {{source "raw" "used"}}\n',
    'models/b.sql': 'select 1 as n {{#if (eq target.name "prod")}}, {{> prod_only}} as m{{/if}}\n',
    'macros/used.sql': '{{column}} + {{> inner}}',
    'macros/inner.sql': '1',
    'macros/prod_only.sql': '2',
    'macros/idle.sql': '3',
  });
  expect(await found(folder)).toEqual([
    'unused-resource macros/idle.sql:1:1 the macro `idle` is used by nobody',
    'unused-resource models/sources.yml:5:17 the source `source:raw.idle` is used by nobody',
    'unused-resource seeds/seeds.yml:2:11 the seed `alone` is used by nobody',
  ]);
  expect(await found(folder, ['alone'])).toEqual([
    'unused-resource seeds/seeds.yml:2:11 the seed `alone` is used by nobody',
  ]);
});

test('keys: what proves one, and what does not', async () => {
  const models = {
    plain: 'select 1 as id',
    unique_only: 'select 1 as id',
    both: 'select 1 as id',
    pair: 'select 1 as id, 2 as n',
    where: 'select 1 as id',
    warned: 'select 1 as id',
    one_row: 'select 1 as id',
    ephemeral: '{{config materialized="ephemeral"}}select 1 as id',
    merged: '{{config materialized="incremental" unique_key="id"}}select 1 as id',
    appended: '{{config materialized="incremental" incremental_strategy="append"}}select 1 as id',
    constrained: 'select 1 as id',
  };
  const tests = (name: string, list: string) =>
    `  - { name: ${name}, columns: [{ name: id, data_tests: [${list}] }] }\n`;
  const folder = project({
    'project.yml': projectFile('lint: { missing-description: off }\n'),
    ...Object.fromEntries(Object.entries(models).map(([name, sql]) => [`models/${name}.sql`, sql])),
    'models/m.yml': `models:
${tests('unique_only', 'unique')}${tests('both', 'unique, not_null')}${tests('where', '{ unique: { where: id > 0 } }, not_null')}${tests('warned', '{ unique: { severity: warn } }, not_null')}  - { name: pair, data_tests: [{ unique_combination: { columns: [id, n] } }] }
  - { name: one_row, data_tests: [{ row_count: { max: 1 } }] }
  - { name: constrained, columns: [{ name: id, constraints: [{ type: primary_key }] }] }
`,
  });
  expect(await found(folder)).toEqual([
    'missing-key models/appended.sql:1:1 no test says by what the rows of `appended` are told apart',
    'missing-key models/m.yml:2:13 `id` is tested to be unique, and may be NULL as often as it likes',
    'missing-key models/m.yml:4:13 no test says by what the rows of `where` are told apart',
    'missing-key models/m.yml:5:13 no test says by what the rows of `warned` are told apart',
    'missing-key models/plain.sql:1:1 no test says by what the rows of `plain` are told apart',
  ]);
});

test('a join that breaks the key of the model, as the model declares it', async () => {
  const folder = project({
    'project.yml': projectFile(`lint: { ${quiet} }\n`),
    'models/customers.sql': 'select 1 as customer_id',
    'models/visits.sql': 'select 1 as visit_id, 1 as customer_id',
    'models/wide.sql':
      'select c.customer_id, v.visit_id\nfrom {{ref "customers"}} as c\nleft join {{ref "visits"}} as v on v.customer_id = c.customer_id\n',
    'models/counted.sql':
      'select c.customer_id, count(v.visit_id) as n\nfrom {{ref "customers"}} as c\nleft join {{ref "visits"}} as v on v.customer_id = c.customer_id\ngroup by all\n',
    'models/m.yml': ['customers: customer_id', 'visits: visit_id', 'wide: customer_id', 'counted: customer_id']
      .map((line) => line.split(': '))
      .reduce(
        (text, [name, key]) =>
          `${text}  - { name: ${name}, columns: [{ name: ${key}, data_tests: [unique, not_null] }] }\n`,
        'models:\n',
      ),
  });
  expect(await found(folder)).toEqual([
    'fan-out models/wide.sql:3:11 this join gives several rows for one `customer_id`, by which `wide` is unique',
  ]);
});

test('layers as a list and word by word; who lies in none is free', async () => {
  const files = {
    ...orders,
    'models/bronze/b.sql': 'select id from {{ref "orders"}}',
    'models/silver/s.sql': 'select id from {{ref "b"}}',
    'models/gold/g.sql': 'select s.id\nfrom {{ref "s"}} as s\njoin {{ref "b"}} as b on b.id = s.id\n',
    'models/bronze/back.sql': 'select id from {{ref "s"}}',
    'models/report.sql': 'select id from {{ref "b"}}',
  };
  const rules = (layers: string) => projectFile(`lint: { ${quiet}, layers: ${layers} }\n`);
  const folder = project({ 'project.yml': rules('[bronze, silver, gold]'), ...files });
  const list = await lintIn(folder);
  expect(list.exit).toBe(1);
  expect(list.diagnostics.map(told)).toEqual([
    'layer models/bronze/back.sql:1:16 `back` of bronze reads `s` of silver',
    'layer models/gold/g.sql:3:6 `g` of gold reads `b` of bronze',
  ]);
  write(folder, { 'project.yml': rules('{ bronze: seeds, silver: [bronze], gold: [silver, bronze] }') });
  expect(await found(folder)).toEqual(['layer models/bronze/back.sql:1:16 `back` of bronze reads `s` of silver']);
  write(folder, { 'project.yml': rules('{ bronze: seeds, gold: [silvr] }') });
  expect((await lintIn(folder)).diagnostics).toMatchObject([
    { code: 'M104', message: 'there is no layer `silvr`', severity: 'error' },
  ]);
});

test('severities: the file before the folder before the project; unknown rules have near matches', async () => {
  const folder = project({
    'project.yml': projectFile(
      `lint: { ${quiet}, select-star: error }\nmodels:\n  raw: { +lint: { select-star: off } }\n`,
    ),
    ...orders,
    'models/raw/a.sql': 'select * from {{ref "orders"}}',
    'models/raw/b.sql': 'select * from {{ref "orders"}}',
    'models/raw/raw.yml': 'models: [{ name: b, config: { lint: { select-star: warn } } }]\n',
    'models/c.sql': 'select * from {{ref "orders"}}',
  });
  const { exit, diagnostics } = await lintIn(folder);
  expect(exit).toBe(1);
  expect(diagnostics.map(({ node, severity }) => `${node} ${severity}`)).toEqual(['c error', 'b warning']);

  write(folder, { 'project.yml': projectFile('lint: { selct-star: error }\n') });
  expect((await lintIn(folder)).diagnostics).toMatchObject([{ code: 'M103', help: 'did you mean `select-star`?' }]);
  write(folder, { 'project.yml': projectFile('lint: { select-star: warning }\n') });
  expect((await lintIn(folder)).diagnostics).toMatchObject([{ code: 'M104', help: 'did you mean `warn`?' }]);
  write(folder, { 'project.yml': projectFile('models: { +lint: { layr: off } }\n') });
  expect((await lintIn(folder)).diagnostics).toMatchObject([{ code: 'M104', help: 'did you mean `layer`?' }]);
});

test('comments ignore with a reason, at their line or the next one, in SQL, templates and YAML', async () => {
  const star = 'select * from {{ref "orders"}}';
  const folder = project({
    'project.yml': projectFile('lint: { missing-description: off }\n'),
    ...orders,
    'models/above.sql': `-- mart-ignore select-star: an archive\n-- of everything\n${star}\n`,
    'models/beside.sql': `select * -- mart-ignore select-star: an archive\nfrom {{ref "orders"}}\n`,
    'models/template.sql': `{{!-- mart-ignore select-star: an archive --}}\n${star}\n`,
    'models/block.sql': `/* mart-ignore select-star: an archive */ ${star}\n`,
    'models/anywhere.sql': 'select 1 as id\n-- mart-ignore missing-key: one row, always\n',
    'models/m.yml': `models:
  - name: above # mart-ignore missing-key: no key
  # mart-ignore missing-key: no key
  - name: beside
  - { name: template, columns: [{ name: id, data_tests: [unique, not_null] }] }
  - { name: block, columns: [{ name: id, data_tests: [unique, not_null] }] }
`,
    'models/wrong.sql': `-- mart-ignore select-star\n-- mart-ignore selct-star: why\n-- mart-ignore\n-- mart-ignore fan-out, missing-key: none\n${star}\n`,
  });
  expect(await found(folder)).toEqual([
    'ignore models/wrong.sql:1:1 this comment gives no reason, so nothing is ignored',
    'ignore models/wrong.sql:2:1 there is no rule `selct-star`',
    'ignore models/wrong.sql:3:1 this comment does not say which rule to ignore',
    'ignore models/wrong.sql:4:1 there is no `fan-out` to ignore here',
    'select-star models/wrong.sql:5:8 a star makes every column of a table a column of this model',
  ]);
});

test('a comment that ignores nothing is taken away, with its line', async () => {
  const folder = project({
    'project.yml': projectFile(`lint: { ${quiet} }\n`),
    'models/a.sql': '-- mart-ignore select-star: once\nselect 1 as id -- mart-ignore select-star: once\n',
    'models/a.yml': 'models:\n  # mart-ignore missing-description: later\n  - name: a # mart-ignore fan-out: never\n',
  });
  const { exit } = await lintIn(folder, { fix: true });
  expect(exit).toBe(0);
  expect(readFileSync(join(folder, 'models/a.sql'), 'utf8')).toBe('select 1 as id\n');
  // `missing-description` is off, so its comment may have had its reason; the other one has nothing to ignore.
  expect(readFileSync(join(folder, 'models/a.yml'), 'utf8')).toBe(
    'models:\n  # mart-ignore missing-description: later\n  - name: a\n',
  );
});

test('both sides of `is_incremental` are looked at, and what only one of them uses is used', async () => {
  const folder = project({
    'project.yml': projectFile(`lint: { ${quiet} }\n`),
    ...orders,
    'models/a.sql': `{{config materialized="incremental" incremental_strategy="append"}}
with last as (select max(id) as id from {{#if is_incremental}}{{this}}{{else}}{{ref "orders"}}{{/if}}),
never as (select 1 as n)
select * from {{ref "orders"}} as o
{{#if is_incremental}}where o.id > (select id from last){{/if}}
`,
  });
  expect(await found(folder)).toEqual([
    'unused-cte models/a.sql:3:1 the CTE `never` is never read',
    'select-star models/a.sql:4:8 a star makes every column of a table a column of this model',
  ]);
  await lintIn(folder, { fix: true });
  expect(
    readFileSync(join(folder, 'models/a.sql'), 'utf8'),
  ).toBe(`{{config materialized="incremental" incremental_strategy="append"}}
with last as (select max(id) as id from {{#if is_incremental}}{{this}}{{else}}{{ref "orders"}}{{/if}})
select id, amount from {{ref "orders"}} as o
{{#if is_incremental}}where o.id > (select id from last){{/if}}
`);
});

test('files keep their byte order mark, their ends of lines and their mode; a long list has a line for each column', async () => {
  const names = Array.from({ length: 12 }, (_, at) => `column_number_${at}`);
  const folder = project({
    'project.yml': projectFile(`lint: { ${quiet} }\n`),
    'seeds/wide.csv': `${names.join(',')}\n${names.map(() => 1).join(',')}\n`,
    'models/a.sql': '\uFEFFselect\r\n  *\r\nfrom {{ref "wide"}}\r\n',
  });
  await lintIn(folder, { fix: true });
  expect(readFileSync(join(folder, 'models/a.sql'), 'utf8')).toBe(
    `\uFEFFselect\r\n  ${names.join(',\r\n  ')}\r\nfrom {{ref "wide"}}\r\n`,
  );
});

test('a fix that would change anything else is withdrawn, and that is said', async () => {
  const folder = project({
    'project.yml': projectFile(`lint: { ${quiet} }\n`),
    'models/raw.yml': `sources:
  - name: raw
    tables: [{ name: o, files: 'raw/*.csv', format: csv, columns: [{ name: id, data_type: integer }] }]
`,
    'models/a.sql': `with x as (select * from {{source "raw" "o"}}),
y as (select 1 as n)
select * from x
where _source_file <> 'old'
`,
  });
  const { diagnostics } = await lintIn(folder, { fix: true });
  expect(readFileSync(join(folder, 'models/a.sql'), 'utf8')).toBe(`with x as (select * from {{source "raw" "o"}})
select * from x
where _source_file <> 'old'
`);
  expect(diagnostics.map(({ code, notes, help }) => ({ code, notes, help }))).toEqual([
    { code: 'M701', notes: ['not fixed: the engine would refuse the model'], help: 'name the columns' },
  ]);
});

test('the program: exit codes, JSON lines and annotations', async () => {
  const folder = project({
    'project.yml': projectFile(`lint: { ${quiet}, select-star: error }\n`),
    ...orders,
    'models/a.sql': 'select * from {{ref "orders"}}\n',
  });
  const json = await mart(['lint', '--log-format', 'json'], folder);
  expect(json.exit).toBe(1);
  const lines = json.stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.at(-1)).toMatchObject({
    code: 'M701',
    severity: 'error',
    labels: [{ span: { file: 'models/a.sql', start: { line: 1, column: 8 }, end: { line: 1, column: 9 } } }],
    node: 'a',
  });
  const github = await mart(['lint'], folder, { GITHUB_ACTIONS: 'true' });
  expect(github.stderr).toContain('::error file=models/a.sql,line=1,col=8,title=M701::');
  const fixed = await mart(['lint', '--fix'], folder);
  expect(fixed.exit).toBe(0);
  expect(fixed.stderr).toContain('CLEAN  2 linted · 1 fixed ·');
  expect((await mart(['lint'], folder)).exit).toBe(0);
});

test('what did not change is remembered; an edit is looked at', async () => {
  const folder = project({
    'project.yml': projectFile(`lint: { ${quiet} }\n`),
    ...orders,
    'models/a.sql': 'select * from {{ref "orders"}}\n',
    'models/b.sql': 'select id from {{ref "orders"}}\n',
  });
  const lint = async () => (await lintIn(folder, { build: 'one' })).diagnostics.map(told);
  const first = await lint();
  const record = join(folder, 'target/cache/linted.json');
  const kept = JSON.parse(readFileSync(record, 'utf8'));
  expect(Object.keys(kept.found).sort()).toEqual(['model.shop.a', 'model.shop.b']);
  kept.found['model.shop.a'].sides[0].text.stars = [];
  writeFileSync(record, JSON.stringify(kept));
  expect(await lint()).toEqual([]);
  write(folder, { 'models/a.sql': 'select   * from {{ref "orders"}}\n' });
  expect(first).toEqual(['select-star models/a.sql:1:8 a star makes every column of a table a column of this model']);
  expect(await lint()).toEqual([
    'select-star models/a.sql:1:10 a star makes every column of a table a column of this model',
  ]);
});

test('a model that the engine refuses is said to be, and nothing is guessed of it', async () => {
  const folder = project({
    'project.yml': projectFile(`lint: { ${quiet} }\n`),
    ...orders,
    'models/a.sql': 'select *, nothing from {{ref "orders"}}\n',
  });
  const { exit, diagnostics } = await lintIn(folder);
  expect(exit).toBe(1);
  expect(diagnostics.map(({ code }) => code)).toEqual(['M301']);
});
