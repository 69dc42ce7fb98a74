import { type Day, parseDay } from './calendar.ts';
import { defaultPlant } from './default-plant.ts';
import { readFaults } from './fault-rates.ts';
import type { Machine, Plant, Wear } from './plant.ts';
import { readPlantFile } from './plant-file.ts';
import { plantRules } from './plant-rules.ts';
import { plantShape } from './plant-shape.ts';
import { isRecord, merge, numeric, type Params, show } from './values.ts';

/** What is to be simulated. */
export interface Story {
  readonly start: Day;
  readonly days: number;
  readonly seed: number;
  readonly plant: Plant;
}

const KNOWN = ['start', 'days', 'seed', 'machines', 'faults', 'clean', 'plant'];
const MOST_DAYS = 36_600;
const MOST_MACHINES = 4096;
const LAST_DAY = '2999-12-31';

/**
 * Reads the parameters. `machines` scales the plant in the pattern of its own machines; `plant` holds parts of the
 * configuration to replace (lists whole, everything else name by name), or is a file of the project with them; `faults`
 * sets rates (`false` is 0); `clean` is a plant without any fault. Throws an Error with all that is wrong, one sentence
 * a line.
 */
export function readParameters(params: Params, root = '.'): Story {
  const problems = Object.keys(params)
    .filter((name) => !KNOWN.includes(name))
    .map((name) => `${name} is not a parameter; allowed are ${KNOWN.join(', ')}.`);
  const start = readStart(params.start ?? '2025-12-01', problems);
  const days = readInteger('days', params.days ?? 10, 1, MOST_DAYS, problems);
  const seed = readInteger('seed', params.seed ?? 42, 0, Number.MAX_SAFE_INTEGER, problems);
  const plant = readPlant(params, root, problems);
  if (start + days - 1 > (parseDay(LAST_DAY) ?? 0)) problems.push(`days is ${days}; the last day is ${LAST_DAY}.`);
  if (problems.length > 0 || plant === undefined) throw new Error(problems.join('\n'));
  return { start, days, seed, plant };
}

function readPlant(params: Params, root: string, problems: string[]): Plant | undefined {
  const file = typeof params.plant === 'string' ? readPlantFile(root, params.plant) : { plant: params.plant ?? {} };
  if ('problems' in file) {
    problems.push(...file.problems);
    return undefined;
  }
  const own = file.plant;
  if (!isRecord(own)) {
    problems.push(`plant is ${show(own)}; it must be a set of names and values, or a file with them.`);
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
