import { record, text } from '../records/run-record.ts';

/** A table of a project at some time, as far as its artifacts tell. */
export interface StateNode {
  /** As `mart ls` prints it. */
  readonly name: string;
  readonly resource: string;
  readonly kind: string;
  /** Of what defines it; null where the artifacts have none. */
  readonly checksum: string | null;
  /** null when nobody wrote them down. */
  readonly columns: readonly StateColumn[] | null;
}

export interface StateColumn {
  readonly name: string;
  readonly type: string;
  /** How it comes about, as one text; null when that is not known. */
  readonly origin: string | null;
  /** `node.column` of direct parents. */
  readonly from: readonly string[];
}

export type State = ReadonlyMap<string, StateNode>;

/** Reads `manifest.json`, and `catalog.json` and `lineage.json` where they are. */
export function readState(manifest: unknown, catalog: unknown, lineage: unknown): State {
  const { nodes, sources } = record(manifest);
  const types = { ...record(record(catalog).nodes), ...record(record(catalog).sources) };
  const traced = new Map(
    (Array.isArray(lineage) ? lineage : []).map((one) => [String(record(one).model), record(one)] as const),
  );
  const state = new Map<string, StateNode>();
  for (const [id, value] of [...Object.entries(record(nodes)), ...Object.entries(record(sources))]) {
    const node = record(value);
    const resource = text(node.resource_type) ?? '';
    if (resource !== 'model' && resource !== 'seed' && resource !== 'source') continue;
    const name = nameOf(node, resource);
    const kind = resource === 'model' ? (text(record(node.config).materialized) ?? resource) : resource;
    const known = types[id] === undefined ? null : record(record(types[id]).columns);
    const columns = known && columnsOf(known, traced.get(name));
    state.set(name, { name, resource, kind, checksum: text(record(node.checksum).checksum), columns });
  }
  return state;
}

function nameOf(node: Readonly<Record<string, unknown>>, resource: string): string {
  if (resource === 'source') return `source:${node.source_name}.${node.name}`;
  return typeof node.version === 'string' || typeof node.version === 'number'
    ? `${node.name}.v${node.version}`
    : String(node.name);
}

function columnsOf(
  catalog: Readonly<Record<string, unknown>>,
  lineage: Readonly<Record<string, unknown>> | undefined,
): StateColumn[] {
  const origins = new Map(
    (Array.isArray(lineage?.columns) ? lineage.columns : []).map((one) => [String(record(one).name), record(one)]),
  );
  const isKnown = lineage !== undefined && lineage.unknown === null;
  return Object.values(catalog).map((value): StateColumn => {
    const { name, type } = record(value);
    const origin = origins.get(String(name));
    const list: readonly unknown[] = Array.isArray(origin?.from) ? origin.from : [];
    const from = list.map((one) => `${record(one).node}.${record(one).column}`);
    return {
      name: String(name),
      type: String(type),
      origin: isKnown && origin ? originText(String(origin.kind), from) : null,
      from,
    };
  });
}

function originText(kind: string, from: readonly string[]): string {
  return from.length === 0 ? kind : `${kind} of ${[...from].sort().join(', ')}`;
}
