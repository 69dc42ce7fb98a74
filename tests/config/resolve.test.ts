import { describe, expect, it } from 'vitest';
import type { ConfigLayer } from '../../src/config/layer.ts';
import { resolveConfig } from '../../src/config/resolve.ts';
import type { ConfigKind } from '../../src/config/rules.ts';
import { told } from './told.ts';

/** A layer as a `{{config …}}` call gives it: nothing is checked, all at one place of a file. */
function layer(values: Record<string, unknown>): ConfigLayer {
  return { values, placeOf: () => ({ kind: 'template', range: { file: 'm.sql', from: 3, to: 9 } }) };
}

function resolve<K extends ConfigKind>(kind: K, ...layers: Record<string, unknown>[]) {
  const resolved = resolveConfig(kind, layers.map(layer), () => 'select\n1 as x');
  expect(told(resolved.diagnostics.filter((one) => one.severity === 'error'))).toEqual([]);
  return resolved.config;
}

describe('defaults are dbt’s', () => {
  it('model', () => {
    expect(resolve('model')).toEqual({
      enabled: true,
      tags: [],
      meta: {},
      schema: null,
      alias: null,
      group: null,
      full_refresh: null,
      pre_hook: [],
      post_hook: [],
      grants: {},
      event_time: null,
      on_error: 'skip_children',
      timeout: null,
      materialized: 'view',
      access: 'protected',
      contract: { enforced: false },
      incremental_strategy: null,
      inherit: [],
      lint: {},
      unique_key: [],
      on_schema_change: 'ignore',
      incremental_predicates: [],
      merge_update_columns: null,
      merge_exclude_columns: null,
      batch_size: null,
      begin: null,
      lookback: 1,
      strategy: null,
      updated_at: null,
      check_cols: null,
      hard_deletes: 'ignore',
      snapshot_meta_column_names: {},
      location: null,
      format: null,
      partition_by: [],
      report: false,
      signal: null,
    });
  });

  it('test', () => {
    expect(resolve('test')).toEqual({
      enabled: true,
      tags: [],
      meta: {},
      severity: 'error',
      error_if: '!=0',
      warn_if: '!=0',
      where: null,
      limit: null,
      store_failures: false,
      store_failures_as: null,
      fail_calc: 'count(*)',
      schema: null,
      alias: null,
    });
  });

  it('seed, source, unit test and exposure', () => {
    expect(resolve('seed')).toMatchObject({ delimiter: ',', quote_columns: false, column_types: {}, schema: null });
    const plain = { enabled: true, tags: [], meta: {} };
    expect(resolve('source')).toEqual({
      ...plain,
      event_time: null,
      lint: {},
      loaded_at_field: null,
      loaded_at_query: null,
      freshness: null,
      schema_contract: {},
    });
    expect(resolve('unit_test')).toEqual(plain);
    expect(resolve('exposure')).toEqual(plain);
  });
});

describe('layers, the farthest first', () => {
  const merged: [string, ConfigKind, Record<string, unknown>[], Record<string, unknown>][] = [
    ['the nearest wins', 'model', [{ schema: 'a' }, { schema: 'b' }], { schema: 'b' }],
    [
      'a farther value stays where a nearer layer is silent',
      'model',
      [{ schema: 'a' }, { alias: 'x' }],
      { schema: 'a', alias: 'x' },
    ],
    [
      'null takes back',
      'model',
      [
        { schema: 'a', unique_key: 'id' },
        { schema: null, unique_key: null },
      ],
      { schema: null, unique_key: [] },
    ],
    [
      'tags add up, each once',
      'model',
      [{ tags: 'a' }, { tags: ['b', 'a'] }, { tags: ['c'] }],
      { tags: ['a', 'b', 'c'] },
    ],
    ['null adds no tags', 'model', [{ tags: 'a' }, { tags: null }], { tags: ['a'] }],
    [
      'hooks add up in order',
      'model',
      [{ pre_hook: 'x' }, { 'pre-hook': ['y', { sql: 'z' }, 'x'] }],
      { pre_hook: ['x', 'y', 'z', 'x'] },
    ],
    [
      'meta merges, the nearer over the farther',
      'model',
      [{ meta: { a: 1, b: { x: 1 } } }, { meta: { b: { y: 2 } } }],
      { meta: { a: 1, b: { y: 2 } } },
    ],
    [
      'grants replace by privilege',
      'model',
      [{ grants: { select: 'a', insert: ['b'] } }, { grants: { select: ['c'] } }],
      { grants: { select: ['c'], insert: ['b'] } },
    ],
    [
      'grants with + add',
      'model',
      [{ grants: { select: ['a'] } }, { grants: { '+select': 'c' } }],
      { grants: { select: ['a', 'c'] } },
    ],
    [
      'column types replace',
      'seed',
      [{ column_types: { a: 'int' } }, { 'column-types': { b: 'int' } }],
      { column_types: { b: 'int' } },
    ],
    [
      'freshness merges by key',
      'source',
      [
        { freshness: { warn_after: { count: 1, period: 'day' } } },
        { freshness: { error_after: { count: 2, period: 'day' } } },
      ],
      { freshness: { warn_after: { count: 1, period: 'day' }, error_after: { count: 2, period: 'day' } } },
    ],
    [
      'freshness can be switched off',
      'source',
      [{ freshness: { warn_after: { count: 1, period: 'day' } } }, { freshness: null }],
      { freshness: null },
    ],
    ['one key as text or list', 'model', [{ unique_key: 'id' }], { unique_key: ['id'] }],
    ['several keys', 'model', [{ unique_key: ['a', 'b'] }], { unique_key: ['a', 'b'] }],
    ['an empty list is no key', 'model', [{ unique_key: 'id' }, { unique_key: [] }], { unique_key: [] }],
    ['a contract', 'model', [{ contract: { enforced: true } }], { contract: { enforced: true } }],
    [
      'delete+insert where there is a key',
      'model',
      [{ materialized: 'incremental', unique_key: 'id' }],
      { incremental_strategy: 'delete+insert' },
    ],
    [
      'append where there is none',
      'model',
      [{ materialized: 'incremental', unique_key: [] }],
      { incremental_strategy: 'append' },
    ],
    [
      'no strategy for what is not incremental',
      'model',
      [{ materialized: 'table', unique_key: 'id' }],
      { incremental_strategy: null },
    ],
    ['full_refresh may be false', 'model', [{ full_refresh: false }], { full_refresh: false }],
    [
      'scd2 by check',
      'model',
      [{ materialized: 'scd2', unique_key: 'id', strategy: 'check', check_cols: 'all' }],
      { check_cols: 'all' },
    ],
    [
      'names of scd2 columns with and without dbt_',
      'model',
      [
        {
          snapshot_meta_column_names: {
            dbt_valid_from: 'a',
            valid_to: 'b',
            dbt_scd_id: 'c',
            is_current: 'd',
            dbt_is_deleted: 'e',
            dbt_updated_at: 'f',
          },
        },
      ],
      {
        snapshot_meta_column_names: {
          valid_from: 'a',
          valid_to: 'b',
          scd_id: 'c',
          is_current: 'd',
          is_deleted: 'e',
          updated_at: 'f',
        },
      },
    ],
    ['severity in any case', 'test', [{ severity: 'WARN' }], { severity: 'warn' }],
    [
      'store_failures_as stores',
      'test',
      [{ store_failures_as: 'view' }],
      { store_failures: true, store_failures_as: 'view' },
    ],
    [
      'store_failures_as: ephemeral does not',
      'test',
      [{ store_failures: true }, { store_failures_as: 'ephemeral' }],
      { store_failures: false, store_failures_as: null },
    ],
  ];
  for (const [name, kind, layers, wanted] of merged) {
    it(name, () => expect(resolve(kind, ...layers)).toMatchObject(wanted));
  }
});

it('a mistake in a template is told at its place, once a layer', () => {
  const layers = [layer({ materialised: 'table' }), layer({ tags: 1 })];
  const { config, diagnostics } = resolveConfig('model', layers, () => 'ab\ncdefghi');
  expect(told(diagnostics)).toEqual([
    'M103 2:1-7 a model has no configuration `materialised` | did you mean `materialized`?',
    'M104 2:1-7 `tags` must be text or a list of texts, not a number',
  ]);
  expect(config).toMatchObject({ materialized: 'view', tags: [] });
});

it('a layer that was checked where it was read is not told of again', () => {
  const checked: ConfigLayer = { ...layer({ schema: 'a' }), checked: true };
  expect(resolveConfig('model', [checked], () => undefined)).toMatchObject({
    config: { schema: 'a' },
    diagnostics: [],
  });
});

it('knows which layer decided', () => {
  const far: ConfigLayer = {
    ...layer({ schema: 'a', alias: 'x' }),
    placeOf: () => ({ kind: 'yaml', at: { file: 'p.yml', path: ['far'] } }),
  };
  const { placeOf } = resolveConfig('model', [far, layer({ schema: 'b' })], () => undefined);
  expect(placeOf('schema')).toMatchObject({ kind: 'template' });
  expect(placeOf('alias')).toMatchObject({ kind: 'yaml', at: { path: ['far'] } });
  expect(placeOf('group')).toBe(null);
});

it('keys of every object’s prototype are unknown keys', () => {
  const { diagnostics } = resolveConfig('model', [layer({ constructor: 1, toString: 2 })], () => '');
  expect(diagnostics.map((one) => one.code)).toEqual(['M103', 'M103']);
});

describe('options that nothing looks at', () => {
  const options = { merge_update_columns: ['a'], unique_key: 'id', strategy: 'check' };
  const said = (file: string) => {
    const placed: ConfigLayer = { values: options, placeOf: (key) => ({ kind: 'yaml', at: { file, path: [key] } }) };
    const { diagnostics } = resolveConfig('model', [placed, layer({ materialized: 'incremental' })], () => '');
    return diagnostics.map((one) => `${one.severity}: ${one.message.split('`')[1]}`);
  };

  it('are told of where they were written for the model', () => {
    expect(said('models/p.yml')).toEqual(['warning: strategy', 'error: merge_update_columns']);
  });

  it('are fine in project.yml, which is for many models', () => {
    expect(said('project.yml')).toEqual([]);
  });
});
