import { expect, test } from 'vitest';
import { compile, loadProject } from '../../src/index.ts';
import type { DataTest } from '../../src/nodes/node.ts';
import { project } from '../support/projects.ts';

async function compiled(template: string, declared: string, more: Readonly<Record<string, string>> = {}) {
  const root = project({
    'models/m.sql': 'select 1 as id',
    'macros/tests/between.sql': template,
    'models/p.yml': `models:\n  - name: m\n    columns:\n      - name: id\n        data_tests:\n          - ${declared}\n`,
    ...more,
  });
  const { manifest, diagnostics } = compile(await loadProject(root));
  const [test] = [...manifest.nodes.values()].filter((node): node is DataTest => node.resource === 'test');
  return {
    said: diagnostics.map((one) => {
      const [label] = one.labels;
      const at = label ? `${label.span.file}:${label.span.start.line}:${label.span.start.column} ` : '';
      return `${one.code} ${at}${one.message}${one.help ? ` | ${one.help}` : ''}`;
    }),
    sql: test?.code.text.trim().replaceAll(/\uE000.*?\uE001/g, '‹m›'),
    config: test?.config,
    name: test?.name,
  };
}

const between =
  'select * from {{model}} where {{column_name}} < {{least}}{{#if most}} or {{column_name}} > {{most}}{{/if}}';

test('an argument that the template never names is an error at its key', async () => {
  expect((await compiled(`{{arguments most=null}}${between}`, 'between: { least: 1, mots: 3 }')).said).toEqual([
    'M116 models/p.yml:6:34 `between` takes no argument `mots` | did you mean `most`?',
  ]);
  expect((await compiled(between, 'between: { arguments: { least: 1, most: 2, model: x } }')).said).toEqual([
    'M116 models/p.yml:6:56 `between` takes no argument `model`',
  ]);
});

test.each([
  ['in a branch that is not taken', '{{#if false}}{{far}}{{/if}}'],
  ['as an argument', '{{#each (list far)}}{{this}}{{/each}}'],
  ['of the whole template', '{{#each (list 1)}}{{@root.far}}{{/each}}'],
  ['in a macro that it uses', '{{> inner}}'],
  ['in a macro that is chosen as it goes', '{{> (lookup (list "inner") 0)}}'],
])('a name counts %s', async (_, text) => {
  const { said } = await compiled(`${text} select 1 from {{model}}`, 'between: { far: 1 }', {
    'macros/inner.sql': '{{> deeper}}',
    'macros/deeper.sql': '{{far}}',
  });
  expect(said).toEqual([]);
});

test('an argument has the default that the template gives it until it is given', async () => {
  const template = `{{arguments least=0 most=null}}\n${between}`;
  const { said, sql, name } = await compiled(template, 'between');
  expect({ said, sql, name }).toEqual({
    said: [],
    sql: 'select * from ‹m› where "id" < 0',
    name: 'between_m_id',
  });
  expect((await compiled(template, 'between: { most: 9 }')).sql).toBe('select * from ‹m› where "id" < 0 or "id" > 9');
  const listed = '{{arguments values=(list "a" "b")}}{{#each values}}{{lit this}} {{/each}}';
  expect((await compiled(listed, 'between')).sql).toBe("'a' 'b'");
});

test('an argument without a default has to be given, also where the others have one', async () => {
  expect((await compiled(`{{arguments most=null}}${between}`, 'between')).said).toEqual([
    'M202 macros/tests/between.sql:1:74 unknown name `least` | give it where the test is declared, or a default at the top of this file: `{{arguments least=…}}`',
  ]);
});

test.each([
  ['{{arguments least=(var "x")}}', 'M205 macros/tests/between.sql:1:19 a value in `arguments` that is not literal'],
  ['{{arguments model=1}}', 'M205 macros/tests/between.sql:1:13 `model` is what is tested: it has no default'],
  ['{{arguments least=1 least=2}}', 'M205 macros/tests/between.sql:1:21 `least` is given twice'],
  ['{{arguments}}', 'M205 macros/tests/between.sql:1:3 `arguments` without a name'],
])('%s', async (text, expected) => {
  const { said } = await compiled(`${text}select 1 from {{model}}`, 'between');
  expect(said.map((one) => one.split(' | ')[0])).toEqual([expected]);
});

test('`arguments` belongs to the top of the file of a generic test', async () => {
  const inside = await compiled('{{#if true}}{{arguments a=1}}{{/if}}select 1 from {{model}}', 'between');
  expect(inside.said.map((one) => one.split(' | ')[0])).toEqual([
    'M205 macros/tests/between.sql:1:15 `arguments` stands inside a block',
  ]);
  const inModel = await compiled('select 1 from {{model}}', 'between', { 'models/m.sql': '{{arguments a=1}}select 1' });
  expect(inModel.said).toEqual([
    'M205 models/m.sql:1:3 `arguments` can only stand in the file of a generic test | those are in macros/tests/',
  ]);
});

test("the template's own configuration holds until the declaration says something else, and wins over folders", async () => {
  const template = '{{config severity="warn" where="id > 0" tags=(list "own")}}select * from {{model}}';
  const folders = {
    'project.yml':
      'name: shop\ntarget: dev\ntargets: { dev: { type: duckdb, path: x.duckdb } }\ntests: { +severity: error, +limit: 7, +tags: [all] }\n',
  };
  const plain = await compiled(template, 'between', folders);
  expect(plain.said).toEqual([]);
  expect(plain.config).toMatchObject({ severity: 'warn', limit: 7, where: 'id > 0', tags: ['all', 'own'] });
  expect(plain.sql).toBe('select * from (select * from ‹m› where id > 0)');
  const given = await compiled(template, 'between: { severity: error, where: "id > 5" }', folders);
  expect(given.config).toMatchObject({ severity: 'error', where: 'id > 5' });
  expect(given.sql).toBe('select * from (select * from ‹m› where id > 5)');
});

test('a mistake in its configuration is said once, at its place', async () => {
  const { said } = await compiled('{{config sevrity="warn"}}select * from {{model}}', 'between', {
    'models/q.yml': 'seeds: []\n',
  });
  expect(said).toEqual([
    'M103 macros/tests/between.sql:1:10 a test has no configuration `sevrity` | did you mean `severity`?',
  ]);
});
