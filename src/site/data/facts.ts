import type { ModelConfig, SeedConfig } from '../../nodes/config.ts';
import { relationName } from '../../sql/relation.ts';
import type { ShownNode } from '../shown.ts';

type Facts = (readonly [label: string, value: string])[];

/** What a node's page says of its configuration: only what was decided, not what is the default anyway. */
export function factsOf(node: ShownNode): Facts {
  const own = ownFacts(node);
  const meta = Object.entries(node.config.meta).map(([key, value]) => [`meta.${key}`, shown(value)] as const);
  return [...own, ...meta].filter(([, value]) => value !== '');
}

function ownFacts(node: ShownNode): Facts {
  switch (node.resource) {
    case 'model':
      return [...relationFacts(node.config), ...modelFacts(node.config), ['version', node.version ?? '']];
    case 'seed':
      return relationFacts(node.config);
    case 'source':
      return [
        ['files', node.files ? `${node.files.glob} (${node.files.format})` : ''],
        ['relation', node.relation ? relationName(node.relation) : ''],
        ['loader', node.loader],
        ['source', node.sourceDescription],
        ['loaded at', node.config.loaded_at_field ?? ''],
        ['freshness', shown(node.config.freshness)],
      ];
    case 'exposure':
      return [
        ['type', node.type],
        ['label', node.label ?? ''],
        ['owner', Object.values(node.owner).map(shown).join(', ')],
        ['maturity', node.maturity ?? ''],
        ['url', node.url ?? ''],
      ];
    case 'generator':
      return [
        ['program', node.program],
        ...Object.entries(node.params).map(([key, value]) => [`parameter ${key}`, shown(value)] as const),
        ...Object.entries(node.writes).map(([name, folder]) => [`writes ${name}`, folder] as const),
      ];
  }
}

function relationFacts(config: ModelConfig | SeedConfig): Facts {
  return [
    ['group', config.group ?? ''],
    ['event time', config.event_time ?? ''],
    [
      'hooks',
      [...config.pre_hook, ...config.post_hook].map((one) => (typeof one === 'string' ? one : one.sql)).join('; '),
    ],
    ['on error', config.on_error === 'continue' ? 'continue' : ''],
  ];
}

function modelFacts(config: ModelConfig): Facts {
  const incremental = config.materialized === 'incremental';
  return [
    ['access', config.access === 'protected' ? '' : config.access],
    ['contract', config.contract.enforced ? 'enforced' : ''],
    ['strategy', config.incremental_strategy ?? config.strategy ?? ''],
    ['unique key', config.unique_key.join(', ')],
    ['on schema change', incremental && config.on_schema_change !== 'ignore' ? config.on_schema_change : ''],
    ['updated at', config.updated_at ?? ''],
    ['location', config.location ?? ''],
    ['partitioned by', config.partition_by.join(', ')],
  ];
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
