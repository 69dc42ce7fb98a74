import { join } from 'node:path';
import type { Checked } from '../check/checked.ts';
import type { ModelLineage } from '../check/lineage.ts';
import { lintNodes, type Weighed } from '../lint/lint.ts';
import { lintMemory } from '../lint/memory.ts';
import type { Model, NodeId } from '../nodes/node.ts';
import { recallLint, rememberLint } from './cache/findings.ts';
import type { Effects } from './effects.ts';
import { openLineage } from './lineage-project.ts';
import type { Loaded } from './loaded.ts';
import type { SelectionOptions } from './options.ts';
import { targetFolder } from './write-artifacts.ts';

/** A project that was checked, to be linted and to be compared with itself after an edit. */
export interface OpenLint {
  readonly checked: Checked;
  readonly lineageOf: (model: Model) => Promise<ModelLineage>;
  readonly lint: (ids: ReadonlySet<NodeId>, isWhole: boolean) => Promise<readonly Weighed[]>;
  /** Keeps what was read for the next invocation, and lets the engine go. */
  readonly close: () => Promise<void>;
}

export async function openLint(loaded: Loaded, effects: Effects): Promise<OpenLint> {
  const { manifest, readText } = loaded;
  const folder = join(targetFolder(loaded), 'cache');
  const open = await openLineage(loaded, effects);
  const memory = lintMemory(recallLint(folder, open.memoryKey));
  const { columns, keys } = open.checked;
  return {
    checked: open.checked,
    lineageOf: open.of,
    lint: (ids, isWhole) => lintNodes({ manifest, readText, check: open.world, columns, keys, memory }, ids, isWhole),
    close: async () => {
      const record = memory.record((id) => manifest.nodes.has(id));
      if (record && open.memoryKey !== null) rememberLint(folder, open.memoryKey, record);
      await open.close();
    },
  };
}

/** Whether nothing is left out: only then can nobody use what nobody names. */
export function isWholeProject(options: SelectionOptions): boolean {
  const { select, exclude, selector, resourceTypes, excludeResourceTypes } = options;
  return select.length + exclude.length + resourceTypes.length + excludeResourceTypes.length === 0 && selector === null;
}
