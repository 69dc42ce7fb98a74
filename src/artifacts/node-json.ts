import { fill } from '../nodes/code.ts';
import type { HookConfig, ModelConfig, SeedConfig, TestConfig } from '../nodes/config.ts';
import type { Column, Constraint, DataTest, Model, Node, NodeId, Seed, Source } from '../nodes/node.ts';
import { relationName, relationSql } from '../sql/relation.ts';

type Json = Record<string, unknown>;

/** The relation of an id as SQL, for the compiled text of what reads it. */
export type RelationOf = (id: NodeId) => string;

/** What the artifacts say of every node. */
export function common(node: Node): Json {
  return {
    name: node.name,
    resource_type: node.resource,
    package_name: node.project,
    path: node.path.slice(node.path.indexOf('/') + 1),
    original_file_path: node.path,
    unique_id: node.id,
    fqn: node.fqn,
  };
}

function columnsJson(columns: readonly Column[]): Json {
  return Object.fromEntries(
    columns.map((column) => [
      column.name,
      {
        name: column.name,
        description: column.description,
        meta: column.meta,
        data_type: column.dataType,
        constraints: column.constraints.map(constraintJson),
        quote: column.quote,
        tags: column.tags,
      },
    ]),
  );
}

function constraintJson({ type, name, expression, warnUnsupported = true }: Constraint): Json {
  return { type, name, expression, warn_unsupported: warnUnsupported };
}

function hooks(all: readonly HookConfig[]): Json[] {
  return all.map((one, index) => ({ transaction: true, ...(typeof one === 'string' ? { sql: one } : one), index }));
}

function relationConfig(config: ModelConfig | SeedConfig): Json {
  const { pre_hook, post_hook, ...rest } = config;
  return { ...rest, database: null, 'pre-hook': hooks(pre_hook), 'post-hook': hooks(post_hook) };
}

function placed(node: Model | Seed | DataTest): Json {
  return {
    ...common(node),
    database: null,
    schema: node.relation.schema,
    alias: node.relation.name,
    checksum: { name: 'sha256', checksum: node.checksum },
    tags: node.config.tags,
    meta: node.config.meta,
    description: node.description,
    patch_path: node.patchPath === null ? null : `${node.project}://${node.patchPath}`,
  };
}

export function modelJson(model: Model, relation: RelationOf): Json {
  return {
    ...placed(model),
    config: relationConfig(model.config),
    columns: columnsJson(model.columns),
    group: model.config.group,
    relation_name: model.config.materialized === 'ephemeral' ? null : relationSql(model.relation),
    raw_code: model.rawCode,
    language: 'sql',
    refs: model.refs,
    sources: model.sources,
    depends_on: { macros: model.macros.map((name) => `macro.${model.project}.${name}`), nodes: sqlParents(model) },
    compiled_path: null,
    compiled: true,
    compiled_code: compiledText(model, relation),
    contract: { enforced: model.config.contract.enforced, checksum: null },
    access: model.config.access,
    constraints: model.constraints.map((one) => ({ ...constraintJson(one), columns: one.columns })),
    version: model.version,
    latest_version: model.latestVersion,
    deprecation_date: model.deprecation?.date ?? null,
    primary_key: model.config.unique_key,
  };
}

/** A node's SQL with relations in it; what is known only when it runs is shown by name. */
export function compiledText(node: Model | DataTest, relation: RelationOf): string {
  const names: Record<string, string> = {
    a0: 'run_started_at',
    v0: 'invocation_id',
    b0: 'batch.start',
    b1: 'batch.end',
  };
  return fill(node.code, (kind, index) => {
    if (kind === 'i') return relation(node.code.inputs[index] ?? '');
    return kind === 't' ? relationSql(node.relation) : (names[`${kind}${index}`] ?? '');
  }).text;
}

/** Parents that dbt's artifacts know; generators are mart's own. */
export function sqlParents(node: Node): NodeId[] {
  return node.dependsOn.filter((id) => !id.startsWith('generator.'));
}

export function seedJson(seed: Seed): Json {
  return {
    ...placed(seed),
    config: { ...relationConfig(seed.config), materialized: 'seed' },
    columns: columnsJson(seed.columns),
    relation_name: relationSql(seed.relation),
    raw_code: '',
    depends_on: { macros: [] },
  };
}

export function testJson(test: DataTest, relation: RelationOf): Json {
  const config: TestConfig & { materialized?: string } = { ...test.config, materialized: 'test' };
  return {
    ...placed(test),
    config,
    relation_name: test.config.store_failures ? relationSql(test.relation) : null,
    raw_code: test.rawCode,
    language: 'sql',
    depends_on: { macros: [], nodes: test.dependsOn },
    compiled: true,
    compiled_code: compiledText(test, relation),
    ...(test.generic
      ? {
          column_name: test.columnName,
          attached_node: test.attached?.startsWith('source.') ? null : test.attached,
          test_metadata: { name: test.generic.name, kwargs: test.generic.args, namespace: null },
        }
      : {}),
  };
}

export function sourceJson(source: Source): Json {
  const relation = source.relation;
  return {
    ...common(source),
    database: null,
    schema: relation?.schema ?? source.sourceName,
    source_name: source.sourceName,
    source_description: source.sourceDescription,
    loader: source.loader,
    identifier: relation?.name ?? source.name,
    loaded_at_field: source.config.loaded_at_field,
    loaded_at_query: source.config.loaded_at_query,
    description: source.description,
    columns: columnsJson(source.columns),
    meta: {
      ...source.config.meta,
      ...(source.files ? { files: source.files.glob, format: source.files.format } : {}),
      ...(source.generator ? { generator: source.generator } : {}),
    },
    tags: source.config.tags,
    config: {
      enabled: source.config.enabled,
      event_time: source.config.event_time,
      meta: source.config.meta,
      tags: source.config.tags,
    },
    relation_name: relation ? relationSql(relation) : null,
    ...(relation ? {} : { unrendered_schema: relationName({ schema: source.sourceName, name: source.name }) }),
  };
}
