/** What tools rely on in the artifacts, in this project's own words (JSON Schema 2020-12). Objects are closed. */

const text = { type: 'string' };
const maybe = { type: ['string', 'null'] };
const texts = { type: 'array', items: text };
const anything = { type: 'object' };
const intervals = { type: 'array', items: { type: 'array', items: text, minItems: 2, maxItems: 2 } };
const parents = { type: 'object', additionalProperties: texts };

const metadata = {
  type: 'object',
  required: ['dbt_schema_version', 'dbt_version', 'generated_at', 'invocation_id'],
  properties: {
    dbt_schema_version: { type: 'string', pattern: '^https://schemas\\.getdbt\\.com/dbt/' },
    dbt_version: text,
    generated_at: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT.*Z$' },
    invocation_id: text,
    invocation_started_at: maybe,
    env: { type: 'object', additionalProperties: text },
    project_name: maybe,
    adapter_type: maybe,
  },
  additionalProperties: false,
};

export const runResults = {
  type: 'object',
  required: ['metadata', 'results', 'elapsed_time'],
  additionalProperties: false,
  properties: {
    metadata,
    elapsed_time: { type: 'number', minimum: 0 },
    args: anything,
    results: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: [
          'status',
          'timing',
          'thread_id',
          'execution_time',
          'adapter_response',
          'message',
          'failures',
          'unique_id',
          'compiled',
          'compiled_code',
          'relation_name',
        ],
        properties: {
          status: {
            enum: ['success', 'partial success', 'error', 'skipped', 'no-op', 'reused', 'pass', 'fail', 'warn'],
          },
          timing: {
            type: 'array',
            items: {
              type: 'object',
              required: ['name', 'started_at', 'completed_at'],
              additionalProperties: false,
              properties: { name: text, started_at: text, completed_at: text },
            },
          },
          thread_id: text,
          execution_time: { type: 'number', minimum: 0 },
          adapter_response: anything,
          message: maybe,
          failures: { type: ['integer', 'null'] },
          unique_id: text,
          compiled: { type: 'boolean' },
          compiled_code: maybe,
          relation_name: maybe,
          batch_results: {
            type: ['object', 'null'],
            additionalProperties: false,
            properties: { successful: intervals, failed: intervals },
          },
        },
      },
    },
  },
};

const age = {
  type: ['object', 'null'],
  additionalProperties: false,
  properties: { count: { type: ['integer', 'null'] }, period: { enum: ['minute', 'hour', 'day', null] } },
};

export const sources = {
  type: 'object',
  required: ['metadata', 'results', 'elapsed_time'],
  additionalProperties: false,
  properties: {
    metadata,
    elapsed_time: { type: 'number', minimum: 0 },
    results: {
      type: 'array',
      items: {
        anyOf: [
          {
            type: 'object',
            required: ['unique_id', 'error', 'status'],
            additionalProperties: false,
            properties: { unique_id: text, error: maybe, status: { const: 'runtime error' } },
          },
          {
            type: 'object',
            required: [
              'unique_id',
              'max_loaded_at',
              'snapshotted_at',
              'max_loaded_at_time_ago_in_s',
              'status',
              'criteria',
              'adapter_response',
              'timing',
              'thread_id',
              'execution_time',
            ],
            additionalProperties: false,
            properties: {
              unique_id: text,
              max_loaded_at: text,
              snapshotted_at: text,
              max_loaded_at_time_ago_in_s: { type: 'number' },
              status: { enum: ['pass', 'warn', 'error'] },
              criteria: {
                type: 'object',
                additionalProperties: false,
                properties: { warn_after: age, error_after: age, filter: maybe },
              },
              adapter_response: anything,
              timing: { type: 'array' },
              thread_id: text,
              execution_time: { type: 'number', minimum: 0 },
            },
          },
        ],
      },
    },
  },
};

const named = {
  type: 'object',
  required: ['name', 'resource_type', 'package_name', 'path', 'original_file_path', 'unique_id', 'fqn'],
  properties: { name: text, resource_type: text, unique_id: text, fqn: texts },
};

const placed = {
  ...named,
  required: [...named.required, 'database', 'schema', 'alias', 'checksum', 'config', 'tags'],
  properties: {
    ...named.properties,
    database: maybe,
    schema: text,
    alias: text,
    checksum: { type: 'object', required: ['name', 'checksum'], properties: { name: text, checksum: text } },
    tags: texts,
  },
};

const mapOf = (items: object) => ({ type: 'object', additionalProperties: items });

export const manifest = {
  type: 'object',
  additionalProperties: false,
  required: [
    'metadata',
    'nodes',
    'sources',
    'macros',
    'docs',
    'exposures',
    'metrics',
    'groups',
    'selectors',
    'disabled',
    'parent_map',
    'child_map',
    'group_map',
    'saved_queries',
    'semantic_models',
    'unit_tests',
  ],
  properties: {
    metadata,
    nodes: mapOf(placed),
    sources: mapOf({
      ...named,
      required: [...named.required, 'source_name', 'source_description', 'loader', 'identifier'],
    }),
    macros: mapOf({ type: 'object', required: ['name', 'macro_sql', 'unique_id', 'package_name', 'path'] }),
    docs: anything,
    exposures: mapOf({ ...named, required: [...named.required, 'type', 'owner'] }),
    metrics: anything,
    groups: mapOf({ type: 'object', required: ['name', 'owner', 'unique_id'] }),
    selectors: mapOf(anything),
    disabled: mapOf({ type: 'array', items: named }),
    parent_map: parents,
    child_map: parents,
    group_map: parents,
    saved_queries: anything,
    semantic_models: anything,
    unit_tests: mapOf({ ...named, required: [...named.required, 'model', 'given', 'expect'] }),
  },
};

const catalogTable = {
  type: 'object',
  required: ['metadata', 'columns', 'stats'],
  additionalProperties: false,
  properties: {
    unique_id: maybe,
    metadata: {
      type: 'object',
      required: ['type', 'schema', 'name'],
      additionalProperties: false,
      properties: { type: text, schema: text, name: text, database: maybe, comment: maybe, owner: maybe },
    },
    columns: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        required: ['type', 'index', 'name'],
        additionalProperties: false,
        properties: { type: text, index: { type: 'integer' }, name: text, comment: maybe },
      },
    },
    stats: anything,
  },
};

export const catalog = {
  type: 'object',
  required: ['metadata', 'nodes', 'sources'],
  additionalProperties: false,
  properties: {
    metadata,
    nodes: { type: 'object', additionalProperties: catalogTable },
    sources: { type: 'object', additionalProperties: catalogTable },
    errors: { type: 'null' },
  },
};
