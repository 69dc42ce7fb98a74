import { type Day, parseDay } from './calendar.ts';
import { defaultPlant } from './default-plant.ts';
import { FAULT_NAMES } from './faults/names.ts';
import type { Machine, Plant, Wear } from './plant.ts';
import { plantRules } from './plant-rules.ts';
import { plantShape } from './plant-shape.ts';

/** What is to be simulated. */
export interface Story {
  readonly start: Day;
  readonly days: number;
  readonly seed: number;
  readonly plant: Plant;
}

type Params = Readonly<Record<string, unknown>>;

const KNOWN = ['start', 'days', 'seed', 'machines', 'faults', 'clean', 'plant'];
const MOST_DAYS = 36_600;
const MOST_MACHINES = 4096;
const LAST_DAY = '2999-12-31';

/**
 * Reads the parameters. `machines` scales the plant in the pattern of its own machines; `plant` holds parts of the
 * configuration to replace (lists whole, everything else name by name); `faults` sets rates (`false` is 0); `clean` is
 * a plant without any fault. Throws an Error with all that is wrong, one sentence a line.
 */
export function readParameters(params: Params): Story {
  const problems = Object.keys(params)
    .filter((name) => !KNOWN.includes(name))
    .map((name) => `${name} is not a parameter; allowed are ${KNOWN.join(', ')}.`);
  const start = readStart(params.start ?? '2025-12-01', problems);
  const days = readInteger('days', params.days ?? 10, 1, MOST_DAYS, problems);
  const seed = readInteger('seed', params.seed ?? 42, 0, Number.MAX_SAFE_INTEGER, problems);
  const plant = readPlant(params, problems);
  if (start + days - 1 > (parseDay(LAST_DAY) ?? 0)) problems.push(`days is ${days}; the last day is ${LAST_DAY}.`);
  if (problems.length > 0 || plant === undefined) throw new Error(problems.join('\n'));
  return { start, days, seed, plant };
}

function readPlant(params: Params, problems: string[]): Plant | undefined {
  const own = params.plant ?? {};
  if (!isRecord(own)) {
    problems.push(`plant is ${show(own)}; it must be a set of names and values.`);
    return undefined;
  }
  const machines = own.machines ?? scaledMachines(params.machines, problems);
  if (own.machines !== undefined && params.machines !== undefined)
    problems.push('machines and plant.machines are both given; only one of them can say which machines there are.');
  const base = { ...defaultPlant, machines, wear: wearOf(machines) };
  const merged = merge(merge(base, own), { faults: readFaults(params, problems) });
  const shape = plantShape(merged);
  if ('problems' in shape) {
    problems.push(...shape.problems);
    return undefined;
  }
  problems.push(...plantRules(shape.plant));
  return shape.plant;
}

function readFaults(params: Params, problems: string[]): Params {
  const faults = params.faults ?? {};
  const clean = readSwitch('clean', params.clean ?? false, problems);
  if (!isRecord(faults)) {
    problems.push(`faults is ${show(faults)}; it must be a set of rates by the names ${FAULT_NAMES.join(', ')}.`);
    return {};
  }
  if (clean) return Object.fromEntries(FAULT_NAMES.map((fault) => [fault, 0]));
  return Object.fromEntries(
    Object.entries(faults)
      .filter(([, rate]) => rate !== true)
      .map(([fault, rate]) => [fault, rate === false ? 0 : numeric(rate)]),
  );
}

/** The machines of a plant scaled to that many. */
function scaledMachines(count: unknown, problems: string[]): readonly Machine[] {
  if (count === undefined) return defaultPlant.machines;
  return machinesInPattern(readInteger('machines', count, 1, MOST_MACHINES, problems));
}

/** The default wear of those machines that are there. */
function wearOf(machines: unknown): readonly Wear[] {
  const there = Array.isArray(machines) ? machines.filter(isRecord).map(({ id }) => id) : [];
  return defaultPlant.wear.filter(({ machine }) => there.includes(machine));
}

function machinesInPattern(count: number): Machine[] {
  const pattern = defaultPlant.machines.map(({ kind }) => kind);
  const numbers = new Map<string, number>();
  return Array.from({ length: count }, (_, index) => {
    const kind = pattern[index % pattern.length] ?? '';
    const number = (numbers.get(kind) ?? 0) + 1;
    numbers.set(kind, number);
    return { id: `${kind.toUpperCase()}-${String(number).padStart(2, '0')}`, kind };
  });
}

function readStart(value: unknown, problems: string[]): Day {
  const text = value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString().slice(0, 10) : value;
  const day = typeof text === 'string' ? parseDay(text) : undefined;
  if (day !== undefined && day >= 0) return day;
  problems.push(
    `start is ${show(value)}; it must be a day of the calendar, YYYY-MM-DD from 1970-01-01 to ${LAST_DAY}.`,
  );
  return 0;
}

function readInteger(name: string, value: unknown, least: number, most: number, problems: string[]): number {
  const number = numeric(value);
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= least && number <= most) return number;
  problems.push(`${name} is ${show(value)}; it must be a whole number from ${least} to ${most}.`);
  return least;
}

function readSwitch(name: string, value: unknown, problems: string[]): boolean {
  if (value === true || value === 'true') return true;
  if (value !== false && value !== 'false') problems.push(`${name} is ${show(value)}; it must be true or false.`);
  return false;
}

/** Numbers may come as text from the command line. */
const numeric = (value: unknown): unknown =>
  typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;

const show = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value)));

const isRecord = (value: unknown): value is Params =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

function merge(base: Params, own: Params): Params {
  const merged: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(own)) {
    const before = merged[name];
    merged[name] = isRecord(before) && isRecord(value) ? merge(before, value) : value;
  }
  return merged;
}
