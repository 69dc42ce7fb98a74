import type { ColumnType } from '../../adapter/port.ts';
import { readRelation } from '../../compile/test-arguments.ts';
import type { Manifest } from '../../nodes/manifest.ts';
import type { NodeId } from '../../nodes/node.ts';

/** Columns of two inputs that hold the same keys. */
export interface Link {
  readonly one: string;
  readonly other: string;
}

/**
 * How rows of one input find those of another: by a `relationships` test between them, else by a column of the same name
 * that is called like a key. null when nothing says so.
 */
export function linkBetween(
  manifest: Manifest,
  one: { readonly id: NodeId; readonly columns: readonly ColumnType[] },
  other: { readonly id: NodeId; readonly columns: readonly ColumnType[] },
): Link | null {
  for (const node of manifest.nodes.values()) {
    if (node.resource !== 'test' || node.generic?.name !== 'relationships' || node.columnName === null) continue;
    const { to, field } = node.generic.args;
    const target = node.dependsOn.find((id) => id !== node.attached && names(manifest, id, String(to)));
    if (node.attached === one.id && target === other.id) return { one: node.columnName, other: String(field) };
    if (node.attached === other.id && target === one.id) return { one: String(field), other: node.columnName };
  }
  const theirs = new Set(other.columns.map(({ name }) => name.toLowerCase()));
  const shared = one.columns.find(({ name }) => isKey(name) && theirs.has(name.toLowerCase()));
  return shared ? { one: shared.name, other: shared.name } : null;
}

function names(manifest: Manifest, id: NodeId, text: string): boolean {
  const call = readRelation(text);
  return call.kind === 'ref' && manifest.nodes.get(id)?.name === call.name;
}

function isKey(name: string): boolean {
  return /(?:^|_)(?:id|key|code|no|number|uuid)$/i.test(name);
}
