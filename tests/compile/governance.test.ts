import { expect, test } from 'vitest';
import { compile, loadProject } from '../../src/index.ts';
import { project } from '../support/projects.ts';

const files = {
  'models/a_v1.sql': 'select 1 as id, 2 as more',
  'models/second.sql': 'select 1 as id',
  'models/reader.sql': 'select * from {{ref "a"}}',
  'models/old_reader.sql': 'select * from {{ref "a" version=1}}',
};

async function said(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { diagnostics } = compile(await loadProject(project(files)));
  return diagnostics.map(({ code, message, labels }) => {
    const span = labels[0]?.span;
    return `${code} ${span?.file}:${span?.start.line}:${span?.start.column} ${message}`;
  });
}

const versions = (more = '', first = '', exposed = "ref('a', v=1)") => `models:
  - name: a
    ${more}
    columns: [{ name: id, data_tests: [unique] }, { name: more }]
    versions:
      - { v: 1${first} }
      - { v: 2, defined_in: second, columns: [{ include: all, exclude: [more] }] }
  - { name: reader, columns: [{ name: id, data_tests: [{ relationships: { to: "ref('a', version=2)", field: id } }] }] }
exposures:
  - name: e
    type: dashboard
    owner: { name: Ada }
    depends_on:
      - ${exposed}
`;

test('references to versions, in YAML too', async () => {
  const read = await loadProject(project({ ...files, 'models/p.yml': versions() }));
  const { diagnostics, manifest } = compile(read);
  expect(diagnostics).toEqual([]);
  const parents = (id: string) => manifest.nodes.get(id)?.dependsOn;
  expect(parents('model.shop.reader')).toEqual(['model.shop.a.v2']);
  expect(parents('model.shop.old_reader')).toEqual(['model.shop.a.v1']);
  expect(parents('exposure.shop.e')).toEqual(['model.shop.a.v1']);
  expect(await said({ ...files, 'models/p.yml': versions('', '', "ref('a', v=7)") })).toEqual([
    'M401 models/p.yml:14:9 `exposure:e` refers to `a.v7`, and there is no model or seed of that name',
  ]);
});

test('a version is there once, and its file is there', async () => {
  const twice = versions().replace('v: 2, defined_in: second', 'v: 1, defined_in: second');
  expect((await said({ ...files, 'models/p.yml': twice }))[0]).toBe(
    'M110 models/p.yml:7:14 version 1 is described twice',
  );
  const lost = versions().replace('defined_in: second', 'defined_in: third');
  expect((await said({ ...files, 'models/p.yml': lost })).join('\n')).toContain(
    'M111 models/p.yml:7:9 version 2 of `a` has no file `third.sql`',
  );
});

test('a date of deprecation is a warning to who reads the model, and to its owner once it is past', async () => {
  expect(await said({ ...files, 'models/p.yml': versions('', ', deprecation_date: 2020-01-31') })).toEqual([
    'M313 models/p.yml:6:35 `a.v1` is past its deprecation date, 2020-01-31',
    'M313 models/old_reader.sql:1:17 `old_reader` refers to `a.v1`, which was deprecated on 2020-01-31',
    'M313 models/p.yml:10:5 `exposure:e` refers to `a.v1`, which was deprecated on 2020-01-31',
  ]);
  expect(await said({ ...files, 'models/p.yml': versions('deprecation_date: 2999-01-01') })).toEqual(
    expect.arrayContaining([
      'M313 models/reader.sql:1:17 `reader` refers to `a.v2`, which will be deprecated on 2999-01-01',
    ]),
  );
  expect(await said({ ...files, 'models/p.yml': versions('deprecation_date: soon') })).toEqual([
    'M104 models/p.yml:3:23 `deprecation_date` must be a date',
  ]);
});

const groups = (config: string, more = '') => `groups: [{ name: g, owner: { name: Ada } }]
models:
  - { name: b, config: { access: private${config} }, columns: [{ name: id, data_tests: [not_null] }] }
${more}`;
const two = { 'models/b.sql': 'select 1 as id', 'models/c.sql': 'select * from {{ref "b"}}' };

test('what is private is read in its own group only', async () => {
  const refused = 'M408 models/c.sql:1:17 `c` refers to `b`, which is private to the group `g`';
  expect(await said({ ...two, 'models/p.yml': groups(', group: g') })).toEqual([refused]);
  expect(await said({ ...two, 'models/p.yml': groups(', group: g', '  - { name: c, group: g }\n') })).toEqual([]);
  expect(await said({ ...two, 'models/p.yml': groups('') })).toEqual([]);
  const exposure = "exposures: [{ name: e, type: dashboard, owner: { name: Ada }, depends_on: [ref('b')] }]\n";
  expect(await said({ 'models/b.sql': 'select 1 as id', 'models/p.yml': groups(', group: g', exposure) })).toEqual([
    expect.stringMatching(/^M408 models\/p\.yml:4:\d+ `exposure:e` refers to `b`/),
  ]);
});

test('a group has to be declared', async () => {
  expect(await said({ 'models/b.sql': 'select 1 as id', 'models/p.yml': groups(', group: gg') })).toEqual([
    'M111 models/p.yml:3:50 there is no group `gg`',
  ]);
});
