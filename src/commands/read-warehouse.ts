import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Adapter } from '../adapter/port.ts';
import type { Effects } from './effects.ts';
import type { Loaded } from './loaded.ts';

/** Reads in the warehouse of a project, for a moment; null where there is none yet. */
export async function inWarehouse<T>(
  { root, manifest: { target } }: Loaded,
  waitSeconds: number,
  effects: Effects,
  work: (adapter: Adapter) => Promise<T>,
): Promise<T | null> {
  if (target.path === ':memory:' || !existsSync(resolve(root, target.path))) return null;
  const adapter = await effects.openAdapter(target, { root, readOnly: true, waitSeconds });
  try {
    return await work(adapter);
  } finally {
    await adapter.close();
  }
}
