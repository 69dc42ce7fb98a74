import { buildDag } from '../../src/graph/build-dag.ts';
import type { ModelConfig, SeedConfig, TestConfig } from '../../src/nodes/config.ts';
import type { Manifest, NamedSelector } from '../../src/nodes/manifest.ts';
import type { DataTest, Exposure, Generator, Model, Node, Seed, Source, UnitTest } from '../../src/nodes/node.ts';
import { plainTarget } from '../support/target.ts';

/** Nodes and manifests for tests of selection and planning: short names become the ids of a project called `shop`. */

const code = { text: '', inputs: [], map: [] };
const relation = { schema: 'main', name: 'x' };
const common = { enabled: true, tags: [], meta: {} };
const related = {
  ...common,
  schema: null,
  alias: null,
  group: null,
  full_refresh: null,
  pre_hook: [],
  post_hook: [],
  grants: {},
  event_time: null,
  on_error: 'skip_children' as const,
  timeout: null,
  lint: {},
};

interface Given {
  /** Ids of the parents. */
  readonly parents?: readonly string[];
  readonly path?: string;
  readonly patchPath?: string;
  /** Folders between the project and the name. */
  readonly folders?: readonly string[];
  readonly tags?: readonly string[];
  readonly meta?: Readonly<Record<string, unknown>>;
  readonly project?: string;
}

function base(name: string, path: string, given: Given): Omit<Model, 'resource' | 'id' | keyof typeof ofModel> {
  const project = given.project ?? 'shop';
  return {
    name,
    project,
    path: given.path ?? path,
    patchPath: given.patchPath ?? null,
    fqn: [project, ...(given.folders ?? []), name],
    description: '',
    place: { kind: 'file', range: { file: path, from: 0, to: 0 } },
    dependsOn: given.parents ?? [],
    checksum: '',
  } as Omit<Model, 'resource' | 'id' | keyof typeof ofModel>;
}

function configOf<T extends object>(defaults: T, given: Given & { readonly config?: Partial<T> }): T {
  return { ...defaults, ...given.config, tags: given.tags ?? [], meta: given.meta ?? {} };
}

const modelConfig: ModelConfig = {
  ...related,
  materialized: 'view',
  inherit: [],
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
  location: null,
  format: null,
  partition_by: [],
  signal: null,
  report: false,
};

const ofModel = {
  config: modelConfig,
  relation,
  columns: [],
  constraints: [],
  rawCode: '',
  code,
  incrementalCode: null,
  preHooks: [],
  postHooks: [],
  refs: [],
  sources: [],
  macros: [],
  version: null,
  latestVersion: null,
};

export function model(
  name: string,
  given: Given & { readonly config?: Partial<ModelConfig>; readonly version?: string; readonly latest?: string } = {},
): Model {
  const { version = null, latest = null } = given;
  const own = base(name, `models/${[...(given.folders ?? []), name].join('/')}.sql`, given);
  return {
    ...own,
    ...ofModel,
    resource: 'model',
    id: `model.${own.project}.${name}${version === null ? '' : `.v${version}`}`,
    fqn: version === null ? own.fqn : [...own.fqn, `v${version}`],
    version,
    latestVersion: latest,
    config: configOf(modelConfig, given),
  };
}

const seedConfig: SeedConfig = { ...related, column_types: {}, delimiter: ',', quote_columns: false };

export function seed(name: string, given: Given & { readonly config?: Partial<SeedConfig> } = {}): Seed {
  return {
    ...base(name, `seeds/${name}.csv`, given),
    resource: 'seed',
    id: `seed.shop.${name}`,
    config: configOf(seedConfig, given),
    relation,
    columns: [],
    header: [],
    preHooks: [],
    postHooks: [],
  };
}

export function source(of: string, name: string, given: Given & { readonly generator?: string } = {}): Source {
  const own = base(name, 'models/sources.yml', given);
  return {
    ...own,
    resource: 'source',
    id: `source.${own.project}.${of}.${name}`,
    fqn: [own.project, of, name],
    dependsOn: given.generator === undefined ? [] : [given.generator],
    config: {
      ...configOf(common, given),
      event_time: null,
      lint: {},
      loaded_at_field: null,
      loaded_at_query: null,
      freshness: null,
      schema_contract: {},
    },
    sourceName: of,
    sourceDescription: '',
    loader: '',
    columns: [],
    files: null,
    relation,
    generator: given.generator ?? null,
  };
}

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

/** A generic test when `generic` names one, else a singular one. */
export function dataTest(
  name: string,
  parents: readonly string[],
  given: Given & { readonly config?: Partial<TestConfig>; readonly generic?: string } = {},
): DataTest {
  return {
    ...base(name, given.generic === undefined ? `tests/${name}.sql` : 'models/schema.yml', { ...given, parents }),
    resource: 'test',
    id: `test.shop.${name}`,
    config: configOf(testConfig, given),
    generic: given.generic === undefined ? null : { name: given.generic, args: {} },
    columnName: null,
    attached: parents[0] ?? null,
    code,
    rawCode: '',
    relation,
  };
}

export function unitTest(name: string, of: string, given: Given = {}): UnitTest {
  const own = base(name, 'models/schema.yml', { ...given, parents: [of] });
  const modelName = of.split('.')[2] ?? '';
  return {
    ...own,
    resource: 'unit_test',
    id: `unit_test.shop.${modelName}.${name}`,
    fqn: ['shop', modelName, name],
    config: configOf(common, given),
    tested: {
      kind: 'model',
      model: of,
      isIncremental: false,
      code: null,
      given: [],
      expect: { kind: 'dict', rows: [], place: { file: 'models/schema.yml', path: [] } },
      tolerance: null,
      batch: null,
    },
    version: null,
    spec: {},
  };
}

export function exposure(name: string, parents: readonly string[], given: Given = {}): Exposure {
  return {
    ...base(name, 'models/schema.yml', { ...given, parents }),
    resource: 'exposure',
    id: `exposure.shop.${name}`,
    config: configOf(common, given),
    type: 'dashboard',
    label: null,
    owner: {},
    url: null,
    maturity: null,
  };
}

export function generator(name: string, given: Given = {}): Generator {
  return {
    ...base(name, 'project.yml', given),
    resource: 'generator',
    id: `generator.shop.${name}`,
    config: configOf(common, given),
    program: `generators/${name}.ts`,
    params: {},
    writes: {},
  };
}

export function manifestOf(
  nodes: readonly Node[],
  more: { readonly selectors?: readonly NamedSelector[]; readonly disabled?: readonly Node[] } = {},
): Manifest {
  return {
    project: 'shop',
    target: plainTarget(':memory:'),
    vars: {},
    nodes: new Map(nodes.map((node) => [node.id, node])),
    graph: buildDag(new Map(nodes.map((node) => [node.id, node.dependsOn]))),
    disabled: new Map((more.disabled ?? []).map((node) => [node.id, node])),
    macros: [],
    lint: { severities: {}, layers: [] },
    groups: [],
    selectors: more.selectors ?? [],
    onRunStart: [],
    onRunEnd: [],
    generatorsPath: 'generators',
    helperFiles: [],
    targetPath: 'target',
  };
}

/** A selector of selectors.yml. */
export function named(name: string, definition: unknown, isDefault = false): NamedSelector {
  return { name, description: '', default: isDefault, definition };
}
