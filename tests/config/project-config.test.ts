import { describe, expect, it } from 'vitest';
import { folderLayers } from '../../src/config/folder-layers.ts';
import { readProjectConfig } from '../../src/config/read-project-config.ts';
import type { ValueTemplate } from '../../src/config/read-target.ts';
import { readVars } from '../../src/config/read-vars.ts';
import { resolveConfig } from '../../src/config/resolve.ts';
import { told } from './told.ts';

/** `{{env "X"}}` over a small environment, as the template room evaluates it. */
const environment: Readonly<Record<string, string>> = {
  FILE: 'from_env.duckdb',
  THREADS: '7',
  PREFIX: 'true',
  DIGITS: '042',
};
const valueTemplate: ValueTemplate = (text) => {
  const value = text.replace(/\{\{env "(\w+)"\}\}/g, (_, name: string) => environment[name] ?? '');
  return { value, diagnostics: [] };
};

function read(text: string, more: { targetName?: string; vars?: Record<string, unknown> } = {}) {
  const { config, diagnostics } = readProjectConfig({ source: { path: 'project.yml', text }, valueTemplate, ...more });
  if (!config) throw new Error(told(diagnostics).join('\n'));
  return { config, told: told(diagnostics) };
}

const head =
  'name: shop\ntarget: dev\ntargets: {dev: {type: duckdb, path: t.duckdb}, ci: {type: duckdb, path: ":memory:"}}\n';

describe('project.yml', () => {
  it('has defaults for everything but its name and its targets', () => {
    const { config, told } = read(head);
    expect(told).toEqual([]);
    expect(config).toMatchObject({
      name: 'shop',
      target: {
        name: 'dev',
        type: 'duckdb',
        path: 't.duckdb',
        schema: 'main',
        schemaPrefix: false,
        threads: 4,
        reuse: [],
        settings: {},
      },
      targetNames: ['dev', 'ci'],
      vars: {},
      paths: {
        models: 'models',
        seeds: 'seeds',
        macros: 'macros',
        generators: 'generators',
        tests: 'tests',
        target: 'target',
      },
      generators: [],
      onRunStart: [],
      onRunEnd: [],
      groups: [],
    });
  });

  it('is read whole', () => {
    const { config, told } = read(`${head}version: "1.0"
config-version: 2
require-dbt-version: ">=1.6.0"
paths: {models: ./sql/, tests: checks}
on-run-start: select 1
on_run_end: [select 2, {sql: select 3}]
groups: [{name: finance, owner: {email: f@example.org}}]
generators:
  factory: {program: generators/factory.ts, description: makes it, params: {days: 10}, writes: {landing: '{{var "landing"}}'}}
`);
    expect(told).toEqual([]);
    expect(config).toMatchObject({
      paths: { models: 'sql', tests: 'checks', seeds: 'seeds' },
      onRunStart: [{ text: 'select 1', place: { path: ['on-run-start'] } }],
      onRunEnd: [
        { text: 'select 2', place: { path: ['on_run_end', 0] } },
        { text: 'select 3', place: { path: ['on_run_end', 1, 'sql'] } },
      ],
      groups: [{ name: 'finance', owner: { email: 'f@example.org' } }],
      generators: [
        {
          name: 'factory',
          program: 'generators/factory.ts',
          params: { days: 10 },
          writes: { landing: '{{var "landing"}}' },
        },
      ],
    });
  });
});

describe('the target', () => {
  it('is the one of the command line, then `target:`, then the only one', () => {
    expect(read(head, { targetName: 'ci' }).config.target.path).toBe(':memory:');
    expect(read(head).config.target.name).toBe('dev');
    expect(read('name: s\ntargets: {one: {type: duckdb, path: x}}\n').config.target.name).toBe('one');
  });

  it('of the command line that does not exist has no place in a file', () => {
    expect(read(head, { targetName: 'cii' }).told).toEqual(['M109 - there is no target `cii` | did you mean `ci`?']);
  });

  it('may read the environment, and digits become numbers where a number is meant', () => {
    const text = `name: s
targets:
  dev:
    type: duckdb
    path: 'db/{{env "FILE"}}'
    threads: '{{env "THREADS"}}'
    schema_prefix: '{{env "PREFIX"}}'
    schema: '{{env "DIGITS"}}'
    settings: {memory_limit: 2GB, secret: '{{env "DIGITS"}}', flag: true}
`;
    const { config, told } = read(text);
    expect(told).toEqual([]);
    expect(config.target).toMatchObject({
      path: 'db/from_env.duckdb',
      threads: 7,
      schemaPrefix: true,
      schema: '042',
      settings: { memory_limit: '2GB', secret: '042', flag: true },
    });
  });
});

describe('variables', () => {
  it('of the command line stand over those under the project’s name over the others', () => {
    const text = `${head}vars: {a: 1, b: 1, c: 1, shop: {b: 2, c: 2}, other: {x: 1}}\n`;
    expect(read(text, { vars: { c: 3, d: 3 } }).config.vars).toEqual({ a: 1, b: 2, c: 3, d: 3, other: { x: 1 } });
  });

  it('called like the project are variables when they are no mapping', () => {
    expect(read(`${head}vars: {shop: 1}\n`).config.vars).toEqual({ shop: 1 });
  });

  const given: [string, unknown, string[]][] = [
    ['{a: 1, b: [x], c: 2025-12-01}', { a: 1, b: ['x'], c: '2025-12-01' }, []],
    ['', {}, []],
    ['a: 1', { a: 1 }, []],
    ['{"a": {"b": null}}', { a: { b: null } }, []],
    ['a', {}, ["M118 - `--vars` must be a mapping, not text | write `--vars '{key: value}'`"]],
    ['[1]', {}, ["M118 - `--vars` must be a mapping, not a list | write `--vars '{key: value}'`"]],
    ['{a: 1, a: 2}', {}, ["M118 1:8-9 `--vars`: `a` is given twice | write `--vars '{key: value}'`"]],
    [
      '{machine_id: 007}',
      { machine_id: 7 },
      ["M104 warning 1:14-17 `machine_id: 007` is the number 7 in YAML | write `'007'` to keep it as it stands"],
    ],
  ];
  for (const [text, vars, lines] of given) {
    it(`--vars ${JSON.stringify(text)}`, () => {
      const read = readVars(text);
      expect(read.vars).toEqual(vars);
      expect(told(read.diagnostics)).toEqual(lines);
    });
  }

  it('--vars that is no YAML', () => {
    expect(readVars('{a: ').diagnostics).toMatchObject([{ code: 'M118' }]);
  });

  it('a number of --vars that would be rounded is refused; in quotes all of its digits stay', () => {
    expect(told(readVars('{id: 9007199254740993}').diagnostics)).toEqual([
      'M118 1:6-22 `--vars`: `9007199254740993` has more digits than a number keeps: it would be 9007199254740992 | put it in double quotes to keep all of them',
    ]);
    expect(readVars('{id: "9007199254740993"}')).toEqual({ vars: { id: '9007199254740993' }, diagnostics: [] });
  });
});

describe('configuration by folder', () => {
  const text = `${head}models:
  +schema: a
  +tags: [all]
  staging:
    +schema: b
    +tags: [staging]
    orders: {+materialized: table}
  shop:
    +tags: [shop]
    staging: {+schema: c, +pre-hook: select 1}
`;
  const { config } = read(text);
  const resolved = (...fqn: string[]) => resolveConfig('model', folderLayers(config, 'models', fqn), () => '').config;

  it('the deepest folder wins, and a node is the deepest of all', () => {
    expect(resolved('shop', 'm')).toMatchObject({ schema: 'a', materialized: 'view', tags: ['all', 'shop'] });
    expect(resolved('shop', 'marts', 'm')).toMatchObject({ schema: 'a' });
    expect(resolved('shop', 'staging', 'orders')).toMatchObject({ materialized: 'table' });
  });

  it('folders may stand under the project’s name, and each is counted once', () => {
    const model = resolved('shop', 'staging', 'm');
    expect(model).toMatchObject({ schema: 'c', tags: ['all', 'staging', 'shop'], pre_hook: ['select 1'] });
    expect(resolved('shop', 'shop', 'staging', 'm').pre_hook).toEqual(['select 1']);
  });
});
