import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import generate from '../generators/factory.ts';

export interface Written {
  readonly seconds: number;
  readonly megabytes: number;
  /** Largest resident memory after the first tenth and at the end, in megabytes: flat when they are alike. */
  readonly early: number;
  readonly peak: number;
}

/** Simulates so many days of so many machines into a folder, which is removed again. */
export async function writeFactory(folder: string, days: number, machines: number): Promise<Written> {
  let [early, peak] = [0, 0];
  const began = performance.now();
  await generate({
    root: folder,
    params: { days, machines },
    folders: { landing: join(folder, 'landing'), truth: join(folder, 'truth') },
    progress: (done, total) => {
      peak = Math.max(peak, process.memoryUsage().rss / 2 ** 20);
      if (done <= total / 10) early = peak;
    },
  });
  const seconds = (performance.now() - began) / 1000;
  const bytes = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  rmSync(folder, { recursive: true });
  return { seconds, megabytes: bytes / 2 ** 20, early, peak };
}
