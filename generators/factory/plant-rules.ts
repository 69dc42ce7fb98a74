import { plain } from 'duckmart/corrupt';
import { parseClock } from './calendar.ts';
import { ID_LIMITS } from './identifiers.ts';
import type { Kind, Plant, Range } from './plant.ts';

/** What is wrong with a plant of the right shape, as sentences: everything that takes two values to see. */
export function plantRules(plant: Plant): string[] {
  const rules = [hours, machines, recipes, ranges, wear, clocks, shares];
  return rules.flatMap((rule) => [...rule(plant)]);
}

function* hours({ hours: { opens, closes, closed_on }, staff }: Plant): Generator<string> {
  const open = parseClock(opens);
  const close = parseClock(closes);
  if (open >= close)
    yield `hours.opens is ${opens} and hours.closes is ${closes}; the plant must open before it closes, within one day.`;
  if (closed_on.length === 7) yield 'hours.closed_on has all seven days; the plant must open on at least one.';
  const shifts = staff.shifts.map(parseClock);
  if (shifts.some((shift, index) => shift <= (shifts[index - 1] ?? -1)))
    yield `staff.shifts is ${staff.shifts.join(', ')}; shifts must begin one after the other.`;
  else if ((shifts[0] ?? 0) > open)
    yield `staff.shifts begins at ${staff.shifts[0]} and hours.opens is ${opens}; somebody must be there when the plant opens.`;
}

function* machines(plant: Plant): Generator<string> {
  const seen = new Map<string, string>();
  for (const [index, { id, kind }] of plant.machines.entries()) {
    const twin = seen.get(plain(id));
    if (twin === id) yield `machines[${index}].id is ${id}, which another machine has; ids must differ.`;
    else if (twin !== undefined)
      yield `machines[${index}].id is ${id}, which is only another spelling of ${twin}; ids must differ in more.`;
    seen.set(plain(id), id);
    if (!Object.hasOwn(plant.kinds, kind))
      yield `machines[${index}].kind is ${kind}; allowed are ${Object.keys(plant.kinds).join(', ')}.`;
  }
}

function* recipes(plant: Plant): Generator<string> {
  const products = new Map(plant.products.map((product) => [product.name, product]));
  const spellings = new Map<string, string>();
  for (const [index, { name }] of plant.products.entries()) {
    const twin = spellings.get(plain(name));
    if (twin !== undefined)
      yield `products[${index}].name is ${name}, which is a spelling of ${twin}; names must differ.`;
    if (plant.raw_materials.includes(name)) yield `products[${index}].name is ${name}, which is a raw material too.`;
    spellings.set(plain(name), name);
  }
  for (const [kind, { product }] of kindsInUse(plant))
    if (!products.has(product))
      yield `kinds.${kind}.product is ${product}; allowed are ${[...products.keys()].join(', ')}.`;

  const made = new Set(plant.machines.map(({ kind }) => plant.kinds[kind]?.product));
  for (const { name, inputs } of plant.products) {
    if (!made.has(name)) continue;
    for (const input of Object.keys(inputs))
      if (!made.has(input) && !plant.raw_materials.includes(input))
        yield `The recipe of ${name} needs ${input}, which no machine makes and which is not in raw_materials.`;
  }
  for (const name of products.keys())
    if (needs(name, name, plant)) yield `The recipe of ${name} needs ${name} itself, directly or on the way.`;
}

/** A kind that no machine is of may be anything. */
const kindsInUse = ({ kinds, machines }: Plant): [string, Kind][] =>
  Object.entries(kinds).filter(([name]) => machines.some(({ kind }) => kind === name));

function needs(product: string, wanted: string, plant: Plant, seen: ReadonlySet<string> = new Set()): boolean {
  const inputs = Object.keys(plant.products.find(({ name }) => name === product)?.inputs ?? {});
  return inputs.some(
    (input) => input === wanted || (!seen.has(input) && needs(input, wanted, plant, new Set([...seen, input]))),
  );
}

function* ranges(plant: Plant): Generator<string> {
  yield* ordered('quality.delay_minutes', plant.quality.delay_minutes);
  yield* ordered('quality.sample_size', plant.quality.sample_size);
  yield* ordered('notes.notes_per_batch', plant.notes.notes_per_batch);
  for (const [name, kind] of kindsInUse(plant)) yield* kindRanges(`kinds.${name}`, kind, plant);
}

function* kindRanges(place: string, kind: Kind, { hours }: Plant): Generator<string> {
  yield* ordered(`${place}.units_per_hour`, kind.units_per_hour);
  yield* ordered(`${place}.power_kw`, kind.power_kw);
  yield* ordered(`${place}.batch_minutes`, kind.batch_minutes);
  yield* ordered(`${place}.changeover_minutes`, kind.changeover_minutes);
  yield* ordered(`${place}.temperature_c.idle`, kind.temperature_c.idle);
  yield* ordered(`${place}.temperature_c.running`, kind.temperature_c.running);
  yield* ordered(`${place}.pressure_kpa.idle`, kind.pressure_kpa.idle);
  yield* ordered(`${place}.pressure_kpa.running`, kind.pressure_kpa.running);
  if (kind.standby_kw > kind.power_kw[0])
    yield `${place}.standby_kw is ${kind.standby_kw}; it must not exceed power_kw, which begins at ${kind.power_kw[0]}.`;
  const open = (parseClock(hours.closes) - parseClock(hours.opens)) / 60;
  if (open > 0 && kind.batch_minutes[0] > open)
    yield `${place}.batch_minutes begins at ${kind.batch_minutes[0]}; the plant is open for ${open} minutes, so that no batch would ever run.`;
  const batches = Math.ceil(open / (kind.batch_minutes[0] + kind.changeover_minutes[0]));
  if (batches >= ID_LIMITS.index - 1)
    yield `${place}.batch_minutes begins at ${kind.batch_minutes[0]}; more than ${ID_LIMITS.index - 2} batches a day are too many.`;
}

function* ordered(place: string, [low, high]: Range): Generator<string> {
  if (low > high) yield `${place} is ${low} to ${high}; the lower end must come first.`;
}

function* wear(plant: Plant): Generator<string> {
  for (const [index, { machine, days, every_days }] of plant.wear.entries()) {
    if (!plant.machines.some(({ id }) => id === machine))
      yield `wear[${index}].machine is ${machine}; allowed are ${plant.machines.map(({ id }) => id).join(', ')}.`;
    if (plant.wear.slice(0, index).some((earlier) => earlier.machine === machine))
      yield `wear[${index}].machine is ${machine}, which is there already.`;
    if (days >= every_days)
      yield `wear[${index}].every_days is ${every_days}; it must be more than its days, which are ${days}.`;
    const left = 1 - plant.faults.degradation * (days - 1);
    if (left <= 0)
      yield `wear[${index}].days is ${days}; at ${plant.faults.degradation} a day nothing would be left of the machine's efficiency.`;
  }
}

function* clocks({ faults, clock_drift_seconds: drift, clock_ahead_seconds: ahead }: Plant): Generator<string> {
  if (faults.clock_drift > 0 && faults.clock_ahead > 0 && drift + ahead >= 900)
    yield `clock_drift_seconds and clock_ahead_seconds are ${drift} and ${ahead}; together they must be less than 900.`;
}

function* shares({ notes }: Plant): Generator<string> {
  if (notes.warning_rate + notes.error_rate > 1)
    yield `notes.warning_rate and notes.error_rate are ${notes.warning_rate} and ${notes.error_rate}; together they must not exceed 1.`;
}
