import { formatDay } from './calendar.ts';
import type { Plant } from './plant.ts';
import type { Batch, FactoryDay } from './records.ts';

interface Sums {
  batches: number;
  units: number;
  defects: number;
  wattHours: number;
}

/** The text of `truth.json`: what was truly made on a day, by machine, by product and in all, zeros included. */
export function truthText(plant: Plant, { day, batches }: FactoryDay): string {
  const machines = new Map(plant.machines.map(({ id }) => [id, nothing()]));
  const products = new Map(plant.products.map(({ name }) => [name, nothing()]));
  const total = nothing();
  for (const batch of batches) {
    add(machines.get(plant.machines[batch.machine]?.id ?? ''), batch);
    add(products.get(batch.product), batch);
    add(total, batch);
  }
  const { batches: total_batches, ...factory_totals } = shown(total);
  const truth = {
    date: formatDay(day),
    total_batches,
    by_machine: Object.fromEntries([...machines].map(([id, sums]) => [id, shown(sums)])),
    by_product: Object.fromEntries([...products].map(([name, sums]) => [name, shown(sums)])),
    factory_totals,
  };
  return `${JSON.stringify(truth, undefined, 1)}\n`;
}

const nothing = (): Sums => ({ batches: 0, units: 0, defects: 0, wattHours: 0 });

function add(sums: Sums | undefined, batch: Batch): void {
  if (sums === undefined) return;
  sums.batches += 1;
  sums.units += batch.units;
  sums.defects += batch.defects;
  sums.wattHours += batch.wattHours;
}

const shown = ({ batches, units, defects, wattHours }: Sums) => ({
  batches,
  units_produced: units,
  units_defective: defects,
  energy_kwh: wattHours / 1000,
});
