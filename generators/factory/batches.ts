import { between, type Random, stream } from 'duckmart/corrupt';
import { type Day, parseClock, type Seconds, startOf, weekdayOf } from './calendar.ts';
import type { Identify } from './identifiers.ts';
import type { Story } from './parameters.ts';
import type { Kind } from './plant.ts';
import { Queue } from './queue.ts';
import type { Batch } from './records.ts';
import { rosterOf } from './staff.ts';
import type { Stock } from './stock.ts';
import { efficiencyOn } from './wear.ts';

/** What happens next at a machine: it could begin a batch, or it ends one. */
interface Step {
  readonly at: Seconds;
  readonly station: Station;
  readonly ends?: Batch;
}

/** A machine during one day. */
interface Station {
  readonly machine: number;
  readonly kind: Kind;
  readonly efficiency: number;
  readonly random: Random;
  begun: number;
  draft: Draft;
}

/** What is certain of a machine's next batch before it is known when it begins. */
interface Draft {
  readonly changeover: Seconds;
  readonly seconds: Seconds;
  readonly units: number;
  readonly wattHours: number;
}

/**
 * The batches of a day, by start. Machines work side by side: each begins its next batch when it is ready and the stock
 * holds what the batch takes, waits for the next delivery into the stock when it does not, and begins none that would
 * still run when the plant closes.
 */
export function batchesOf(story: Story, stock: Stock, identify: Identify, day: Day): Batch[] {
  const { plant, seed } = story;
  if (plant.hours.closed_on.includes(weekdayOf(day))) return [];
  const opens = startOf(day) + parseClock(plant.hours.opens);
  const closes = startOf(day) + parseClock(plant.hours.closes);
  const operatorOf = rosterOf(story, day);
  const batches: Batch[] = [];
  const waiting = new Set<Station>();
  const steps = new Queue<Step>(earlier);

  const begin = (station: Station, at: Seconds): void => {
    waiting.delete(station);
    const { machine, draft, begun: index } = station;
    if (at + draft.seconds > closes) return;
    if (!stock.take(station.kind.product, draft.units)) {
      waiting.add(station);
      return;
    }
    const id = identify(day, machine, index);
    const batch: Batch = {
      id,
      machine,
      index,
      product: station.kind.product,
      start: at,
      end: at + draft.seconds,
      units: draft.units,
      defects: defectsOf(draft.units, station.kind.defect_rate, stream(seed, 'defects', id)),
      wattHours: draft.wattHours,
      operator: operatorOf(machine, at),
    };
    station.begun += 1;
    station.draft = draftOf(station);
    batches.push(batch);
    steps.add({ at: batch.end, station, ends: batch });
  };

  for (const [machine, { id, kind: name }] of plant.machines.entries()) {
    const kind = plant.kinds[name];
    if (kind === undefined) continue;
    const setting = { kind, efficiency: efficiencyOn(story, id, day), random: stream(seed, 'batches', id, day) };
    const station = { machine, ...setting, begun: 0, draft: draftOf(setting) };
    steps.add({ at: opens + station.draft.changeover - Math.round(kind.changeover_minutes[0] * 60), station });
  }
  for (let step = steps.take(); step !== undefined; step = steps.take()) {
    const { at, station, ends } = step;
    if (ends === undefined) begin(station, at);
    else {
      steps.add({ at: at + station.draft.changeover, station });
      stock.put(ends.product, ends.units - ends.defects);
      for (const other of [...waiting]) begin(other, at);
    }
  }
  return batches;
}

/** By time; what ends comes before what begins, so that it can be used; then by machine. */
const earlier = (one: Step, other: Step): boolean =>
  one.at !== other.at
    ? one.at < other.at
    : (one.ends === undefined) !== (other.ends === undefined)
      ? one.ends !== undefined
      : one.station.machine < other.station.machine;

/** Draws the same numbers whatever the efficiency: a worn machine makes less in the same time with the same power. */
function draftOf({ kind, efficiency, random }: Pick<Station, 'kind' | 'efficiency' | 'random'>): Draft {
  const changeover = Math.round(between(random, kind.changeover_minutes) * 60);
  const seconds = Math.round(between(random, kind.batch_minutes) * 60);
  const hours = seconds / 3600;
  const units = Math.max(1, Math.round((between(random, kind.units_per_hour) * hours * efficiency) / 100));
  const wattHours = Math.round(between(random, kind.power_kw) * hours * 1000);
  return { changeover, seconds, units, wattHours };
}

function defectsOf(units: number, rate: number, random: Random): number {
  let defects = 0;
  for (let unit = 0; unit < units; unit += 1) if (random() < rate) defects += 1;
  return defects;
}
