import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import generate from '../generators/factory.ts';
import { deliverPlant, type Order } from '../tests/factory/deliveries.ts';
import { copyOfFactory } from '../tests/factory/factory-project.ts';
import { judge } from '../tests/factory/judge.ts';

/**
 * Builds a plant in a project of its own and holds what comes of it against the truth, row by row.
 * `jiti scripts/factory-trials.ts <plant> [once|daily|backwards|shuffled]`, where a plant is a folder with `landing` and
 * `truth`, or the generator's parameters as JSON.
 */
const [, , plant = '{}', order = 'once'] = process.argv;
const folder = copyOfFactory();
try {
  const from = plant.startsWith('{') ? join(folder, 'plant') : resolve(plant);
  if (plant.startsWith('{')) {
    const names = ['landing', 'truth', 'redelivered'];
    const folders = Object.fromEntries(names.map((name) => [name, join(from, name)]));
    await generate({ root: folder, params: JSON.parse(plant), folders, progress: () => undefined });
  }
  const mart = (verb: string): void => {
    const done = spawnSync(process.execPath, [resolve('dist/cli.js'), verb, '-q'], { cwd: folder, encoding: 'utf8' });
    if (done.status !== 0) console.log(`${verb} ended with ${done.status}\n${done.stderr.slice(0, 2000)}`);
  };
  mart('seed');
  await deliverPlant(from, folder, order as Order, async (isLast) => {
    mart(isLast ? 'build' : 'run');
  });
  const where = { landing: join(folder, 'landing'), truth: join(folder, 'truth') };
  const { faults, cells, days, wrong } = await judge(folder, where);
  console.log(`${plant} ${order}: ${cells} values and ${days} daily figures compared, ${wrong.length} wrong`);
  for (const [fault, { injected, found, right, repaired }] of Object.entries(faults).sort()) {
    const shares = `precision ${(right / found).toFixed(4)} recall ${(right / injected).toFixed(4)}`;
    console.log(`  ${fault}: ${injected} injected, ${found} found, ${right} rightly, ${repaired} repaired; ${shares}`);
  }
  for (const line of wrong.slice(0, 20)) console.log(`  ${line}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
