import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { build } from '../../src/index.ts';
import { project } from '../support/projects.ts';
import { manifest, runResults } from './schemas.ts';

const shop = {
  'seeds/raw.csv': 'id,word\n1,a\n2,b\n',
  'macros/loud.sql': 'upper({{word}})',
  'models/words.sql':
    '{{config materialized="table" tags=(list "core")}}\nselect id, {{> loud word="word"}} as word from {{ref "raw"}}\n',
  'models/short.sql': '{{config materialized="ephemeral"}}\nselect id from {{ref "words"}}\n',
  'models/count.sql': 'select count(*) as n from {{ref "short"}}\n',
  'models/off.sql': '{{config enabled=false}}\nselect 1 as id\n',
  'models/models.yml': `version: 2
models:
  - name: words
    description: Words.
    group: people
    columns:
      - { name: id, data_tests: [unique, not_null], data_type: integer }
sources:
  - name: raw_schema
    tables: [{ name: elsewhere, relation: main.raw, columns: [{ name: id, data_tests: [not_null] }] }]
exposures:
  - { name: board, type: dashboard, owner: { name: Amy, email: amy@example.org }, depends_on: [ref('words')] }
groups:
  - { name: people, owner: { name: Amy } }
unit_tests:
  - { name: counts, model: count, given: [{ input: ref('short'), rows: [{ id: 1 }] }], expect: { rows: [{ n: 1 }] } }
`,
  'tests/no_z.sql': 'select * from {{ref "words"}} where word = \'Z\'\n',
};

function read(folder: string, name: string): { [key: string]: unknown } {
  return JSON.parse(readFileSync(join(folder, 'target', name), 'utf8'));
}

function problems(schema: object, value: unknown): string[] {
  const validate = new Ajv2020({ allErrors: true }).compile(schema);
  validate(value);
  return (validate.errors ?? []).map(
    (error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
  );
}

test('manifest.json and run_results.json have the shape that tools read', async () => {
  const folder = project(shop);
  const { results } = await build(folder, { exclude: ['unit_test:*'] });
  expect(results.map((one) => `${one.name} ${one.status}`).sort()).toContain('words success');
  expect(problems(manifest, read(folder, 'manifest.json'))).toEqual([]);
  expect(problems(runResults, read(folder, 'run_results.json'))).toEqual([]);
});

test('the manifest names everything that the project has', async () => {
  const folder = project(shop);
  await build(folder, { exclude: ['unit_test:*'] });
  const found = read(folder, 'manifest.json');
  const keys = (name: string) => Object.keys(found[name] as object).sort();
  expect(keys('nodes').filter((id) => !id.startsWith('test.'))).toEqual([
    'model.shop.count',
    'model.shop.short',
    'model.shop.words',
    'seed.shop.raw',
  ]);
  expect(keys('sources')).toEqual(['source.shop.raw_schema.elsewhere']);
  expect(keys('exposures')).toEqual(['exposure.shop.board']);
  expect(keys('unit_tests')).toEqual(['unit_test.shop.count.counts']);
  expect(keys('disabled')).toEqual(['model.shop.off']);
  expect(found.group_map).toEqual({ people: ['model.shop.words'] });
  expect((found.parent_map as Record<string, string[]>)['model.shop.words']).toEqual(['seed.shop.raw']);
  const words = (found.nodes as Record<string, { compiled_code: string; depends_on: object }>)['model.shop.words'];
  expect(words?.compiled_code).toContain('select id, upper(word) as word from "main"."raw"');
  expect(words?.depends_on).toEqual({ macros: ['macro.shop.loud'], nodes: ['seed.shop.raw'] });
});

test('what was sent is kept in target/compiled, and what was made of it in target/run', async () => {
  const folder = project(shop);
  await build(folder, { select: ['+words'] });
  const compiled = readFileSync(join(folder, 'target/compiled/models/words.sql'), 'utf8');
  expect(compiled.trim()).toBe('select id, upper(word) as word from "main"."raw"');
  expect(readFileSync(join(folder, 'target/run/models/words.sql'), 'utf8')).toBe(`-- table main.words\n${compiled}`);
});
