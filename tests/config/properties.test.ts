import { describe, expect, it } from 'vitest';
import type { PropertiesFile } from '../../src/config/properties.ts';
import { readProperties } from '../../src/config/read-properties.ts';
import { rangeOf } from '../../src/source/yaml.ts';

function read(text: string): PropertiesFile {
  const { properties, diagnostics } = readProperties({ path: 'p.yml', text });
  expect(diagnostics).toEqual([]);
  if (!properties) throw new Error('nothing was read');
  return properties;
}

const columns = (tests: string) =>
  read(`models: [{name: m, columns: [{name: id, data_tests: ${tests}}]}]`).models[0]?.columns;
const testsOf = (tests: string) => columns(tests)?.[0]?.tests ?? [];

describe('every form of a test', () => {
  it('a name', () => {
    expect(testsOf('[unique]')).toMatchObject([{ test: 'unique', args: {}, name: null, description: '' }]);
  });

  it('a name with nothing below it', () => {
    expect(testsOf('[{unique: null}]')).toMatchObject([{ test: 'unique', args: {} }]);
  });

  it('arguments beside options', () => {
    const [test] = testsOf("[{relationships: {to: ref('x'), field: y, severity: warn, where: a > 0, limit: 5}}]");
    expect(test?.args).toEqual({ to: "ref('x')", field: 'y' });
    expect(test?.config.values).toEqual({ severity: 'warn', where: 'a > 0', limit: 5 });
  });

  it('arguments under `arguments`, even when they are called like options', () => {
    const [test] = testsOf('[{own: {arguments: {values: [a, 1], where: x}, config: {severity: WARN, tags: t}}}]');
    expect(test?.args).toEqual({ values: ['a', 1], where: 'x' });
    expect(test?.config.values).toEqual({ severity: 'warn', tags: ['t'] });
  });

  it('a name and a description of its own', () => {
    const [test] = testsOf('[{not_null: {name: mine, description: why, config: {error_if: ">5"}}}]');
    expect(test).toMatchObject({ test: 'not_null', name: 'mine', description: 'why', args: {} });
    expect(test?.config.values).toEqual({ error_if: '>5' });
  });

  it('the form with `test_name`', () => {
    const [test] = testsOf('[{name: mine, test_name: accepted_values, values: [1], config: {warn_if: "!=2"}}]');
    expect(test).toMatchObject({ test: 'accepted_values', name: 'mine', args: { values: [1] } });
  });

  it('options and `config` add up where they can', () => {
    const [test] = testsOf('[{unique: {tags: a, meta: {x: 1}, config: {tags: [b], meta: {y: 2}}}}]');
    expect(test?.config.values).toEqual({ tags: ['a', 'b'], meta: { x: 1, y: 2 } });
  });

  it('`tests` is an older word for `data_tests`', () => {
    const { models } = read('models: [{name: m, tests: [row_count: {min: 1}], columns: [{name: a, tests: [unique]}]}]');
    expect(models[0]?.tests).toMatchObject([{ test: 'row_count', args: { min: 1 } }]);
    expect(models[0]?.columns[0]?.tests).toMatchObject([{ test: 'unique' }]);
  });

  it('knows where each argument stands', () => {
    const text =
      'models:\n  - name: m\n    data_tests:\n      - a: {x: 1, arguments: {y: 2}}\n      - {test_name: b, z: 3}\n';
    const tests = read(text).models[0]?.tests ?? [];
    const written = tests.flatMap((test) =>
      Object.values(test.argPlaces).map((place) => {
        const range = rangeOf({ path: 'p.yml', text }, place);
        return text.slice(range.from, range.to);
      }),
    );
    expect(written).toEqual(['1', '2', '3']);
  });
});

describe('a model', () => {
  const text = `
models:
  - name: orders
    description: one row an order
    access: public
    group: finance
    tags: daily
    meta: {owner: amy}
    config: {materialized: table, tags: [core], pre-hook: select 1, unique_key: id}
    constraints: [{type: primary_key, columns: [id]}, {type: check, expression: a > 0, name: positive}]
    columns:
      - name: id
        description: the key
        data_type: bigint
        quote: true
        tags: [key]
        meta: {a: 1}
        config: {meta: {b: 2}, tags: [pii]}
        constraints: [{type: not_null, warn_unenforced: false}]
`;

  it('is read whole', () => {
    const [model] = read(text).models;
    expect(model).toMatchObject({
      name: 'orders',
      description: 'one row an order',
      latestVersion: null,
      versions: [],
      constraints: [
        { type: 'primary_key', expression: null, columns: ['id'], name: null },
        { type: 'check', expression: 'a > 0', columns: [], name: 'positive' },
      ],
      columns: [
        {
          name: 'id',
          description: 'the key',
          dataType: 'bigint',
          quote: true,
          tags: ['key', 'pii'],
          meta: { a: 1, b: 2 },
          constraints: [{ type: 'not_null' }],
          tests: [],
        },
      ],
    });
    expect(model?.config.values).toEqual({
      access: 'public',
      group: 'finance',
      tags: ['daily', 'core'],
      meta: { owner: 'amy' },
      materialized: 'table',
      pre_hook: ['select 1'],
      unique_key: ['id'],
    });
  });

  it('knows where its configuration was written, whatever the spelling', () => {
    const config = read(text).models[0]?.config;
    const written = ['pre_hook', 'group', 'materialized'].map((key) => {
      const place = config?.placeOf(key);
      if (place?.kind !== 'yaml') return null;
      const range = rangeOf({ path: 'p.yml', text }, place.at);
      return text.slice(range.from, range.to);
    });
    expect(written).toEqual(['select 1', 'finance', 'table']);
  });
});

describe('versions of a model', () => {
  const versionsOf = (text: string) =>
    read(`models: [{name: m, columns: [{name: a}, {name: b}, {name: c}], ${text}}]`).models[0];
  const names = (text: string) =>
    versionsOf(`versions: [{v: 1, ${text}}]`)?.versions[0]?.columns?.map((one) => one.name) ?? null;

  it('take the columns that include and exclude leave', () => {
    expect(names('config: {}')).toBe(null);
    expect(names('columns: [{include: "*", exclude: [b]}]')).toEqual(['a', 'c']);
    expect(names('columns: [{include: all}]')).toEqual(['a', 'b', 'c']);
    expect(names('columns: [{include: [a]}, {name: d}]')).toEqual(['a', 'd']);
    expect(names('columns: [{include: []}, {name: d}]')).toEqual(['d']);
    expect(names('columns: [{exclude: "*"}]')).toEqual([]);
  });

  it('replace a column by their own description of it', () => {
    const model = versionsOf('versions: [{v: 1, columns: [{name: b, description: new}]}]');
    expect(model?.versions[0]?.columns).toMatchObject([
      { name: 'a' },
      { name: 'c' },
      { name: 'b', description: 'new' },
    ]);
  });

  it('the latest is the one that is named, else the highest', () => {
    expect(versionsOf('versions: [{v: 9}, {v: 10}, {v: 2}]')?.latestVersion).toBe('10');
    expect(versionsOf('versions: [{v: alpha}, {v: beta}]')?.latestVersion).toBe('beta');
    expect(versionsOf('latest_version: 2, versions: [{v: 2}, {v: 3}]')?.latestVersion).toBe('2');
  });

  it('have configuration, tests and a file of their own', () => {
    const model = versionsOf(
      'data_tests: [x], versions: [{v: 2, defined_in: old_m, description: two, config: {materialized: table}, data_tests: []}, {v: 1}]',
    );
    expect(model?.versions).toMatchObject([
      {
        version: '2',
        definedIn: 'old_m',
        description: 'two',
        tests: [],
        config: { values: { materialized: 'table' } },
      },
      { version: '1', definedIn: null, description: null, tests: null, columns: null },
    ]);
  });
});

describe('sources', () => {
  it('of files and of tables', () => {
    const { sources } = read(`
sources:
  - name: landing
    description: from the plant
    schema: raw
    loader: robot
    tags: [incoming]
    config: {enabled: false}
    freshness: {warn_after: {count: 1, period: day}}
    tables:
      - name: batches
        files: '{{var "landing"}}/*/batches.csv'
        format: csv
        generator: factory
        loaded_at_field: _loaded_at
        columns: [{name: id, data_type: varchar, data_tests: [unique]}]
      - {name: plain, description: a table}
      - {name: other, identifier: x_2, schema: s}
      - {name: third, relation: raw.batches, meta: {a: 1}, freshness: null}
`);
    expect(sources).toMatchObject([
      {
        sourceName: 'landing',
        sourceDescription: 'from the plant',
        name: 'batches',
        files: '{{var "landing"}}/*/batches.csv',
        format: 'csv',
        generator: 'factory',
        loader: 'robot',
        relation: null,
        columns: [{ name: 'id', dataType: 'varchar', tests: [{ test: 'unique' }] }],
      },
      {
        name: 'plain',
        description: 'a table',
        files: null,
        format: null,
        relation: null,
        schema: 'raw',
        identifier: null,
      },
      { name: 'other', identifier: 'x_2', schema: 's' },
      { name: 'third', relation: 'raw.batches', config: { values: { meta: { a: 1 }, freshness: null } } },
    ]);
    expect(sources[0]?.sourceConfig.values).toEqual({
      tags: ['incoming'],
      enabled: false,
      freshness: { warn_after: { count: 1, period: 'day' } },
    });
    expect(sources[0]?.config.values).toEqual({ loaded_at_field: '_loaded_at' });
  });
});

it('everything else of a properties file', () => {
  const file = read(`
version: 2
seeds: [{name: s, config: {column_types: {id: integer}, delimiter: ";"}}]
exposures:
  - name: board
    label: The board
    type: dashboard
    maturity: high
    url: https://example.org
    owner: {name: Amy, email: amy@example.org}
    depends_on: ["ref('a')", "source('b', 'c')"]
    enabled: false
unit_tests:
  - name: u
    model: m
    config: {tags: x}
    given: [{input: ref('a'), rows: [{id: 1}]}, {input: this, format: csv, fixture: f}]
    expect: {format: dict, rows: [{id: 1}], tolerance: 0.1}
    overrides: {vars: {a: 1}, macros: {is_incremental: true}, env_vars: {B: c}}
macros: [{name: cents, description: to cents, arguments: [{name: col, type: column}]}]
data_tests: [{name: singular, description: why, config: {severity: warn}}]
groups: [{name: finance, owner: {name: Bob}, description: money}]
`);
  expect(file).toMatchObject({
    path: 'p.yml',
    models: [],
    seeds: [{ name: 's', config: { values: { column_types: { id: 'integer' }, delimiter: ';' } } }],
    exposures: [
      {
        name: 'board',
        label: 'The board',
        type: 'dashboard',
        maturity: 'high',
        url: 'https://example.org',
        owner: { name: 'Amy' },
        dependsOn: [{ text: "ref('a')" }, { text: "source('b', 'c')" }],
        config: { values: { enabled: false } },
      },
    ],
    unitTests: [{ name: 'u', model: 'm', spec: { expect: { tolerance: 0.1 } }, config: { values: { tags: ['x'] } } }],
    macros: [{ name: 'cents', description: 'to cents' }],
    tests: [{ name: 'singular', description: 'why', config: { values: { severity: 'warn' } } }],
    groups: [{ name: 'finance', owner: { name: 'Bob' }, description: 'money' }],
  });
});

it('an empty properties file holds nothing and is no mistake', () => {
  expect(readProperties({ path: 'p.yml', text: '# later\n' })).toEqual({ properties: null, diagnostics: [] });
});
