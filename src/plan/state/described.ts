import type { NodeId } from '../../nodes/node.ts';
import { canonicalSql } from '../../sql/canonical.ts';

/** What of a node is compared with an earlier one; texts that are equal mean the same. */
export interface Described {
  readonly body: string;
  readonly configs: string;
  readonly relation: string;
  readonly macros: string;
  readonly contract: string;
  /** Variables that its code uses; absent where they are not known. */
  readonly vars?: string;
}

type Json = Readonly<Record<string, unknown>>;

/** The nodes of a manifest in dbt's form, mart's own or another's. */
export function describedNodes(manifest: Json): ReadonlyMap<NodeId, Described> {
  const macros = new Map(Object.entries(part(manifest, 'macros')).map(([id, macro]) => [id, macro as Json]));
  const found = new Map<NodeId, Described>();
  for (const group of ['nodes', 'sources', 'exposures', 'unit_tests']) {
    for (const [id, node] of Object.entries(part(manifest, group))) found.set(id, described(node as Json, macros));
  }
  return found;
}

function part(value: unknown, key: string): Json {
  const inner = typeof value === 'object' && value !== null ? (value as Json)[key] : undefined;
  return typeof inner === 'object' && inner !== null ? (inner as Json) : {};
}

function described(node: Json, macros: ReadonlyMap<string, Json>): Described {
  const { alias, schema } = part(node, 'config');
  return {
    body: bodyOf(node),
    configs: text(without(part(node, 'config'), idle)),
    relation: text([schema ?? null, alias ?? null]),
    macros: macrosOf(node, macros),
    contract: contractOf(node),
  };
}

/** Configuration that is compared elsewhere, or that changes nothing of what is made. */
const idle = ['tags', 'alias', 'schema', 'database', 'group', 'contract', 'description', 'docs'];

function bodyOf(node: Json): string {
  switch (node.resource_type) {
    case 'seed':
      return text(part(node, 'checksum').checksum);
    case 'model':
    case 'snapshot':
      return bareTemplate(node);
    case 'test':
      return text([bareTemplate(node), node.test_metadata ?? null, node.column_name ?? null]);
    case 'source': {
      const { files, format } = part(node, 'meta');
      return text([node.schema, node.identifier, files ?? null, format ?? null, typesOf(node)]);
    }
    case 'unit_test':
      return text([node.model, node.given, node.expect, node.overrides ?? null]);
    default:
      return text(without(node, ['description', 'meta', 'tags', 'config', 'created_at', 'path', 'original_file_path']));
  }
}

/** A template without comments of its own and of SQL. A program is compared by what it came to. */
function bareTemplate(node: Json): string {
  const isProgram = String(node.original_file_path).endsWith('.ts');
  return canonicalSql(withoutComments(String((isProgram ? node.compiled_code : node.raw_code) ?? '')));
}

function withoutComments(template: string): string {
  return template
    .replace(/\{\{~?!--[\s\S]*?--~?\}\}/g, ' ')
    .replace(/\{\{~?![\s\S]*?\}\}/g, ' ')
    .replace(/\{#[\s\S]*?#\}/g, ' ');
}

function macrosOf(node: Json, macros: ReadonlyMap<string, Json>): string {
  const found = new Map<string, string>();
  const left = names(part(node, 'depends_on').macros);
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    const macro = macros.get(id);
    if (!macro || found.has(id)) continue;
    found.set(id, canonicalSql(withoutComments(String(macro.macro_sql ?? ''))));
    left.push(...names(part(macro, 'depends_on').macros));
  }
  return text([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function names(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function contractOf(node: Json): string {
  return part(node, 'contract').enforced === true ? text([typesOf(node), node.constraints ?? null]) : '';
}

function typesOf(node: Json): unknown {
  return Object.values(part(node, 'columns')).map((column) => {
    const { name, data_type, constraints } = column as Json;
    return [name, data_type ?? null, constraints ?? []];
  });
}

function without(value: Json, keys: readonly string[]): Json {
  return Object.fromEntries(Object.entries(value).filter(([key, inner]) => !keys.includes(key) && inner !== null));
}

/** JSON with keys in one order. */
function text(value: unknown): string {
  return JSON.stringify(value ?? null, (_, inner) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
