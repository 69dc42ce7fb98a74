import { readdirSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Effects } from '../../src/commands/effects.ts';
import { load } from '../../src/commands/load.ts';
import type { Loaded } from '../../src/commands/loaded.ts';
import type { ProjectOptions } from '../../src/commands/options.ts';
import type { Node } from '../../src/nodes/node.ts';
import { project, projectFile, write } from '../support/projects.ts';
import fc from '../support/property.ts';

const options: ProjectOptions = { projectDir: '.', target: null, vars: null, threads: null };

function effects(cwd: string, build: string | null, env: Record<string, string> = {}): Effects {
  return {
    cwd,
    env,
    build,
    version: '0',
    now: new Date(0),
    clock: () => 0,
    invocation: '',
    listen: () => {},
    say: () => {},
    signal: new AbortController().signal,
    openAdapter: () => Promise.reject(new Error('no engine is needed to compile')),
  };
}

const remembering = (folder: string, env?: Record<string, string>, more: Partial<ProjectOptions> = {}) =>
  load({ ...options, ...more }, effects(folder, 'build', env));
const anew = (folder: string, env?: Record<string, string>, more: Partial<ProjectOptions> = {}) =>
  load({ ...options, ...more }, effects(folder, null, env));

const keys = [
  'rawCode',
  'code',
  'incrementalCode',
  'unexpanded',
  'columns',
  'constraints',
  'description',
  'preHooks',
  'postHooks',
  'refs',
  'sources',
  'macros',
  'spec',
];

/** Everything of a manifest, parts that are parsed when asked for included. */
function whole({ manifest, diagnostics }: Loaded): unknown {
  const nodes = [...manifest.nodes.values()].map((node) => {
    const parts = Object.fromEntries(keys.map((key) => [key, (node as Node & Record<string, unknown>)[key]]));
    return { ...node, ...parts };
  });
  const { nodes: _, graph, disabled, ...rest } = manifest;
  const edges = [...graph.children].map(([id, children]) => [id, [...children]]);
  return JSON.parse(JSON.stringify({ nodes, edges, disabled: [...disabled], rest, diagnostics }));
}

const shop = {
  'project.yml': projectFile('vars: { word: a }\n'),
  'seeds/raw.csv': 'id,word\n1,a\n',
  'macros/loud.sql': 'upper({{word}})',
  'models/a.sql': '{{config tags=(list "x")}}select id, {{> loud word="word"}} as word from {{ref "raw"}}',
  'models/b.sql':
    '{{config materialized="incremental"}}select * from {{ref "a"}}{{#if is_incremental}} where id > (select max(id) from {{this}}){{/if}}',
  'models/c.sql': 'select \'{{var "word"}}\' as word from {{ref "b"}}',
  'models/e.sql': '{{config materialized="ephemeral"}}select * from {{ref "a"}}',
  'models/f.sql': 'select * from {{ref "e"}}',
  'models/p.yml': 'models: [{ name: a, description: About a, columns: [{ name: id, data_tests: [unique] }] }]\n',
};

test('what did not change is remembered, and is the same', async () => {
  const folder = project(shop);
  expect((await remembering(folder)).isRemembered).toBe(false);
  const again = await remembering(folder);
  expect(again.isRemembered).toBe(true);
  expect(whole(again)).toEqual(whole(await anew(folder)));
});

test('a touch is nothing', async () => {
  const folder = project(shop);
  await remembering(folder);
  utimesSync(join(folder, 'models/a.sql'), new Date(), new Date(Date.now() + 60_000));
  expect((await remembering(folder)).isRemembered).toBe(true);
});

test('other options, another environment and another mart remember nothing of each other', async () => {
  const folder = project({ ...shop, 'models/g.sql': 'select \'{{env "HOME_SCHEMA" default="none"}}\' as s' });
  await remembering(folder, { HOME_SCHEMA: 'a' });
  const other = await remembering(folder, { HOME_SCHEMA: 'b' });
  expect([other.isRemembered, whole(other)]).toEqual([false, whole(await anew(folder, { HOME_SCHEMA: 'b' }))]);
  expect((await remembering(folder, { HOME_SCHEMA: 'b', UNASKED: 'x' })).isRemembered).toBe(true);
  const vars = { vars: '{word: b}' };
  expect(whole(await remembering(folder, {}, vars))).toEqual(whole(await anew(folder, {}, vars)));
  expect((await load(options, effects(folder, 'newer'))).isRemembered).toBe(false);
});

test('a project with mistakes is not remembered', async () => {
  const folder = project({ ...shop, 'models/g.sql': 'select * from {{ref "nothing"}}' });
  await remembering(folder);
  expect((await remembering(folder)).diagnostics).toHaveLength(1);
  write(folder, { 'models/g.sql': 'select 1 as id' });
  expect((await remembering(folder)).diagnostics).toEqual([]);
});

test('a damaged memory is no memory', async () => {
  const folder = project(shop);
  await remembering(folder);
  const cache = join(folder, 'target/cache');
  for (const name of readdirSync(cache).filter((one) => one.startsWith('code-'))) truncateSync(join(cache, name), 10);
  expect(whole(await remembering(folder))).toEqual(whole(await anew(folder)));
  writeFileSync(join(cache, 'project.json'), '{"key":');
  expect(whole(await remembering(folder))).toEqual(whole(await anew(folder)));
});

const edits: readonly (readonly [path: string, texts: readonly string[]])[] = [
  [
    'models/a.sql',
    ['select id, 1 as one from {{ref "raw"}}', '{{config tags=(list "x")}}select id, 2 as word from {{ref "raw"}}', ''],
  ],
  [
    'models/b.sql',
    [
      '{{config materialized="incremental"}}select *, 1 as x from {{ref "a"}}{{#if is_incremental}} where false{{/if}}',
      'select * from {{ref "e"}}',
    ],
  ],
  ['models/e.sql', ['{{config materialized="ephemeral"}}select id from {{ref "a"}}', 'select id from {{ref "a"}}']],
  ['models/f.sql', ['select id from {{ref "e"}}', 'select * from {{ref "e"}} -- same']],
  ['models/g.sql', ['select 1 as id', '']],
  ['macros/loud.sql', ['lower({{word}})', 'upper({{word}})']],
  ['models/p.yml', ['models: [{ name: f, description: Other }]\n', '']],
  ['seeds/raw.csv', ['id,word,more\n1,a,b\n']],
];

test('after any edits the remembered project is the one that is there', async () => {
  const edit = fc
    .constantFrom(...edits)
    .chain(([path, texts]) => fc.record({ path: fc.constant(path), text: fc.constantFrom(...texts) }));
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 6 }), async (steps) => {
      const folder = project(shop);
      await remembering(folder);
      for (const { path, text } of steps) {
        if (text === '') rmSync(join(folder, path), { force: true });
        else write(folder, { [path]: text });
        expect(whole(await remembering(folder))).toEqual(whole(await anew(folder)));
      }
    }),
    { numRuns: 25 },
  );
});
