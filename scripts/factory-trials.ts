import type { Order } from '../tests/factory/deliveries.ts';
import { trial } from '../tests/factory/trial.ts';

/**
 * `jiti scripts/factory-trials.ts <plant> [once|daily|backwards|shuffled] [vars]`: what the cleaning makes of a plant,
 * which is a folder with `landing` and `truth`, or the generator's parameters as JSON.
 */
const [, , plant = '{}', order = 'once', vars = '{}'] = process.argv;
const of = plant.startsWith('{') ? (JSON.parse(plant) as Record<string, unknown>) : plant;
const { faults, cells, days, wrong, said } = await trial(of, order as Order, vars);
console.log(`${plant} ${order}: ${cells} values and ${days} daily figures compared, ${wrong.length} wrong`);
for (const [fault, { injected, found, right, repaired }] of Object.entries(faults).sort()) {
  const shares = `precision ${(right / found).toFixed(4)} recall ${(right / injected).toFixed(4)}`;
  console.log(`  ${fault}: ${injected} injected, ${found} found, ${right} rightly, ${repaired} repaired; ${shares}`);
}
for (const line of wrong.slice(0, 20)) console.log(`  ${line}`);
if (said !== '') console.log(said.slice(0, 2000));
