import type { Adapter, ExistingRelation, RelationKind } from '../adapter/port.ts';
import type { Manifest } from '../nodes/manifest.ts';
import type { Node, NodeId } from '../nodes/node.ts';
import { type Relation, relationName, relationSql } from '../sql/relation.ts';
import { forgetQuarantine } from './leavings.ts';
import { versionOf } from './ledger.ts';
import { insert } from './ledger-insert.ts';
import { lastMakers, lastSeq, type Maker, readMemory, relationKey } from './ledger-memory.ts';
import { ledgerSchema, ledgerVersion } from './ledger-tables.ts';
import { isStamped } from './standings.ts';

/** A relation that mart made for a node which is not there any more, or is somewhere else. */
export interface Orphan {
  readonly relation: Relation;
  readonly kind: RelationKind;
  /** What it was made as: `table`, `incremental`, `seed`. */
  readonly madeAs: string;
  readonly node: NodeId;
  /** Where its node is now; null when there is none. */
  readonly movedTo: string | null;
  /** Whether it is no longer what mart left there. */
  readonly isChanged: boolean;
}

/**
 * Relations of this project and target that the ledger says mart made, that stand there, and that no node names. One
 * that another project or target made later is theirs. A ledger of another version says nothing.
 */
export async function findOrphans(adapter: Adapter, manifest: Manifest): Promise<readonly Orphan[]> {
  const existing = await adapter.relations();
  if ((await versionOf(adapter, existing)) !== ledgerVersion) return [];
  const [{ stamps }, makers] = [await readMemory(adapter, manifest), await adapter.read(lastMakers)];
  const owned = new Set([...manifest.nodes.values(), ...manifest.disabled.values()].flatMap(ownedBy));
  const orphans: Orphan[] = [];
  for (const one of onlyOnes(existing)) {
    const key = relationKey(one);
    const maker = makers.get(key);
    if (!maker || owned.has(key) || !isOurs(maker, manifest)) continue;
    const node = manifest.nodes.get(maker.id);
    const [movedTo = null] = node ? ownedBy(node) : [];
    const stamp = stamps.get(key);
    const isChanged = stamp !== undefined && stamp.seq >= maker.seq && !isStamped(stamp.stamp, one);
    const { schema, name, kind } = one;
    orphans.push({ relation: { schema, name }, kind, madeAs: maker.kind, node: maker.id, movedTo, isChanged });
  }
  return orphans.sort((a, b) => (relationName(a.relation) < relationName(b.relation) ? -1 : 1));
}

/** Drops them all in one transaction, which the ledger remembers: what stands there later is not mart's. */
export async function dropOrphans(
  adapter: Adapter,
  orphans: readonly Orphan[],
  run: { readonly invocation: string; readonly at: string },
): Promise<void> {
  if (orphans.length === 0) return;
  const seq = await adapter.read(lastSeq);
  await adapter.publish(async (session) => {
    for (const { kind, relation } of orphans) await session.run(`drop ${kind} ${relationSql(relation)}`);
    await forgetQuarantine(
      session,
      orphans.map(({ relation }) => relation),
    );
    const rows = orphans.map(({ node, relation, madeAs }, at) => ({
      invocation: run.invocation,
      id: node,
      name: relation.name,
      kind: madeAs,
      status: 'dropped',
      relation: relationName(relation),
      row_count: null,
      file_count: null,
      checksum: '',
      started_at: run.at,
      seconds: 0,
      message: null,
      seq: seq + at + 1,
    }));
    await insert(session, 'nodes', rows);
    return { keep: true, value: undefined };
  });
}

/** Two relations can be written alike (`"a.b".c` and `a."b.c"`): then nobody can tell which one the ledger means. */
function onlyOnes(existing: readonly ExistingRelation[]): readonly ExistingRelation[] {
  const counts = new Map<string, number>();
  for (const one of existing) counts.set(relationKey(one), (counts.get(relationKey(one)) ?? 0) + 1);
  return existing.filter((one) => one.schema !== ledgerSchema && counts.get(relationKey(one)) === 1);
}

function isOurs(maker: Maker, { project, target }: Manifest): boolean {
  return maker.project === project && maker.target === target.name;
}

/** The relation that a node builds, keeps its bad rows in, or reads as a table of others. */
function ownedBy(node: Node): readonly string[] {
  switch (node.resource) {
    case 'model':
      return node.config.materialized === 'ephemeral' ? [] : [relationKey(node.relation)];
    case 'seed':
    case 'test':
      return [relationKey(node.relation)];
    case 'source':
      return node.relation ? [relationKey(node.relation)] : [];
    default:
      return [];
  }
}
