import type { ColumnType, LineageKind } from '../adapter/port.ts';
import type { Checked } from '../check/checked.ts';
import { findColumn, sameName } from '../check/columns.ts';
import type { ModelLineage, NodeColumn } from '../check/lineage.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { Manifest } from '../nodes/manifest.ts';
import { displayName, type Model, type NodeId } from '../nodes/node.ts';
import { relationName } from '../sql/relation.ts';

type Columns = ReadonlyMap<NodeId, readonly ColumnType[]>;
type Read = (model: Model) => Promise<ModelLineage>;

/** A column with what it comes from, or goes into, below it. */
export interface Followed extends NodeColumn {
  readonly type: string | null;
  /** How it comes from the next ones up; going down, how it came from the one above it. null where it is not made here. */
  readonly kind: LineageKind | null;
  readonly unknown: string | null;
  readonly next: readonly Followed[];
  /** It stands somewhere before with all that is below it. */
  readonly isSeen: boolean;
}

/** `orders.total`, `gold.orders.total` or `source:shop.orders.total`. */
export function askedColumn(manifest: Manifest, { columns, unchecked }: Checked, text: string): NodeColumn {
  const names = tableNames(manifest);
  const whole = names.get(plain(text));
  if (whole !== undefined) {
    const known = columns.get(whole)?.map((one) => one.name) ?? [];
    throw unknown(`\`${text}\` names no column`, `write \`${text}.column\`${listed(known)}`);
  }
  const dot = text.lastIndexOf('.');
  const [name, column] = [text.slice(0, Math.max(0, dot)), text.slice(dot + 1)];
  const id = names.get(plain(name));
  if (id === undefined) {
    const help = didYouMean(name, names.keys()) ?? 'write `model.column`; `mart ls` lists what there is';
    throw unknown(`there is no model, seed or source \`${name}\``, help);
  }
  const known = columns.get(id);
  if (!known) {
    const why = unchecked.get(id) ?? 'the engine refuses it';
    throw unknown(`the columns of \`${name}\` are not known: ${why}`, '`mart check` says more');
  }
  const found = findColumn(known, column);
  if (found) return { id, column: found.name };
  const all = known.map((one) => one.name);
  throw unknown(`${name} has no column \`${column}\``, didYouMean(column, all) ?? `its columns are ${all.join(', ')}`);
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? '' : `: its columns are ${names.join(', ')}`;
}

/** Nodes with columns by every name that people give them, in lower case. */
function tableNames(manifest: Manifest): ReadonlyMap<string, NodeId> {
  const names = new Map<string, NodeId>();
  for (const node of manifest.nodes.values()) {
    if (node.resource !== 'model' && node.resource !== 'seed' && node.resource !== 'source') continue;
    if (node.resource !== 'source' && node.relation) names.set(relationName(node.relation).toLowerCase(), node.id);
    names.set(plain(displayName(node)), node.id);
    if (node.resource === 'model' && node.version !== null && node.version === node.latestVersion)
      names.set(plain(node.name), node.id);
  }
  return names;
}

function plain(name: string): string {
  return name.replace(/^source:/, '').toLowerCase();
}

function unknown(message: string, help: string): DiagnosticError {
  return new DiagnosticError([diagnostic('M118', message, { help })]);
}

/** Follows a column through the project, each column once. `depth` null: to the end. */
export async function follow(
  manifest: Manifest,
  columns: Columns,
  read: Read,
  start: NodeColumn,
  direction: 'up' | 'down',
  depth: number | null,
): Promise<Followed> {
  const known = new Map<NodeId, Promise<ModelLineage | null>>();
  const lineageOf = (id: NodeId): Promise<ModelLineage | null> => {
    const node = manifest.nodes.get(id);
    const found = known.get(id) ?? (node?.resource === 'model' ? read(node) : Promise.resolve(null));
    known.set(id, found);
    return found;
  };
  const seen = new Set<string>();
  const walk = async (at: NodeColumn, kind: LineageKind | null, left: number | null): Promise<Followed> => {
    const key = `${at.id}\n${at.column.toLowerCase()}`;
    const isSeen = seen.has(key);
    seen.add(key);
    const lineage = await lineageOf(at.id);
    const own = lineage?.columns.find((one) => sameName(one.name, at.column));
    const next: Followed[] = [];
    if (!isSeen && left !== 0) {
      const less = left === null ? null : left - 1;
      if (direction === 'up') for (const from of own?.from ?? []) next.push(await walk(from, null, less));
      else for (const to of await readers(manifest, lineageOf, at)) next.push(await walk(to, to.kind, less));
    }
    const type = findColumn(columns.get(at.id) ?? [], at.column)?.type ?? null;
    const shown = direction === 'up' ? (own?.kind ?? null) : kind;
    const reason = lineage?.unknown ?? null;
    return {
      ...at,
      type,
      kind: reason === null ? shown : null,
      unknown: reason,
      next,
      isSeen: isSeen && next.length === 0,
    };
  };
  return walk(start, null, depth);
}

async function readers(
  manifest: Manifest,
  lineageOf: (id: NodeId) => Promise<ModelLineage | null>,
  at: NodeColumn,
): Promise<readonly (NodeColumn & { readonly kind: LineageKind })[]> {
  const found: (NodeColumn & { readonly kind: LineageKind })[] = [];
  for (const id of manifest.graph.children.get(at.id) ?? []) {
    for (const { name, kind, from } of (await lineageOf(id))?.columns ?? []) {
      const reads = from.some((one) => one.id === at.id && sameName(one.column, at.column));
      if (reads) found.push({ id, column: name, kind });
    }
  }
  return found;
}
