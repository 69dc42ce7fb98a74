import type { Manifest } from '../nodes/manifest.ts';
import type { Model, NodeId, Seed, Source } from '../nodes/node.ts';
import { type Invocation, metadata } from './metadata.ts';

type Json = Record<string, unknown>;
type Columns = readonly { readonly name: string; readonly type: string }[];

/** `target/catalog.json` in dbt's form (catalog v1). The types are those that the engine finds for the queries as they are. */
export function catalogJson(
  manifest: Manifest,
  invocation: Invocation,
  columnsOf: (id: NodeId) => Columns | undefined,
): string {
  const nodes: Json = {};
  const sources: Json = {};
  for (const node of manifest.nodes.values()) {
    const columns = columnsOf(node.id);
    if (!columns || columns.length === 0) continue;
    if (node.resource === 'source') sources[node.id] = table(node, columns);
    if (node.resource === 'model' || node.resource === 'seed') nodes[node.id] = table(node, columns);
  }
  return JSON.stringify({ metadata: metadata('catalog/v1', invocation), nodes, sources, errors: null });
}

function table(node: Model | Seed | Source, columns: Columns): Json {
  const described = new Map(node.columns.map(({ name, description }) => [name.toLowerCase(), description]));
  const schema = node.relation?.schema ?? (node.resource === 'source' ? node.sourceName : '');
  const isView = node.resource === 'model' && node.config.materialized === 'view';
  return {
    unique_id: node.id,
    metadata: {
      type: isView ? 'VIEW' : 'BASE TABLE',
      schema,
      name: node.relation?.name ?? node.name,
      database: null,
      comment: node.description || null,
      owner: null,
    },
    columns: Object.fromEntries(
      columns.map(({ name, type }, at) => [
        name,
        { type, index: at + 1, name, comment: described.get(name.toLowerCase()) || null },
      ]),
    ),
    stats: {},
  };
}
