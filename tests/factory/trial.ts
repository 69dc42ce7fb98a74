import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import generate from '../../generators/factory.ts';
import { mart } from '../cli/mart.ts';
import { deliverPlant, type Order } from './deliveries.ts';
import { copyOfFactory } from './factory-project.ts';
import { judge, type Verdict } from './judge.ts';

/** A plant of somebody (a folder with `landing` and `truth`), or the parameters of ours. */
export type Plant = string | Readonly<Record<string, unknown>>;

export interface Trial extends Verdict {
  /** What `build` said at the end, empty when all went well. */
  readonly said: string;
}

/** Builds a plant in a project of its own and holds what comes of it against the truth, row by row. */
export async function trial(plant: Plant, order: Order = 'once', vars = '{}'): Promise<Trial> {
  const folder = copyOfFactory();
  try {
    const from = typeof plant === 'string' ? resolve(plant) : join(folder, 'plant');
    if (typeof plant !== 'string') {
      const folders = Object.fromEntries(['landing', 'truth', 'redelivered'].map((name) => [name, join(from, name)]));
      mkdirSync(from);
      await generate({ root: '.', params: plant, folders, progress: () => undefined });
    }
    let said = '';
    await mart(['seed', '-q'], folder);
    await deliverPlant(from, folder, order, async (isLast) => {
      said = (await mart([isLast ? 'build' : 'run', '-q', '--vars', vars], folder)).stderr;
    });
    return { said, ...(await judge(folder, { landing: join(folder, 'landing'), truth: join(folder, 'truth') })) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
