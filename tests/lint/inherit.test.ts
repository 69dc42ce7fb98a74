import { expect, test } from 'vitest';
import { load } from '../../src/commands/load.ts';
import { displayName } from '../../src/nodes/node.ts';
import { effectsIn } from '../check/support.ts';
import { project, projectFile, write } from '../support/projects.ts';

async function compiled(folder: string, build: string | null = null) {
  const options = { projectDir: '.', target: null, vars: null, threads: null };
  const { manifest, diagnostics } = await load(options, effectsIn(folder, build));
  expect(diagnostics).toEqual([]);
  const nodes = [...manifest.nodes.values()];
  const columns = (name: string) => {
    const model = nodes.find((node) => node.resource === 'model' && node.name === name);
    return Object.fromEntries(
      (model?.resource === 'model' ? model.columns : []).map((one) => [one.name, one.description]),
    );
  };
  return { columns, tests: nodes.filter(({ resource }) => resource === 'test').map(displayName) };
}

const shop = {
  'seeds/orders.csv': 'id,customer_id,amount\n1,7,2.5\n',
  'seeds/seeds.yml': `seeds:
  - name: orders
    columns:
      - { name: id, description: The order., data_tests: [unique, not_null] }
      - { name: customer_id, description: Who ordered., data_tests: [not_null: { where: id > 1 }] }
      - { name: amount, description: Before tax., data_tests: [{ accepted_range: { min: 0 } }] }
`,
  'models/stg.sql': 'select id, customer_id as customer, amount from {{ref "orders"}}\n',
  'models/daily.sql': 'select id, customer, amount, amount * 2 as twice from {{ref "stg"}}\n',
  'models/daily.yml': 'models: [{ name: daily, columns: [{ name: amount, description: With tax. }] }]\n',
};

test('descriptions follow columns that stay what they are, through models that say nothing', async () => {
  const folder = project({
    'project.yml': projectFile('models: { +inherit: [description] }\n'),
    ...shop,
  });
  const { columns, tests } = await compiled(folder);
  expect(columns('stg')).toEqual({ id: 'The order.', amount: 'Before tax.' });
  expect(columns('daily')).toEqual({ amount: 'With tax.', id: 'The order.' });
  expect(tests.some((name) => name.includes('stg') || name.includes('daily'))).toBe(false);
});

test('tests come along when asked: those of values, not `unique`, and not those with `where`', async () => {
  const folder = project({
    'project.yml': projectFile('models: { +inherit: tests }\n'),
    ...shop,
    'models/daily.yml': 'models: [{ name: daily, columns: [{ name: id, data_tests: [not_null] }] }]\n',
  });
  const { columns, tests } = await compiled(folder);
  expect(columns('stg')).toEqual({ id: '', amount: '' });
  expect(tests.filter((name) => /stg|daily/.test(name)).sort()).toEqual([
    'test:accepted_range_daily_amount__0',
    'test:accepted_range_stg_amount__0',
    'test:not_null_daily_id',
    'test:not_null_stg_id',
  ]);
});

test('what nobody asks for is not inherited, and an edit of a query is looked at', async () => {
  const folder = project({ 'project.yml': projectFile(), ...shop });
  expect((await compiled(folder)).columns('stg')).toEqual({});
  write(folder, { 'project.yml': projectFile('models: { stg: { +inherit: [description] } }\n') });
  expect((await compiled(folder, 'one')).columns('stg')).toEqual({ id: 'The order.', amount: 'Before tax.' });
  write(folder, {
    'models/stg.sql': 'select id, customer_id as customer, amount + 1 as amount from {{ref "orders"}}\n',
  });
  expect((await compiled(folder, 'one')).columns('stg')).toEqual({ id: 'The order.' });
});

test('a word that cannot be inherited is an error', async () => {
  const folder = project({ 'project.yml': projectFile('models: { +inherit: [descripton] }\n'), ...shop });
  const options = { projectDir: '.', target: null, vars: null, threads: null };
  const { diagnostics } = await load(options, effectsIn(folder));
  expect(diagnostics).toMatchObject([{ code: 'M104', help: 'did you mean `description`?' }]);
});
