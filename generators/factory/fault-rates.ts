import { FAULT_NAMES } from './faults/names.ts';
import { isRecord, numeric, type Params, show } from './values.ts';

/** What people call the faults, beside their names. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  products: 'product_spelling',
  machines: 'machine_spelling',
  nulls: 'null_value',
  drift: 'clock_drift',
  duplicates: 'duplicate',
  late: 'late_arrival',
  zones: 'local_time',
  wear: 'degradation',
};

/** Rates by fault: `false` is 0, `true` is the rate that the plant has, `clean` is 0 for all. Adds what is wrong. */
export function readFaults({ faults = {}, clean = false }: Params, problems: string[]): Params {
  const isClean = readSwitch('clean', clean, problems);
  if (!isRecord(faults)) {
    problems.push(`faults is ${show(faults)}; it must be a set of rates by the names ${FAULT_NAMES.join(', ')}.`);
    return {};
  }
  if (isClean) return Object.fromEntries(FAULT_NAMES.map((fault) => [fault, 0]));
  return Object.fromEntries(
    Object.entries(faults)
      .filter(([, rate]) => rate !== true)
      .map(([name, rate]) => [OTHER_NAMES[name] ?? name, rate === false ? 0 : numeric(rate)]),
  );
}

function readSwitch(name: string, value: unknown, problems: string[]): boolean {
  if (value === true || value === 'true') return true;
  if (value !== false && value !== 'false') problems.push(`${name} is ${show(value)}; it must be true or false.`);
  return false;
}
