import type { Manifest } from '../nodes/manifest.ts';
import type { Exposure, Node, NodeId, UnitTest } from '../nodes/node.ts';
import { relationSql } from '../sql/relation.ts';
import { type Invocation, metadata } from './metadata.ts';
import { common, modelJson, type RelationOf, seedJson, sourceJson, sqlParents, testJson } from './node-json.ts';

type Json = Record<string, unknown>;

/** `target/manifest.json` in dbt's form (manifest v12). Generators are mart's own and stand in their sources' `meta`. */
export function manifestJson(manifest: Manifest, invocation: Invocation): string {
  const relation: RelationOf = (id) => {
    const node = manifest.nodes.get(id);
    if (node && 'relation' in node && node.relation) return relationSql(node.relation);
    return node?.resource === 'source' ? `files('${node.files?.glob ?? ''}')` : id;
  };
  const all = [...manifest.nodes.values()];
  const built = all.flatMap((node) => listed(entry(node, relation)));
  const project = manifest.project;
  return JSON.stringify({
    metadata: { ...metadata('manifest/v12', invocation), project_name: project, adapter_type: invocation.adapter },
    nodes: Object.fromEntries(built),
    sources: Object.fromEntries(
      all.flatMap((node): [NodeId, Json][] => (node.resource === 'source' ? [[node.id, sourceJson(node)]] : [])),
    ),
    macros: Object.fromEntries(
      manifest.macros.map((macro) => [`macro.${project}.${macro.name}`, macroJson(project, macro)]),
    ),
    docs: {},
    exposures: Object.fromEntries(
      all.flatMap((node): [NodeId, Json][] => (node.resource === 'exposure' ? [[node.id, exposureJson(node)]] : [])),
    ),
    metrics: {},
    groups: Object.fromEntries(
      manifest.groups.map((group) => [`group.${project}.${group.name}`, groupJson(project, group)]),
    ),
    selectors: Object.fromEntries(
      manifest.selectors.map((one) => [one.name, { name: one.name, definition: one.definition }]),
    ),
    disabled: Object.fromEntries(
      [...manifest.disabled.values()].flatMap((node): [NodeId, Json[]][] => disabledEntry(node, relation)),
    ),
    parent_map: edges(all, sqlParents),
    child_map: edges(all, (node) => [...(manifest.graph.children.get(node.id) ?? [])]),
    group_map: groupMap(manifest),
    saved_queries: {},
    semantic_models: {},
    unit_tests: Object.fromEntries(
      all.flatMap((node): [NodeId, Json][] => (node.resource === 'unit_test' ? [[node.id, unitTestJson(node)]] : [])),
    ),
  });
}

function entry(node: Node, relation: RelationOf): [NodeId, Json] | null {
  if (node.resource === 'model') return [node.id, modelJson(node, relation)];
  if (node.resource === 'seed') return [node.id, seedJson(node)];
  return node.resource === 'test' ? [node.id, testJson(node, relation)] : null;
}

function listed<T>(one: T | null): T[] {
  return one === null ? [] : [one];
}

function disabledEntry(node: Node, relation: RelationOf): [NodeId, Json[]][] {
  const found = node.resource === 'source' ? sourceJson(node) : entry(node, relation)?.[1];
  return found ? [[node.id, [found]]] : [];
}

function edges(nodes: readonly Node[], of: (node: Node) => NodeId[]): Json {
  const known = nodes.filter((node) => node.resource !== 'generator');
  return Object.fromEntries(known.map((node) => [node.id, of(node)]));
}

function groupMap(manifest: Manifest): Json {
  const map: Record<string, NodeId[]> = Object.fromEntries(manifest.groups.map((group) => [group.name, []]));
  for (const node of manifest.nodes.values()) {
    if (node.resource === 'model' && node.config.group !== null) map[node.config.group]?.push(node.id);
  }
  return map;
}

function exposureJson(exposure: Exposure): Json {
  return {
    ...common(exposure),
    description: exposure.description,
    type: exposure.type,
    owner: exposure.owner,
    label: exposure.label,
    maturity: exposure.maturity,
    meta: exposure.config.meta,
    tags: exposure.config.tags,
    config: exposure.config,
    url: exposure.url,
    depends_on: { macros: [], nodes: exposure.dependsOn },
  };
}

function unitTestJson(test: UnitTest): Json {
  const given = Array.isArray(test.spec.given) ? test.spec.given : [];
  const table = (value: Json) => ({
    rows: value.rows ?? null,
    format: value.format ?? 'dict',
    fixture: value.fixture ?? null,
  });
  const expect = (test.spec.expect ?? {}) as Json;
  return {
    ...common(test),
    description: test.description,
    model: String(test.spec.model ?? test.spec.macro ?? ''),
    given: given.map((one: Json) => ({ input: String(one.input), ...table(one) })),
    expect: table(expect),
    depends_on: { macros: [], nodes: test.dependsOn },
    config: test.config,
    checksum: test.checksum,
  };
}

function macroJson(project: string, macro: Manifest['macros'][number]): Json {
  return {
    name: macro.name,
    resource_type: 'macro',
    package_name: project,
    path: macro.path,
    original_file_path: macro.path,
    unique_id: `macro.${project}.${macro.name}`,
    macro_sql: macro.text,
    depends_on: { macros: macro.macros.map((name) => `macro.${project}.${name}`) },
    description: macro.description,
  };
}

function groupJson(project: string, group: Manifest['groups'][number]): Json {
  return {
    name: group.name,
    resource_type: 'group',
    package_name: project,
    path: 'project.yml',
    original_file_path: 'project.yml',
    unique_id: `group.${project}.${group.name}`,
    owner: group.owner,
    description: group.description,
  };
}
