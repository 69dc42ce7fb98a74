import { join } from 'node:path';
import type { LineageKind } from '../adapter/port.ts';
import type { Checked } from '../check/checked.ts';
import { lineageReader, type ModelLineage, type NodeColumn } from '../check/lineage.ts';
import { lineageMemory } from '../check/lineage-memory.ts';
import type { CheckWorld } from '../check/world.ts';
import type { Model, Node, NodeId } from '../nodes/node.ts';
import { recallTracings, rememberTracings } from './cache/findings.ts';
import { openCheck } from './check-project.ts';
import type { Effects } from './effects.ts';
import type { Loaded } from './loaded.ts';
import { targetFolder } from './write-artifacts.ts';

/** The columns of a model, seed or source, and where they come from. */
export interface NodeLineage {
  /** Empty where they are not known. */
  readonly columns: readonly LineageColumn[];
  /** Columns of direct parents that only decide which rows there are. */
  readonly rows: readonly NodeColumn[];
  /** Why the columns, or where they come from, are not known; null where both are. */
  readonly unknown: string | null;
}

export interface LineageColumn {
  readonly name: string;
  /** In the engine's own spelling. */
  readonly type: string;
  /** null for a column of a seed or a source, which is not computed here. */
  readonly kind: LineageKind | null;
  /** Columns of direct parents. */
  readonly from: readonly NodeColumn[];
}

/** What was found of a project, and the lineage of its models, traced when it is asked for. */
export interface OpenLineage {
  readonly checked: Checked;
  readonly world: CheckWorld;
  /** Of everything but the nodes that decides what is found; null when nothing is to be remembered. */
  readonly memoryKey: string | null;
  readonly of: (model: Model) => Promise<ModelLineage>;
  /** Keeps what was traced for the next invocation, and lets the engine go. */
  readonly close: () => Promise<void>;
}

/** Checks every table of the project without touching the warehouse; what did not change is taken from last time. */
export async function openLineage(loaded: Loaded, effects: Effects): Promise<OpenLineage> {
  const { manifest } = loaded;
  const folder = join(targetFolder(loaded), 'cache');
  const open = openCheck(loaded, effects, null);
  const checked = await open.check(new Set([...manifest.nodes.values()].filter(isTable).map(({ id }) => id)));
  const memory = lineageMemory(recallTracings(folder, open.memoryKey));
  const read = lineageReader(open.world, (id) => checked.columns.get(id));
  return {
    checked,
    world: open.world,
    memoryKey: open.memoryKey,
    of: async (model) => {
      const key = checked.keys.get(model.id);
      const before = key === undefined ? null : memory.find(model.id, key);
      if (before) return before;
      const why = checked.unchecked.get(model.id);
      if (why !== undefined) return { columns: [], rows: [], unknown: why };
      const lineage = await read(model);
      if (key !== undefined) memory.keep(model.id, key, lineage);
      return lineage;
    },
    close: async () => {
      const tracings = memory.tracings((id) => manifest.nodes.has(id));
      if (tracings && open.memoryKey !== null) rememberTracings(folder, open.memoryKey, tracings);
      await open.close();
    },
  };
}

/** Columns, types and lineage of every model, seed and source, by node. Nothing of the warehouse is touched. */
export async function projectLineage(loaded: Loaded, effects: Effects): Promise<ReadonlyMap<NodeId, NodeLineage>> {
  const open = await openLineage(loaded, effects);
  try {
    const found = new Map<NodeId, NodeLineage>();
    await Promise.all(
      [...loaded.manifest.nodes.values()].filter(isTable).map(async (node) => {
        found.set(node.id, node.resource === 'model' ? await open.of(node) : given(node, open.checked));
      }),
    );
    return found;
  } finally {
    await open.close();
  }
}

/** Columns that somebody else fills. */
function given({ id }: Node, { columns, unchecked }: Checked): NodeLineage {
  const known = columns.get(id);
  return {
    columns: (known ?? []).map((column) => ({ ...column, kind: null, from: [] })),
    rows: [],
    unknown: known ? null : (unchecked.get(id) ?? 'the engine refuses it'),
  };
}

function isTable({ resource }: Node): boolean {
  return resource === 'model' || resource === 'seed' || resource === 'source';
}
