import { type Code, mark } from '../../../src/nodes/code.ts';
import type { HookConfig, ModelConfig, SchemaContract, SeedConfig, TestConfig } from '../../../src/nodes/config.ts';
import type { Column, DataTest, Generator, Hook, Model, Node, NodeId, Seed, Source } from '../../../src/nodes/node.ts';
import type { Piece } from '../../../src/source/source-map.ts';

/** Nodes made by hand, as compiling a project would make them, from little SQL texts. */

const common = { enabled: true, tags: [], meta: {} };
const relationConfig = {
  ...common,
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
  lint: {},
  inherit: [],
} as const;

const modelConfig: ModelConfig = {
  ...relationConfig,
  materialized: 'view',
  access: 'protected',
  contract: { enforced: false },
  incremental_strategy: null,
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
  signal: null,
  location: null,
  format: null,
  partition_by: [],
  report: false,
};

const testConfig: TestConfig = {
  ...common,
  severity: 'error',
  error_if: '!= 0',
  warn_if: '!= 0',
  where: null,
  limit: null,
  store_failures: false,
  store_failures_as: null,
  fail_calc: 'count(*)',
  schema: null,
  alias: null,
};

/** `orders` a model or seed, `raw.orders` a source: the names in `{{…}}` of a little SQL text. */
function idOf(name: string, seeds: ReadonlySet<string> = new Set()): NodeId {
  if (name.includes('.')) return `source.shop.${name}`;
  return seeds.has(name) ? `seed.shop.${name}` : `model.shop.${name}`;
}

/** SQL in which `{{name}}` is an input and `{{this}}`, `{{now}}`, `{{run}}` are values; mapped to `file`. */
/** A hook that stands alone in a file. */
export function hookOf(sql: string, file: string, seeds: ReadonlySet<string>): Hook {
  return { ...codeOf(sql, file, seeds), place: { kind: 'file', range: { file, from: 0, to: sql.length } } };
}

function codeOf(sql: string, file: string, seeds: ReadonlySet<string>): Code {
  const inputs: NodeId[] = [];
  const map: Piece[] = [];
  let text = '';
  let done = 0;
  const verbatim = (to: number): void => {
    if (to > done) map.push({ file, from: done, to, at: text.length, verbatim: true });
    text += sql.slice(done, to);
  };
  for (const found of sql.matchAll(/\{\{([a-z_.0-9]+)\}\}/g)) {
    verbatim(found.index);
    done = found.index + found[0].length;
    map.push({ file, from: found.index, to: done, at: text.length, verbatim: false });
    text += markOf(found[1] ?? '', inputs, seeds);
  }
  verbatim(sql.length);
  return { text, inputs, map };
}

function markOf(name: string, inputs: NodeId[], seeds: ReadonlySet<string>): string {
  if (name === 'this') return mark('t');
  if (name === 'now') return mark('a');
  if (name === 'run') return mark('v');
  if (name === 'batch.start' || name === 'batch.end') return mark('b', name === 'batch.start' ? 0 : 1);
  const id = idOf(name, seeds);
  if (!inputs.includes(id)) inputs.push(id);
  return mark('i', inputs.indexOf(id));
}

export interface ModelSpec extends Partial<ModelConfig> {
  readonly sql: string;
  /** The SQL where `is_incremental` is true. */
  readonly next?: string;
  readonly relation?: string;
}

export interface SeedSpec extends Partial<SeedConfig> {
  readonly csv: string;
}

export interface SourceSpec {
  readonly files?: string;
  readonly format?: 'csv' | 'json' | 'parquet';
  readonly relation?: string;
  /** Types by column. */
  readonly columns?: Readonly<Record<string, string>>;
  readonly event_time?: string;
  readonly contract?: SchemaContract;
}

export interface TestSpec extends Partial<TestConfig> {
  readonly on: string;
  readonly sql: string;
}

export interface ProjectSpec {
  readonly models?: Readonly<Record<string, ModelSpec | string>>;
  readonly seeds?: Readonly<Record<string, SeedSpec | string>>;
  readonly sources?: Readonly<Record<string, SourceSpec>>;
  readonly tests?: Readonly<Record<string, TestSpec>>;
  readonly generators?: readonly string[];
  readonly onRunStart?: readonly string[];
  readonly onRunEnd?: readonly string[];
}

function base(id: NodeId, name: string, path: string, text: string, dependsOn: readonly NodeId[]) {
  return {
    id,
    name,
    project: 'shop',
    path,
    patchPath: null,
    fqn: ['shop', name],
    description: '',
    place: { kind: 'file', range: { file: path, from: 0, to: text.length } },
    dependsOn,
    checksum: `checksum of ${name}`,
  } as const;
}

function relation(text: string) {
  const [schema = 'main', name = ''] = text.includes('.') ? text.split('.') : ['main', text];
  return { schema, name };
}

export function model(name: string, given: ModelSpec | string, seeds: ReadonlySet<string>): Model {
  const { sql, next, relation: where, ...config } = typeof given === 'string' ? { sql: given } : given;
  const path = `models/${name}.sql`;
  const code = codeOf(sql, path, seeds);
  const hooks = (all: readonly HookConfig[] | undefined) =>
    (all ?? []).map((one) => hookOf(typeof one === 'string' ? one : one.sql, path, seeds));
  return {
    ...base(`model.shop.${name}`, name, path, sql, code.inputs),
    resource: 'model',
    config: { ...modelConfig, ...config },
    relation: relation(where ?? name),
    columns: [],
    constraints: [],
    rawCode: sql,
    code,
    incrementalCode: next === undefined ? null : codeOf(next, path, seeds),
    preHooks: hooks(config.pre_hook),
    postHooks: hooks(config.post_hook),
    refs: [],
    sources: [],
    macros: [],
    version: null,
    latestVersion: null,
  };
}

export function seed(name: string, given: SeedSpec | string): Seed {
  const { csv, ...config } = typeof given === 'string' ? { csv: given } : given;
  const header = (csv.replace(/^\uFEFF/, '').split(/\r?\n/)[0] ?? '').split(config.delimiter ?? ',');
  return {
    ...base(`seed.shop.${name}`, name, `seeds/${name}.csv`, csv, []),
    resource: 'seed',
    config: { ...relationConfig, column_types: {}, delimiter: ',', quote_columns: false, ...config },
    relation: relation(name),
    columns: [],
    header,
    preHooks: [],
    postHooks: [],
  };
}

export function source(name: string, given: SourceSpec): Source {
  const [sourceName = '', table = ''] = name.split('.');
  const columns = Object.entries(given.columns ?? {}).map(
    ([column, dataType]): Column => ({
      name: column,
      description: '',
      dataType,
      quote: null,
      meta: {},
      tags: [],
      constraints: [],
      place: { file: 'models/sources.yml', path: [] },
    }),
  );
  return {
    ...base(`source.shop.${name}`, table, 'models/sources.yml', '', []),
    resource: 'source',
    config: {
      ...common,
      event_time: given.event_time ?? null,
      lint: {},
      loaded_at_field: null,
      loaded_at_query: null,
      freshness: null,
      schema_contract: given.contract ?? {},
    },
    sourceName,
    sourceDescription: '',
    loader: '',
    columns,
    files: given.files === undefined ? null : { glob: given.files, format: given.format ?? 'csv' },
    relation: given.relation === undefined ? null : relation(given.relation),
    generator: null,
  };
}

export function dataTest(name: string, given: TestSpec, seeds: ReadonlySet<string>): DataTest {
  const { on, sql, ...config } = given;
  const path = `tests/${name}.sql`;
  const code = codeOf(sql, path, seeds);
  return {
    ...base(`test.shop.${name}`, name, path, sql, code.inputs),
    resource: 'test',
    config: { ...testConfig, ...config },
    generic: null,
    columnName: null,
    attached: idOf(on, seeds),
    code,
    rawCode: sql,
    relation: { schema: config.schema ?? 'test_failures', name },
  };
}

export function generator(name: string): Generator {
  return {
    ...base(`generator.shop.${name}`, name, 'project.yml', '', []),
    resource: 'generator',
    config: common,
    program: `generators/${name}.ts`,
    params: {},
    writes: {},
  };
}

/** The text of a node's own file, as an error wants to read it again. */
export function textOf(node: Node): string {
  return node.resource === 'model' || node.resource === 'test' ? node.rawCode : '';
}
